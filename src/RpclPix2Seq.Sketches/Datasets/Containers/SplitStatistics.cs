namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>Everything that is known about a split without reading it.</summary>
internal sealed record SplitStatistics
{
    /// <summary>The number of sketches.</summary>
    public required int Sketches { get; init; }

    /// <summary>The number of rows of all sketches.</summary>
    public required long Points { get; init; }

    /// <summary>The number of pen strokes: rows after which the pen lifts, and the last row of a sketch in any case.</summary>
    public required long Strokes { get; init; }

    /// <summary>The number of rows of the longest sketch; 0 if there is none.</summary>
    public required int Longest { get; init; }

    /// <summary>The number of sketches by category, at least up to the last category that has one.</summary>
    public required IReadOnlyList<int> SketchesPerCategory { get; init; }

    /// <summary>The number of sketches by number of rows.</summary>
    public required LengthHistogram Lengths { get; init; }

    /// <summary>The sums over all offsets.</summary>
    public required OffsetSums Sums { get; init; }

    /// <summary>The first difference between two statistics, as text, or null; lists are compared by their contents.</summary>
    internal string? DifferenceFrom(SplitStatistics other)
    {
        if (Sketches != other.Sketches)
            return $"{Sketches} sketches, not {other.Sketches}";
        if (Points != other.Points)
            return $"{Points} points, not {other.Points}";
        if (Strokes != other.Strokes)
            return $"{Strokes} strokes, not {other.Strokes}";
        if (Longest != other.Longest)
            return $"{Longest} rows in the longest sketch, not {other.Longest}";
        for (int i = 0; i < Math.Max(SketchesPerCategory.Count, other.SketchesPerCategory.Count); i++)
        {
            (int mine, int others) = (SketchesPerCategory.ElementAtOrDefault(i), other.SketchesPerCategory.ElementAtOrDefault(i));
            if (mine != others)
                return $"{mine} sketches of category {i}, not {others}";
        }

        if (!Lengths.Counts.SequenceEqual(other.Lengths.Counts))
            return "another histogram of lengths";
        return Sums == other.Sums ? null : $"the sums {Sums}, not {other.Sums}";
    }
}
