using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>The options of every verb that lets a model draw.</summary>
internal sealed class SamplingArguments
{
    private readonly Option<double?> _temperature = NumberOptions.OptionalReal(
        "--temperature", "Sampling temperature; 0 draws what is most likely; default: the model's", 0, 10, example: 0.24);

    private readonly Option<double?> _pen = NumberOptions.OptionalReal(
        "--pen-temperature", "Temperature of the pen: higher ends sketches sooner; default: --temperature", 0.01, 10, example: 0.5);

    private readonly Option<bool> _greedy = new("--greedy") { Description = "As --temperature 0." };
    private readonly Option<long> _seed = NumberOptions.Seed("--seed", "Seed of all draws.", 1);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_temperature);
        command.Add(_pen);
        command.Add(_greedy);
        command.Add(_seed);
    }

    /// <summary>The first given option that says how to draw, or null if there is none. The seed does not count.</summary>
    public string? FirstGiven(ParseResult options) =>
        new Option[] { _temperature, _pen, _greedy }.FirstOrDefault(option => options.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>The chosen values.</summary>
    public SamplingChoice Read(ParseResult options)
    {
        double? temperature = options.GetValue(_greedy) ? 0 : options.GetValue(_temperature);
        return new SamplingChoice(temperature, temperature == 0 ? null : options.GetValue(_pen), options.GetValue(_seed));
    }
}

/// <summary>How a model should draw.</summary>
/// <param name="Temperature">The temperature, or null for the model's own.</param>
/// <param name="PenTemperature">The temperature of the pen, or null for the same.</param>
/// <param name="Seed">Seed of all draws.</param>
internal sealed record SamplingChoice(double? Temperature, double? PenTemperature, long Seed)
{
    /// <summary>How the samples of a folder were drawn.</summary>
    public static SamplingChoice Of(SampleManifest manifest) => new(manifest.Temperature, manifest.PenTemperature, manifest.Seed);

    /// <summary>The options for the library.</summary>
    public SamplingOptions Options(LoadedModel model)
    {
        SamplingOptions own = SamplingOptions.For(model);
        return own with { Temperature = Temperature ?? own.Temperature, PenTemperature = PenTemperature, Seed = Seed };
    }
}
