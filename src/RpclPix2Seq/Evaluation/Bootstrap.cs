using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation;

/// <summary>Percentile intervals of means (Efron, 1979): the sketches are drawn with replacement, again and again, and the mean of each resample is taken.</summary>
public static class Bootstrap
{
    /// <summary>The mean of numbers, and between which ends the means of the resamples lie. A share of exactly 0 or 1 has an interval without width.</summary>
    /// <param name="values">One number a sketch, 0 or 1 for a share.</param>
    /// <param name="options">How many resamples, and their seed.</param>
    /// <returns>Null where there are no numbers.</returns>
    public static Estimate? Mean(ReadOnlySpan<double> values, BootstrapOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (values.IsEmpty)
            return null;
        double[] means = new double[options.Resamples];
        for (int r = 0; r < means.Length; r++)
        {
            CounterRandom random = new(RandomPurpose.Bootstrap, options.Seed, r);
            double sum = 0;
            for (int i = 0; i < values.Length; i++)
                sum += values[random.NextInt(values.Length)];
            means[r] = sum / values.Length;
        }

        Array.Sort(means);
        double tail = (1 - options.Confidence) / 2, total = 0;
        foreach (double value in values)
            total += value;
        return new Estimate(total / values.Length, Quantile(means, tail), Quantile(means, 1 - tail), values.Length);
    }

    /// <summary>The share of sketches that are right.</summary>
    /// <param name="right">One answer a sketch.</param>
    /// <param name="options">How many resamples, and their seed.</param>
    /// <returns>Null where there are no answers.</returns>
    public static Estimate? Share(IEnumerable<bool> right, BootstrapOptions options) => Mean([.. right.Select(yes => yes ? 1.0 : 0.0)], options);

    /// <summary>Between two numbers it is interpolated.</summary>
    private static double Quantile(double[] sorted, double q)
    {
        double place = q * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
