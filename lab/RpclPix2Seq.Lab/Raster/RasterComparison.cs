namespace RpclPix2Seq.Lab.Raster;

/// <summary>The difference between pictures drawn here and pictures drawn by another program.</summary>
internal sealed record RasterComparison
{
    /// <summary>The number of sketches compared.</summary>
    public required int Sketches { get; init; }

    /// <summary>The number of pixels compared.</summary>
    public required long Pixels { get; init; }

    /// <summary>The share of equal pixels, in percent.</summary>
    public required double IdenticalPercent { get; init; }

    /// <summary>The largest difference of a pixel, in gray levels, 0 to 255.</summary>
    public required int MaxLevels { get; init; }

    /// <summary>The mean absolute difference of the pixels, in gray levels.</summary>
    public required double MeanDifference { get; init; }

    /// <summary>The sketch with the largest sum of differences, or −1 if all are equal.</summary>
    public required int WorstSketch { get; init; }

    /// <summary>The time to draw a sketch on one thread, in microseconds: mean over the sketches, median over several passes.</summary>
    public required double MicrosecondsPerSketch { get; init; }
}
