using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>What the quickstart's page shows.</summary>
internal sealed record QuickstartMaterial
{
    /// <summary>The folder of the data and the run, as the user named it.</summary>
    public required string Folder { get; init; }

    /// <summary>The model's configuration.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>How the training ended.</summary>
    public required TrainingOutcome Outcome { get; init; }

    /// <summary>The categories.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Sketches that were trained on.</summary>
    public required int TrainingSketches { get; init; }

    /// <summary>Trainable numbers of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>Originals, strokes and pixels, a row a category.</summary>
    public required Sheet Reconstructions { get; init; }

    /// <summary>Samples, a row a component.</summary>
    public required Sheet Components { get; init; }

    /// <summary>Interpolations: from which category to which, and the drawings.</summary>
    public required IReadOnlyList<(string From, string To, IReadOnlyList<Sketch> Sketches)> Strips { get; init; }

    /// <summary>The metrics of the run, by split, in order.</summary>
    public required ILookup<string, MetricsLine> Metrics { get; init; }
}
