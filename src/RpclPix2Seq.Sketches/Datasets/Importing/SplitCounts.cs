using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What files hold of one split.</summary>
public sealed class SplitCounts
{
    private readonly Dictionary<string, int> _categories = new(StringComparer.Ordinal);

    internal SplitCounts(DatasetSplit? split) => Split = split;

    /// <summary>The split, or null for sketches that are in none.</summary>
    public DatasetSplit? Split { get; }

    /// <summary>The number of sketches.</summary>
    public long Sketches { get; private set; }

    /// <summary>The number of stroke-3 rows that the sketches have, or would have.</summary>
    public long Points { get; private set; }

    /// <summary>The number of pen strokes.</summary>
    public long Strokes { get; private set; }

    /// <summary>The rows of the longest sketch.</summary>
    public int Longest { get; private set; }

    /// <summary>The number of sketches by category.</summary>
    public IReadOnlyDictionary<string, int> Categories => _categories;

    internal void Add(in PreparedSketch sketch)
    {
        Sketches++;
        Points += sketch.Rows;
        Strokes += sketch.Strokes;
        Longest = Math.Max(Longest, sketch.Rows);
        _categories[sketch.Category] = _categories.GetValueOrDefault(sketch.Category) + 1;
    }
}
