using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Tests.Strokes;

/// <summary>Moments and frequencies with fixed seeds, within four standard errors.</summary>
public sealed class CounterRandomTests
{
    private const int Draws = 50_000;

    [Fact]
    public void A_key_decides_and_every_part_and_its_place_matters()
    {
        ulong[] first =
        [
            .. new long[][] { [1, 2], [1, 2], [2, 1], [1, 3], [1], [1, 2, 0], [], [-1, 2] }.Select(
                key => new CounterRandom(key).NextBits()),
        ];
        Assert.Equal(first[0], first[1]);
        Assert.Equal(7, first.Distinct().Count());
    }

    [Fact]
    public void Uniform_and_normal_draws_have_their_moments()
    {
        CounterRandom random = new(1);
        double[] uniform = new double[Draws], normal = new double[Draws];
        for (int i = 0; i < Draws; i++)
            (uniform[i], normal[i]) = (random.NextDouble(-3, 5), random.NextNormal());
        Assert.All(uniform, u => Assert.InRange(u, -3, 5));
        Near(1, uniform.Average(), 8 / Math.Sqrt(12));
        Near(0, normal.Average(), 1);
        Near(1, normal.Average(v => v * v), Math.Sqrt(2));
        Near(3, normal.Average(v => v * v * v * v), Math.Sqrt(96));
        Near(0, normal.Zip(normal.Skip(1), (a, b) => a * b).Average(), 1);
        Near(0, uniform.Zip(normal, (a, b) => (a - 1) * b).Average(), 8 / Math.Sqrt(12));
    }

    [Fact]
    public void First_draws_of_neighboring_keys_are_independent()
    {
        double[] draws = [.. Enumerable.Range(0, Draws).Select(i => new CounterRandom(3, 1, i).NextNormal())];
        Near(0, draws.Average(), 1);
        Near(1, draws.Average(v => v * v), Math.Sqrt(2));
        Near(0, draws.Zip(draws.Skip(1), (a, b) => a * b).Average(), 1);
    }

    [Fact]
    public void Integers_and_shuffles_are_uniform()
    {
        CounterRandom random = new(2);
        int[] counts = new int[7], places = new int[4];
        for (int i = 0; i < Draws; i++)
        {
            counts[random.NextInt(7)]++;
            int[] items = [0, 1, 2, 3];
            random.Shuffle<int>(items);
            Assert.Equal([0, 1, 2, 3], items.Order());
            places[Array.IndexOf(items, 0)]++;
        }

        Assert.All(counts, count => Near(1 / 7.0, count / (double)Draws, Math.Sqrt(6) / 7));
        Assert.All(places, count => Near(0.25, count / (double)Draws, Math.Sqrt(3) / 4));
    }

    private static void Near(double expected, double actual, double deviation)
        => Assert.InRange(actual, expected - (4 * deviation / Math.Sqrt(Draws)), expected + (4 * deviation / Math.Sqrt(Draws)));
}
