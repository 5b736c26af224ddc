using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Evaluation.Distribution;

namespace RpclPix2Seq.Tests.Evaluation.Distribution;

[LeakCheck]
public sealed class PrecisionRecallTests
{
    private static readonly float[] Grid = [.. Enumerable.Range(0, 36).SelectMany(i => (float[])[i / 6, i % 6])];
    private static readonly BootstrapOptions Few = new() { Resamples = 20 };

    [Fact]
    public void Equal_sets_have_all_and_distant_ones_nothing()
    {
        float[] distant = [.. Grid.Select(value => value + 1000)];
        DistributionReport equal = DistributionReport.Of(Grid, Grid, 2, 3, Few)!, apart = DistributionReport.Of(Grid, distant, 2, 3, Few)!;
        Assert.Equal((1.0, 1.0), (equal.Precision.Value, equal.Recall.Value));
        Assert.Equal(0, equal.Frechet, 1e-6);
        Assert.Equal((0.0, 0.0), (apart.Precision.Value, apart.Recall.Value));
        Assert.Equal(2e6, apart.Frechet, 1.0);
        Assert.Equal((36, 36, 2), (apart.Real, apart.Generated, apart.FeatureSize));
        Assert.NotNull(equal.FrechetOfHalves);
    }

    // A few drawings of one kind are all plausible, but cover little of the variety.
    [Fact]
    public void A_narrow_set_is_precise_but_recalls_little()
    {
        float[] narrow = [.. Enumerable.Range(0, 8).SelectMany(i => (float[])[2.5f + (0.01f * i), 2.5f])];
        DistributionReport report = DistributionReport.Of(Grid, narrow, 2, 3, Few)!;
        Assert.Equal(1, report.Precision.Value);
        Assert.InRange(report.Recall.Value, 0, 0.2);
    }

    // The nearest neighbors of 0, 1 and 3 are at distances 1, 1 and 2: the region is [−1, 5].
    [Fact]
    public void A_region_is_made_of_balls_that_reach_the_kth_neighbor()
    {
        Assert.Equal([false, true, true, true, false], PrecisionRecall.Within([-1.1f, -1, 2, 5, 5.1f], [0, 1, 3], 1, 1));
        Assert.Equal([true, false], PrecisionRecall.Within([6, 6.1f], [0, 1, 3], 1, 2));
        Assert.Throws<ArgumentException>(() => PrecisionRecall.Within([1], [1, 2], 1, 2));
    }

    [Fact]
    public void Copies_have_balls_of_radius_zero_and_contain_themselves()
    {
        float[] copies = [.. Enumerable.Repeat(new[] { 0.1f, 123.4f, -7f }, 5).SelectMany(code => code)];
        Assert.DoesNotContain(false, PrecisionRecall.Within(copies, copies, 3, 2));
    }

    [Fact]
    public void Too_few_sketches_have_no_report() => Assert.Null(DistributionReport.Of([1, 2, 3], [1, 2, 3, 4, 5], 1, 3, Few));
}
