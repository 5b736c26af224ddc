using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sampling;

/// <summary>Draws one stroke-5 row from the output of the decoder's head (docs/original.md §11).</summary>
internal static class StrokeSampler
{
    private const int Pens = 3;

    /// <summary>Draws Δx, Δy and the pen's one-hot state.</summary>
    /// <param name="head">6M+3 numbers: pen logits, then M each of weight logits, μx, μy, log σx, log σy and atanh ρ.</param>
    /// <param name="options">Temperatures.</param>
    /// <param name="mayEnd">False for the first row, so that no sketch is empty.</param>
    /// <param name="random">The sketch's own generator.</param>
    /// <param name="row">Receives the five numbers.</param>
    public static void Draw(ReadOnlySpan<float> head, SamplingOptions options, bool mayEnd, ref CounterRandom random, Span<float> row)
    {
        int mixtures = (head.Length - Pens) / 6;
        ReadOnlySpan<float> Column(ReadOnlySpan<float> all, int index) => all.Slice(Pens + (index * mixtures), mixtures);
        int component = Choose(Column(head, 0), options.Temperature, ref random);
        double x = Column(head, 1)[component], y = Column(head, 2)[component];
        double temperature = options.SpreadTemperature ?? options.Temperature;
        if (temperature > 0)
        {
            double spread = options.ReferenceTemperature ? temperature : Math.Sqrt(temperature);
            double sigmaX = Math.Max(Math.Exp(Column(head, 3)[component]), options.MinimumSigma) * spread;
            double sigmaY = Math.Max(Math.Exp(Column(head, 4)[component]), options.MinimumSigma) * spread;
            double correlation = Math.Tanh(Column(head, 5)[component]);
            double first = random.NextNormal(), second = random.NextNormal();
            x += sigmaX * first;
            y += sigmaY * ((correlation * first) + (Math.Sqrt(1 - (correlation * correlation)) * second));
        }

        int pen = Choose(head[..(mayEnd ? Pens : Pens - 1)], options.PenTemperature ?? options.Temperature, ref random);
        row[0] = (float)x;
        row[1] = (float)y;
        row[2..].Clear();
        row[2 + pen] = 1;
    }

    /// <summary>
    /// The first index whose cumulative probability reaches a random number; rounding cannot lead past the last (defect D-32). The largest
    /// at temperature 0.
    /// </summary>
    private static int Choose(ReadOnlySpan<float> logits, double temperature, ref CounterRandom random)
    {
        int likeliest = Largest(logits);
        if (temperature == 0)
            return likeliest;
        double largest = logits[likeliest], u = random.NextDouble(), total = 0;
        foreach (float logit in logits)
            total += Math.Exp((logit - largest) / temperature);
        double cumulative = 0;
        for (int i = 0; i < logits.Length - 1; i++)
        {
            cumulative += Math.Exp((logits[i] - largest) / temperature);
            if (cumulative >= u * total)
                return i;
        }

        return logits.Length - 1;
    }

    private static int Largest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }
}
