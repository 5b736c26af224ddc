using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class MixtureInitializerTests
{
    [Fact]
    public void Clusters_far_apart_are_found_with_their_means_variances_and_shares() => Gen.Long[0, 100_000].ForAll(
        seed =>
        {
            // 2, 3 and 5 codes near −100, 0 and 100.
            int[] sizes = [2, 3, 5];
            using var scope = NewDisposeScope();
            Tensor means = Tiny.Normal(seed, 10, 2)
                .Plus(tensor(sizes.SelectMany((n, c) => Enumerable.Repeat((c - 1) * 100.0, n)).ToArray()).unsqueeze(1));
            Tensor variances = empty([10, 2], float64).Filled(0.5);
            CounterRandom random = new(seed);
            MixtureState mixture = MixtureInitializer.FromCodes(means, variances, 3, ref random);
            Tensor overall = (means - means.mean([0L])).Squared().mean([0L]).Plus(0.5);
            Tensor order = mixture.Mean.select(1, 0).argsort();
            for (int c = 0, begin = 0; c < 3; begin += sizes[c], c++)
            {
                Tensor members = means.narrow(0, begin, sizes[c]), center = members.mean([0L]);
                long k = order[c].item<long>();
                Tiny.AssertClose(center, mixture.Mean[k], 1e-9);
                Tiny.AssertClose(
                    (members - center).Squared().sum([0L]).Plus(0.5 * sizes[c]).Plus(overall).Over(sizes[c] + 1), mixture.Variance[k],
                    1e-9);
                Assert.Equal((sizes[c] + 1) / 13.0, mixture.Weight[k].item<double>(), 1e-9);
            }
        },
        count: 20);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Fewer_different_codes_than_components_still_make_a_mixture(int codes)
    {
        using var scope = NewDisposeScope();
        Tensor means = zeros(codes, 2, float64);
        means[0].Filled(3);
        CounterRandom random = new(1);
        MixtureState mixture = MixtureInitializer.FromCodes(means, ones_like(means), 4, ref random);
        Assert.True(
            mixture.Mean.isfinite().all().item<bool>() && mixture.Variance.IsAbove(0).all().item<bool>()
                && mixture.Weight.IsAbove(0).all().item<bool>());
        Assert.Equal(1, mixture.Weight.sum().item<double>(), 1e-12);
    }

    [Fact]
    public void Components_of_one_cluster_get_one_parent_and_keep_their_weights()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Mixtures.Random(1, components: 5) with
        {
            Mean = tensor(new double[] { 100, 0, 0, 0, 101, 0, 0, 1, 99, 1 }, [5, 2]),
        };
        CounterRandom random = new(1);
        MixtureState grouped = MixtureInitializer.Group(mixture, 2, ref random);
        Tiny.AssertClose(mixture.Weight, grouped.Weight, 1e-12);
        double[,] parents = Mixtures.Matrix(grouped.Hierarchy!.Parents());
        int high = parents[0, 0] > 0.5 ? 0 : 1;
        for (int j = 0; j < 5; j++)
            Assert.Equal(j is 0 or 2 or 4 ? 6.0 / 7 : 1.0 / 7, parents[j, high], 1e-12);
    }

    [Fact]
    public void More_parents_than_components_still_make_a_hierarchy()
    {
        using var scope = NewDisposeScope();
        CounterRandom random = new(1);
        MixtureState grouped = MixtureInitializer.Group(Mixtures.Random(1), 5, ref random);
        Assert.True(grouped.Hierarchy!.Conditional.isfinite().all().item<bool>());
        Tiny.AssertClose(ones(5, float64), grouped.Hierarchy.Conditional.sum([0L]), 1e-12);
        Tiny.AssertClose(Mixtures.Random(1).Weight, grouped.Weight, 1e-12);
    }
}
