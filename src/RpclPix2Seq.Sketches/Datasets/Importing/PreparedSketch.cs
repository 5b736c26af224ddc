namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>The result for a drawing: a record to keep, a reason to leave it out, or, instead, the end of a file.</summary>
internal readonly record struct PreparedSketch
{
    /// <summary>The file it is from.</summary>
    public required SourceFile File { get; init; }

    /// <summary>The end of the file, and nothing else.</summary>
    public SourceOutcome? End { get; init; }

    /// <summary>Why it is left out; null if it is kept.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it is left out because it could not be read.</summary>
    public bool IsUnreadable { get; init; }

    /// <summary>Where in the file it is.</summary>
    public string Where { get; init; }

    /// <summary>What exactly was found, if it is left out.</summary>
    public string Detail { get; init; }

    /// <summary>How bad it is; see <see cref="ImportOffender"/>.</summary>
    public long Weight { get; init; }

    /// <summary>Its category; null if it is left out and none is known.</summary>
    public string Category { get; init; }

    /// <summary>Its split, or <see cref="PendingCategory.NoSplit"/>.</summary>
    public sbyte Split { get; init; }

    /// <summary>Its points as they were read; 0 if it could not be read.</summary>
    public int PointsBefore { get; init; }

    /// <summary>What of it is not read, though it is kept; null for nothing.</summary>
    public IReadOnlyList<string>? Unread { get; init; }

    /// <summary>Its rows.</summary>
    public int Rows { get; init; }

    /// <summary>Its pen strokes.</summary>
    public int Strokes { get; init; }

    /// <summary>Whether it was simplified.</summary>
    public bool IsSimplified { get; init; }

    /// <summary>The hash of its record.</summary>
    public UInt128 Hash { get; init; }

    /// <summary>Where its record begins in its block.</summary>
    public int Start { get; init; }

    /// <summary>The bytes of its record.</summary>
    public int Length { get; init; }
}
