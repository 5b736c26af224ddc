using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>How a model is to draw.</summary>
/// <param name="Given">The temperature, or null for the model's own.</param>
/// <param name="Greedy">Whether to draw what is most likely.</param>
/// <param name="Seed">Seed of all draws.</param>
internal sealed record DrawingChoice(double? Given, bool Greedy, long Seed)
{
    // A model that never learnt to end would draw on; the longest sketch it saw, and half as much again, is enough for those that did.
    private const double LengthMargin = 1.5;

    /// <summary>The temperature of the pen, or null for that of the strokes, or for greedy.</summary>
    public double? Pen { get; init; }

    /// <summary>How the samples of a folder were drawn.</summary>
    public static DrawingChoice Of(SampleManifest manifest) =>
        new(manifest.Temperature > 0 ? manifest.Temperature : null, manifest.Temperature == 0, manifest.Seed) { Pen = manifest.PenTemperature };

    /// <summary>The temperature for a model of that configuration.</summary>
    public double Temperature(ModelConfig config) => Given ?? config.Temperature;

    /// <summary>The temperature as manifests and reports have it: 0 for greedy.</summary>
    public double RecordedTemperature(ModelConfig config) => Greedy ? 0 : Temperature(config);

    /// <summary>As the library takes it.</summary>
    public SamplingOptions Options(LoadedModel model) => new()
    {
        Temperature = Temperature(model.Config),
        PenTemperature = Pen,
        Greedy = Greedy,
        Seed = Seed,
        ReferenceTemperature = model.Config.Compat == Compatibility.Reference,
        MaxLength = model.Config.Compat == Compatibility.Reference ? model.Facts.Longest : (int)(model.Facts.Longest * LengthMargin),
    };
}
