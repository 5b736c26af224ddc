using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation;

/// <summary>
/// Percentile intervals of means (Efron, 1979): the sketches are drawn with replacement, again and again, and the mean of each resample is
/// taken.
/// </summary>
internal static class Bootstrap
{
    /// <summary>
    /// The mean of numbers, and the interval of the means of the resamples. A share of exactly 0 or 1 has an interval of zero width.
    /// </summary>
    /// <param name="values">One number per sketch, 0 or 1 for a share.</param>
    /// <param name="options">How many resamples, and their seed.</param>
    /// <returns>Null where there are no numbers.</returns>
    public static Estimate? Mean(ReadOnlySpan<double> values, BootstrapOptions options)
    {
        options.Validate();
        if (values.IsEmpty)
            return null;
        double[] numbers = values.ToArray(), means = new double[options.Resamples];
        Parallel.For(0, means.Length, r =>
        {
            CounterRandom random = new(RandomPurpose.Bootstrap, options.Seed, r);
            double sum = 0;
            for (int i = 0; i < numbers.Length; i++)
                sum += numbers[random.NextInt(numbers.Length)];
            means[r] = sum / numbers.Length;
        });

        Array.Sort(means);
        double tail = (1 - options.Confidence) / 2, total = 0;
        foreach (double value in numbers)
            total += value;
        return new Estimate(total / numbers.Length, Quantile(means, tail), Quantile(means, 1 - tail), numbers.Length);
    }

    /// <summary>The share of sketches that are right.</summary>
    /// <param name="right">One answer per sketch.</param>
    /// <param name="options">How many resamples, and their seed.</param>
    /// <returns>Null where there are no answers.</returns>
    public static Estimate? Share(IEnumerable<bool> right, BootstrapOptions options) =>
        Mean([.. right.Select(yes => yes ? 1.0 : 0.0)], options);

    /// <summary>The q-quantile, interpolated between two numbers.</summary>
    private static double Quantile(double[] sorted, double q)
    {
        double place = q * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}

/// <summary>How bootstrap intervals are made.</summary>
internal sealed record BootstrapOptions
{
    /// <summary>How often the sketches are resampled, 10 to 1,000,000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>The share of resamples that the interval contains, above 0 and below 1.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>
    /// Seed of the resamples; resample r of n sketches draws from (seed, r) alone, so that figures over the same sketches share their
    /// resamples.
    /// </summary>
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

/// <summary>A mean over sketches with its bootstrap interval.</summary>
/// <param name="Value">The mean; a share from 0 to 1 where each sketch is right or wrong.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Count">Number of sketches.</param>
internal sealed record Estimate(double Value, double Low, double High, int Count);
