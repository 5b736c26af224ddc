using RpclPix2Seq.Models;

namespace RpclPix2Seq;

/// <summary>How sketches are drawn from the decoder's densities.</summary>
public sealed record SamplingOptions
{
    // A model that never learned to end would never stop; half as long again as the longest sketch it saw is enough for one that did.
    private const double LengthMargin = 1.5;

    /// <summary>
    /// τ, 0 to 10: the logits of the decoder's mixture weights are divided by it. 0 is greedy: the most likely Gaussian.
    /// </summary>
    public required double Temperature { get; init; }

    /// <summary>
    /// The temperature of the offsets' spread, 0 to 10, or null for <see cref="Temperature"/>: σ is scaled by its square root (the original
    /// multiplies σ by τ, defect D-32). Position errors add up over a sketch, so a low temperature makes steadier lines. 0 draws the means.
    /// </summary>
    public double? SpreadTemperature { get; init; }

    /// <summary>
    /// The temperature of the pen's logits, 0 to 10, or null for <see cref="Temperature"/>; 0 is greedy. A low temperature makes unlikely
    /// outcomes even rarer, and at any single row the end is unlikely: a model that is not certain where sketches end keeps drawing.
    /// </summary>
    public double? PenTemperature { get; init; }

    /// <summary>
    /// The temperature of codes from the mixture, 0 to 10: the components' variances are multiplied by it. 1 is the mixture itself, lower
    /// makes more typical and less varied sketches, 0 draws the components' means.
    /// </summary>
    public double CodeTemperature { get; init; } = 1;

    /// <summary><see cref="CodeTemperature"/> as files record it: null for 1.</summary>
    internal double? RecordedCodeTemperature => CodeTemperature == 1 ? null : CodeTemperature;

    /// <summary>True to multiply σ by the spread's temperature itself, not by its square root, as the original does.</summary>
    public bool ReferenceTemperature { get; init; }

    /// <summary>Maximum rows of a sketch, at least 1; longer ones are cut off.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Smallest σ of an offset in units of the stroke scale, 0 or more; 0: none. A <see cref="SketchModel"/> uses its own.</summary>
    public double MinimumSigma { get; init; }

    /// <summary>
    /// Drawings per code, 1 to 1,000, of which the best is kept: the one whose own code is nearest to the requested one, or likeliest for
    /// the component. Streams ignore it.
    /// </summary>
    public int BestOf { get; init; } = 1;

    /// <summary>
    /// Seed of all draws. Sketch i of N draws from (seed, i) alone, whatever else is in its batch; its further drawings with
    /// <see cref="BestOf"/> from (seed, i + N), (seed, i + 2N) and so on.
    /// </summary>
    public long Seed { get; init; } = 1;

    /// <summary>Sketches drawn at the same time, at least 1.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>These options with one temperature for all strokes; 0 is greedy.</summary>
    internal SamplingOptions AtTemperature(double temperature) =>
        this with { Temperature = temperature, SpreadTemperature = null, PenTemperature = null };

    /// <summary>
    /// The defaults of a model: the temperatures of its configuration, and room for sketches half as long again as the longest it saw.
    /// </summary>
    internal static SamplingOptions For(LoadedModel model) => For(
        model.Config,
        model.Config.Compat == Compatibility.Reference ? model.Facts.Longest : (int)(model.Facts.Longest * LengthMargin));

    /// <summary>The temperatures of a configuration.</summary>
    internal static SamplingOptions For(ModelConfig config, int maxLength)
    {
        bool reference = config.Compat == Compatibility.Reference;
        return new SamplingOptions
        {
            Temperature = config.Temperature,
            SpreadTemperature = reference ? null : config.SpreadTemperature,
            PenTemperature = reference ? null : config.PenTemperature,
            CodeTemperature = config.CodeTemperature,
            ReferenceTemperature = reference,
            MaxLength = maxLength,
        };
    }

    /// <summary>Checks the values.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="InputException">One is out of range.</exception>
    public SamplingOptions Validate()
    {
        CheckTemperature("temperature", Temperature, "0.24");
        CheckTemperature("spread temperature", SpreadTemperature ?? Temperature, "0.06");
        CheckTemperature("pen temperature", PenTemperature ?? Temperature, "0.5");
        CheckTemperature("code temperature", CodeTemperature, "0.5");
        if (MaxLength < 1)
            throw new InputException("maximum length", "", "at least 1 row", $"{MaxLength}", "for example 200");
        if (BestOf is < 1 or > 1000)
            throw new InputException("best of", "", "a whole number from 1 to 1000", $"{BestOf}", "for example 8");
        if (BatchSize < 1)
            throw new InputException("sampling batch size", "", "at least 1 sketch", $"{BatchSize}", "for example 256");
        if (!(MinimumSigma >= 0 && double.IsFinite(MinimumSigma)))
            throw new InputException("minimum sigma", "", "0 or a positive number", $"{MinimumSigma}", "for example 0.005, as in training");
        return this;
    }

    private static void CheckTemperature(string name, double value, string example)
    {
        if (!(value >= 0 && value <= 10))
            throw new InputException(name, "", "a number from 0 to 10", $"{value}", $"for example {example}, or 0 for what is most likely");
    }
}
