using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Tests.Sampling;

/// <summary>Frequencies and moments of many draws with fixed seeds, within four standard errors.</summary>
public sealed class StrokeSamplerTests
{
    private const int Draws = 20_000;

    // Pen logits; weights 0.25 and 0.75 (τ = 1); means (−10, 5) and (10, −5); σ (1, 2) and (0.5, 1); ρ 0.8 and −0.6.
    private static readonly float[] Head =
    [
        0.5f, -0.5f, -1, 0, MathF.Log(3), -10, 10, 5, -5, 0, MathF.Log(0.5f), MathF.Log(2), 0, MathF.Atanh(0.8f), MathF.Atanh(-0.6f),
    ];

    [Theory]
    [InlineData(1, null, null, false)]
    [InlineData(0.5, null, null, false)]
    [InlineData(0.5, null, null, true)]
    [InlineData(0.5, null, 2.0, false)]
    [InlineData(0.5, 0.1, 2.0, false)]
    [InlineData(2, 0.3, null, false)]
    public void Draws_have_the_moments_of_the_density(
        double temperature, double? spreadTemperature, double? penTemperature, bool reference)
    {
        SamplingOptions options = new()
        {
            Temperature = temperature,
            SpreadTemperature = spreadTemperature,
            PenTemperature = penTemperature,
            ReferenceTemperature = reference,
            MaxLength = 1,
        };
        double[] weight = Powers([0.25, 0.75], 1 / temperature),
            pen = Powers([Math.Exp(0.5), Math.Exp(-0.5), Math.Exp(-1)], 1 / (penTemperature ?? temperature));
        double spread = reference ? temperature : Math.Sqrt(spreadTemperature ?? temperature);
        List<double>[] x = [[], []], y = [[], []];
        int[] pens = new int[3];
        CounterRandom random = new(1, 2, 3);
        float[] row = new float[5];
        for (int i = 0; i < Draws; i++)
        {
            StrokeSampler.Draw(Head, options, true, ref random, row);
            int j = row[0] < 0 ? 0 : 1;
            x[j].Add(row[0]);
            y[j].Add(row[1]);
            Assert.Equal(1, row[2] + row[3] + row[4]);
            pens[Array.IndexOf(row, 1f, 2) - 2]++;
        }

        for (int p = 0; p < 3; p++)
            AssertFrequency(pen[p], pens[p]);
        double[] meanX = [-10, 10], meanY = [5, -5], sigmaX = [1, 0.5], sigmaY = [2, 1], rho = [0.8, -0.6];
        for (int j = 0; j < 2; j++)
        {
            AssertFrequency(weight[j], x[j].Count);
            double n = x[j].Count, sx = sigmaX[j] * spread, sy = sigmaY[j] * spread;
            Assert.InRange(x[j].Average() - meanX[j], -4 * sx / Math.Sqrt(n), 4 * sx / Math.Sqrt(n));
            Assert.InRange(y[j].Average() - meanY[j], -4 * sy / Math.Sqrt(n), 4 * sy / Math.Sqrt(n));
            AssertCovariance(x[j], x[j], sx, sx, 1);
            AssertCovariance(y[j], y[j], sy, sy, 1);
            AssertCovariance(x[j], y[j], sx, sy, rho[j]);
        }
    }

    [Fact]
    public void Greedy_takes_the_most_likely_and_the_first_row_never_ends()
    {
        CounterRandom random = new(1);
        float[] row = new float[5], head = [.. Head];
        StrokeSampler.Draw(head, new SamplingOptions { Temperature = 0, MaxLength = 1 }, true, ref random, row);
        Assert.Equal([10, -5, 1, 0, 0], row);
        head[2] = 50;
        StrokeSampler.Draw(head, new SamplingOptions { Temperature = 0, MaxLength = 1 }, true, ref random, row);
        Assert.Equal([10, -5, 0, 0, 1], row);
        foreach (bool greedy in new[] { true, false })
        {
            StrokeSampler.Draw(head, new SamplingOptions { Temperature = greedy ? 0 : 0.24, MaxLength = 1 }, false, ref random, row);
            Assert.Equal(0, row[4]);
        }
    }

    [Fact]
    public void Extreme_heads_give_finite_rows_of_a_possible_choice()
    {
        CounterRandom random = new(1);
        float[] row = new float[5];
        float[] head = [1000, -1000, -1000, -1000, 1000, 1, 2, 3, 4, -60, -60, -60, -60, 30, -30];
        for (int i = 0; i < 100; i++)
        {
            StrokeSampler.Draw(head, new SamplingOptions { Temperature = 1e-3, MinimumSigma = 1e-6, MaxLength = 1 }, true, ref random, row);
            Assert.Equal([2, 4, 1, 0, 0], row.Select(v => Math.Round(v, 4)));
        }
    }

    private static double[] Powers(double[] values, double power)
    {
        double[] raised = [.. values.Select(v => Math.Pow(v, power))];
        return [.. raised.Select(v => v / raised.Sum())];
    }

    private static void AssertFrequency(double probability, int count)
    {
        double error = 4 * Math.Sqrt(probability * (1 - probability) / Draws);
        Assert.InRange(count / (double)Draws, probability - error, probability + error);
    }

    private static void AssertCovariance(List<double> a, List<double> b, double sa, double sb, double rho)
    {
        double meanA = a.Average(), meanB = b.Average();
        double covariance = a.Zip(b, (p, q) => (p - meanA) * (q - meanB)).Average();
        double error = 4 * sa * sb * Math.Sqrt((1 + (rho * rho)) / a.Count);
        Assert.InRange(covariance, (rho * sa * sb) - error, (rho * sa * sb) + error);
    }
}
