using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Tests.Evaluation;

public sealed class BootstrapTests
{
    private static readonly BootstrapOptions Few = new() { Resamples = 200 };

    [Fact]
    public void Intervals_hold_the_true_share_about_as_often_as_they_promise()
    {
        const int experiments = 300, sketches = 120;
        const double share = 0.3;
        int held = 0;
        for (int e = 0; e < experiments; e++)
        {
            CounterRandom random = new(99, e);
            bool[] right = new bool[sketches];
            for (int i = 0; i < sketches; i++)
                right[i] = random.NextDouble() < share;
            Estimate estimate = Bootstrap.Share(right, Few with { Seed = e })!;
            Assert.Equal(right.Count(yes => yes) / (double)sketches, estimate.Value, 1e-12);
            held += estimate.Low <= share && share <= estimate.High ? 1 : 0;
        }

        // 95 % of 300, except for chance (σ = 3.8) and the percentile interval, which is known to be too short.
        Assert.InRange(held, 268, 299);
    }

    [Fact]
    public void An_interval_of_a_mean_is_about_as_wide_as_theory_has_it()
    {
        CounterRandom random = new(7);
        double[] values = new double[400];
        for (int i = 0; i < values.Length; i++)
            values[i] = 5 + (2 * random.NextNormal());
        Estimate estimate = Bootstrap.Mean(values, new BootstrapOptions())!;
        Assert.InRange(estimate.High - estimate.Low, 0.8 * 2 * 1.96 * 2 / 20, 1.2 * 2 * 1.96 * 2 / 20);
        Assert.InRange(estimate.Value, estimate.Low, estimate.High);
        Assert.Equal(400, estimate.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_and_another_another()
    {
        double[] values = [1, 2, 3, 5, 8, 13, 21];
        Assert.Equal(Bootstrap.Mean(values, Few), Bootstrap.Mean(values, Few));
        Assert.NotEqual(Bootstrap.Mean(values, Few), Bootstrap.Mean(values, Few with { Seed = 2 }));
    }

    [Fact]
    public void None_right_all_right_and_nothing_at_all()
    {
        Assert.Equal(new Estimate(1, 1, 1, 3), Bootstrap.Share([true, true, true], Few));
        Assert.Equal(new Estimate(0, 0, 0, 2), Bootstrap.Share([false, false], Few));
        Assert.Null(Bootstrap.Share([], Few));
        Assert.Throws<InputException>(() => Bootstrap.Share([true], Few with { Confidence = 1 }));
        Assert.Throws<InputException>(() => Bootstrap.Share([true], Few with { Resamples = 1 }));
    }
}
