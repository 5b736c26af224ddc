namespace RpclPix2Seq.Cli.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points by ascending X. Where one is not finite, the line is interrupted.</param>
internal sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points);
