namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// Counts what <see cref="SplitStatistics"/> holds, one sketch after the other; the sums depend on that order in their last bits.
/// </summary>
internal sealed class StatisticsCounter
{
    private int[] _perCategory = [];
    private int[] _lengths = [];
    private OffsetSums _sums;

    public int Sketches { get; private set; }

    public long Points { get; private set; }

    public long Strokes { get; private set; }

    public int Longest { get; private set; }

    /// <summary>One more than the largest category.</summary>
    public int Categories { get; private set; }

    /// <param name="rows">At least 1.</param>
    /// <param name="category">At least 0.</param>
    /// <param name="strokes">The strokes of the sketch.</param>
    /// <param name="sums">The sums of its offsets.</param>
    public void Add(int rows, int category, int strokes, OffsetSums sums)
    {
        Sketches++;
        Points += rows;
        Strokes += strokes;
        Longest = Math.Max(Longest, rows);
        Categories = Math.Max(Categories, category + 1);
        Count(ref _perCategory, category);
        Count(ref _lengths, LengthHistogram.BinOf(rows));
        _sums += sums;
    }

    public void Add(ReadOnlySpan<StrokePoint> rows, int category)
    {
        int lifts = 0;
        foreach (StrokePoint row in rows)
            lifts += row.PenUp ? 1 : 0;
        Add(rows.Length, category, rows[^1].PenUp ? lifts : lifts + 1, OffsetSums.Of(rows));
    }

    public SplitStatistics ToStatistics() => new()
    {
        Sketches = Sketches,
        Points = Points,
        Strokes = Strokes,
        Longest = Longest,
        SketchesPerCategory = _perCategory.AsSpan().TrimEnd(0).ToArray(),
        Lengths = new LengthHistogram(_lengths.AsSpan().TrimEnd(0).ToArray()),
        Sums = _sums,
    };

    private static void Count(ref int[] counts, int at)
    {
        if (at >= counts.Length)
            Array.Resize(ref counts, Math.Max(at + 1, 2 * counts.Length));
        counts[at]++;
    }
}
