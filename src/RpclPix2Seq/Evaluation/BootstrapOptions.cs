using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Evaluation;

/// <summary>How bootstrap intervals are made.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How often the sketches are drawn anew, 10 to 1,000,000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>The share of resamples that the interval holds, above 0 and below 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Seed of the resamples; resample r of n sketches draws from (seed, r) alone, so that figures over the same sketches share their resamples.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">One is out of range.</exception>
    public BootstrapOptions Validate()
    {
        if (Resamples is < 10 or > 1_000_000)
            throw new InputException("bootstrap resamples", "", "10 to 1000000", $"{Resamples}", "for example 1000");
        if (!(Confidence > 0 && Confidence < 1))
            throw new InputException("bootstrap confidence", "", "a number above 0 and below 1", $"{Confidence}", "for example 0.95");
        return this;
    }
}
