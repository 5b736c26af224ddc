using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>The options of every verb that lets a model draw.</summary>
internal sealed class DrawingOptions
{
    private const double FromModel = 0, AsStrokes = 0;

    private readonly Option<double> _temperature = NumberOptions.Real("--temperature", "How freely to draw; 0 for the model's own setting", FromModel, 0, 10);
    private readonly Option<double> _pen = NumberOptions.Real(
        "--pen-temperature", "How freely to lift the pen and to end; 0 for the temperature. More than that makes sketches end sooner", AsStrokes, 0, 10);

    private readonly Option<bool> _greedy = new("--greedy") { Description = "Always draw what is most likely." };
    private readonly Option<long> _seed = NumberOptions.Seed("--seed", "Seed of all draws.", 1);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_temperature);
        command.Add(_pen);
        command.Add(_greedy);
        command.Add(_seed);
    }

    /// <summary>Of the options that say how to draw, the first that was given, or null for none. The seed is not one of them.</summary>
    public string? FirstGiven(ParseResult options) =>
        new Option[] { _temperature, _pen, _greedy }.FirstOrDefault(option => options.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>What was chosen.</summary>
    public DrawingChoice Read(ParseResult options)
    {
        double temperature = options.GetValue(_temperature);
        double pen = options.GetValue(_pen);
        bool greedy = options.GetValue(_greedy);
        return new DrawingChoice(temperature > FromModel ? temperature : null, greedy, options.GetValue(_seed)) { Pen = pen > AsStrokes && !greedy ? pen : null };
    }
}

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
