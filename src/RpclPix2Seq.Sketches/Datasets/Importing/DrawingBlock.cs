using RpclPix2Seq.Sketches.Formats;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Drawings of one file or several, as they were read, in order: the portion that one thread prepares.</summary>
internal sealed class DrawingBlock
{
    private const int EnoughDrawings = 256;
    private const int EnoughPoints = 1 << 16;
    private int _points;

    /// <summary>What was read: a drawing, one that cannot be used, or the end of a file.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>Whether it is large enough to be worth a thread's while.</summary>
    public bool IsFull => Entries.Count >= EnoughDrawings || _points >= EnoughPoints;

    /// <summary>Adds a drawing.</summary>
    public void Add(SourceFile file, string? category, Drawing drawing)
    {
        Entries.Add(new Entry(file, category, drawing, null, null));
        _points += drawing.Rows?.Length ?? 0;
        for (int i = 0; i < drawing.Strokes.Count; i++)
            _points += drawing.Strokes[i].Length;
    }

    /// <summary>Adds a drawing that cannot be used.</summary>
    public void Add(SourceFile file, SkippedDrawing skipped) => Entries.Add(new Entry(file, null, null, skipped, null));

    /// <summary>Adds the end of a file.</summary>
    public void Add(SourceOutcome end) => Entries.Add(new Entry(end.File, null, null, null, end));

    /// <summary>One of: a drawing with its category, a drawing that cannot be used, the end of a file.</summary>
    internal readonly record struct Entry(SourceFile File, string? Category, Drawing? Drawing, SkippedDrawing? Skipped, SourceOutcome? End);
}
