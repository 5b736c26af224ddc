namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Counts of drawings that were read, whether from one file or from all.</summary>
internal sealed class IntakeTally
{
    /// <summary>All drawings that were met.</summary>
    public long Drawings { get; private set; }

    /// <summary>Those that were simplified, and kept.</summary>
    public long Simplified { get; private set; }

    /// <summary>Drawings that were left out.</summary>
    public DropTally Drops { get; } = new();

    /// <summary>The points, before simplification, of the drawings that were kept.</summary>
    public LengthTally Before { get; } = new();

    /// <summary>Their rows afterwards.</summary>
    public LengthTally After { get; } = new();

    /// <summary>Counts a drawing.</summary>
    public void Add(in PreparedSketch sketch)
    {
        Drawings++;
        if (sketch.Reason is { } reason)
        {
            Drops.Add(reason, new ImportOffender(sketch.File.Path, sketch.Where, sketch.Detail, sketch.Weight), sketch.Category);
            return;
        }

        Simplified += sketch.IsSimplified ? 1 : 0;
        Before.Add(sketch.PointsBefore);
        After.Add(sketch.Rows);
    }

    /// <summary>Adds all of another tally.</summary>
    public void Add(IntakeTally other)
    {
        Drawings += other.Drawings;
        Simplified += other.Simplified;
        Drops.Add(other.Drops);
        Before.Add(other.Before);
        After.Add(other.After);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        (Drawings, Simplified) = (0, 0);
        Drops.Clear();
        Before.Clear();
        After.Clear();
    }
}
