using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>The options of every verb that lets a model draw.</summary>
internal sealed class SamplingArguments
{
    private readonly Option<double?> _temperature = NumberOptions.OptionalReal(
        "--temperature", "Sampling temperature of strokes; 0 draws what is most likely; default: the model's three", 0, 10,
        example: 0.24);

    private readonly Option<double?> _spread = NumberOptions.OptionalReal(
        "--spread-temperature", "Sampling temperature of the offsets' spread: lower makes calmer lines", 0, 10, example: 0.06);

    private readonly Option<double?> _pen = NumberOptions.OptionalReal(
        "--pen-temperature", "Sampling temperature of the pen: higher ends sketches sooner", 0, 10, example: 0.5);

    private readonly Option<double?> _code = NumberOptions.OptionalReal(
        "--code-temperature", "Sampling temperature of codes where they come from the mixture: lower makes more typical sketches", 0, 10,
        example: 0.5);

    private readonly Option<int> _best = NumberOptions.Integer(
        "--best-of", "Drawings per code; the best one is kept: the one whose own code is closest to the requested code, or most likely "
        + "under the component that the code came from.", 1, 1, 1000);

    private readonly Option<bool> _greedy = new("--greedy") { Description = "Same as --temperature 0." };
    private readonly Option<long> _seed = NumberOptions.Seed("--seed", "Seed of all draws.", 1);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_temperature);
        command.Add(_spread);
        command.Add(_pen);
        command.Add(_code);
        command.Add(_greedy);
        command.Add(_best);
        command.Add(_seed);
    }

    /// <summary>The first given option that says how to draw, or null if there is none. The seed does not count.</summary>
    public string? FirstGiven(ParseResult options) =>
        new Option[] { _temperature, _spread, _pen, _code, _greedy, _best }.FirstOrDefault(
            option => CommonOptions.IsGiven(options, option))?.Name;

    /// <summary>The chosen values.</summary>
    /// <exception cref="UsageException">Two of them contradict each other.</exception>
    public SamplingChoice Read(ParseResult options)
    {
        if (options.GetValue(_greedy) && CommonOptions.IsGiven(options, _temperature))
            throw new UsageException($"expected at most one of {_greedy.Name} and {_temperature.Name}, found both");
        return new SamplingChoice(
            options.GetValue(_greedy) ? 0 : options.GetValue(_temperature), options.GetValue(_spread), options.GetValue(_pen),
            options.GetValue(_code), options.GetValue(_best), options.GetValue(_seed));
    }
}

/// <summary>How a model should draw.</summary>
/// <param name="Temperature">The temperature of strokes, or null for the model's own three.</param>
/// <param name="SpreadTemperature">That of the spread, or null for none of its own.</param>
/// <param name="PenTemperature">That of the pen, or null for none of its own.</param>
/// <param name="CodeTemperature">That of codes from the mixture, or null for the model's own.</param>
/// <param name="BestOf">Drawings per code, of which the best is kept.</param>
/// <param name="Seed">Seed of all draws.</param>
internal sealed record SamplingChoice(
    double? Temperature, double? SpreadTemperature, double? PenTemperature, double? CodeTemperature, int BestOf, long Seed)
{
    /// <summary>How the samples of a folder were drawn.</summary>
    public static SamplingChoice Of(SampleManifest manifest) =>
        new(manifest.Temperature, manifest.SpreadTemperature, manifest.PenTemperature, manifest.CodeTemperature ?? 1, manifest.BestOf ?? 1,
            manifest.Seed);

    /// <summary>These values, for drawings none of which is from the mixture.</summary>
    /// <param name="instead">Where the codes come from.</param>
    /// <exception cref="UsageException">A temperature of codes from the mixture is among them.</exception>
    public SamplingChoice WithoutMixture(string instead = "given drawings") => CodeTemperature is null
        ? this
        : throw new UsageException($"--code-temperature: expected codes from the mixture, found those of {instead}; leave it out");

    /// <summary>The options for the library.</summary>
    public SamplingOptions Options(LoadedModel model) => Apply(SamplingOptions.For(model));

    /// <summary>Whether an evaluation with those settings drew as this would.</summary>
    public bool IsAsRecorded(RecordedOptions settings, ModelConfig config)
    {
        SamplingOptions asked = Apply(SamplingOptions.For(config, settings.MaxLength));
        return settings.Temperature == asked.Temperature && settings.SpreadTemperature == asked.SpreadTemperature
            && settings.PenTemperature == asked.PenTemperature && settings.CodeTemperature == asked.RecordedCodeTemperature
            && (settings.BestOf ?? 1) == asked.BestOf;
    }

    private SamplingOptions Apply(SamplingOptions own)
    {
        SamplingOptions chosen = Temperature is { } all ? own.AtTemperature(all) : own;
        return chosen with
        {
            SpreadTemperature = SpreadTemperature ?? chosen.SpreadTemperature,
            PenTemperature = PenTemperature ?? chosen.PenTemperature,
            CodeTemperature = CodeTemperature ?? chosen.CodeTemperature,
            BestOf = BestOf,
            Seed = Seed,
        };
    }
}
