using RpclPix2Seq.Models;

namespace RpclPix2Seq;

/// <summary>How sketches are drawn from the decoder's densities.</summary>
public sealed record SamplingOptions
{
    // A model that never learned to end would never stop; half as long again as the longest sketch it saw is enough for one that did.
    private const double LengthMargin = 1.5;

    /// <summary>
    /// τ, 0 to 10: logits of weights and pen are divided by it, σ is multiplied by its root (the original multiplies σ by τ, defect D-32).
    /// 0 is greedy: the most likely component, its mean, and the most likely pen.
    /// </summary>
    public required double Temperature { get; init; }

    /// <summary>
    /// The temperature of the pen's logits, or null for <see cref="Temperature"/>. A low temperature makes unlikely outcomes even rarer,
    /// and at any single row the end is unlikely: a model that is not certain where sketches end keeps drawing. With 0.5 for the pen and
    /// 0.24 otherwise it ends sooner.
    /// </summary>
    public double? PenTemperature { get; init; }

    /// <summary>True to multiply σ by τ itself, as the original does.</summary>
    public bool ReferenceTemperature { get; init; }

    /// <summary>Maximum rows of a sketch before it is cut off.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Smallest σ, as in training; 0 for none.</summary>
    public double MinimumSigma { get; init; }

    /// <summary>Seed of all draws; sketch i draws from (seed, i) alone, whatever else is in its batch.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Sketches drawn at the same time.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>Whether the most likely outcome is always drawn.</summary>
    internal bool IsGreedy => Temperature == 0;

    /// <summary>
    /// The defaults of a model: the temperature of its configuration, and room for sketches half as long again as the longest it saw.
    /// </summary>
    internal static SamplingOptions For(LoadedModel model)
    {
        bool reference = model.Config.Compat == Compatibility.Reference;
        return new SamplingOptions
        {
            Temperature = model.Config.Temperature,
            ReferenceTemperature = reference,
            MaxLength = reference ? model.Facts.Longest : (int)(model.Facts.Longest * LengthMargin),
        };
    }

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">One is out of range.</exception>
    public SamplingOptions Validate()
    {
        if (!(Temperature >= 0 && Temperature <= 10))
            throw new InputException(
                "temperature", "", "a number from 0 to 10", $"{Temperature}", "for example 0.24, or 0 for what is most likely");
        if (PenTemperature is { } pen && !(pen > 0 && pen <= 10))
            throw new InputException("pen temperature", "", "a number above 0 and at most 10, or none", $"{pen}", "for example 0.5");
        if (MaxLength < 1)
            throw new InputException("maximum length", "", "at least 1 row", $"{MaxLength}", "for example 200");
        if (BatchSize < 1)
            throw new InputException("sampling batch size", "", "at least 1 sketch", $"{BatchSize}", "for example 256");
        if (!(MinimumSigma >= 0 && double.IsFinite(MinimumSigma)))
            throw new InputException("minimum sigma", "", "0 or a positive number", $"{MinimumSigma}", "for example 0.005, as in training");
        return this;
    }
}
