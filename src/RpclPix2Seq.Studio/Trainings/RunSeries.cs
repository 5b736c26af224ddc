using System.Globalization;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Studio.Trainings;

/// <summary>Metrics as series of numbers; what is not known at a step is null.</summary>
internal static class RunSeries
{
    private static readonly (string Name, Func<MetricsLine, double> Of)[] Losses =
    [
        ("cost", line => line.Loss), ("stroke", line => line.SequenceLoss), ("picture", line => line.PixelLoss),
        ("latent", line => line.WeightLoss + line.GaussianLoss),
    ];

    private static readonly (string Name, Func<MetricsLine, double> Of)[] Training =
    [
        .. Losses, ("components", line => line.ComponentsAlive), ("learningRate", line => line.LearningRate),
        ("sketchesPerSecond", line => line.SketchesPerSecond),
    ];

    /// <summary>The series of lines, a value per line.</summary>
    public static Dictionary<string, double?[]> Of(IReadOnlyList<MetricsLine> lines, bool training) =>
        (training ? Training : Losses).ToDictionary(series => series.Name, series => lines.Select(line => Known(series.Of(line)))
            .ToArray());

    /// <summary>The values of a line.</summary>
    public static Dictionary<string, double?> Of(MetricsLine line, bool training) =>
        (training ? Training : Losses).ToDictionary(series => series.Name, series => Known(series.Of(line)));

    /// <summary>The weights of the components that are alive.</summary>
    public static Dictionary<string, double> Weights(LatentSnapshot snapshot) =>
        snapshot.Weights.Select((weight, k) => (weight, k)).Where(each => each.weight > 0)
            .ToDictionary(each => each.k.ToString(CultureInfo.InvariantCulture), each => (double)each.weight);

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
