using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class LatentHierarchyTests
{
    private const int Parents = 2;

    [Fact]
    public void The_start_is_that_of_the_specification()
    {
        using var scope = NewDisposeScope();
        LatentHierarchy start = LatentHierarchy.Initial(4, 2, float64, CPU);
        Tiny.AssertClose([5.0 / 8, 1.0 / 8, 1.0 / 8, 5.0 / 8, 1.0 / 8, 1.0 / 8, 1.0 / 8, 1.0 / 8], Tiny.Values(start.Conditional), 1e-12);
        Tiny.AssertClose([0.5, 0.5], Tiny.Values(start.Weight), 1e-12);
        Tiny.AssertClose(empty([3], float64).Filled(1.0 / 3), LatentHierarchy.Initial(3, 3, float64, CPU).ComponentWeights(), 1e-12);

        // A parent without a component of its own favors none.
        Tiny.AssertClose([0.5, 0.5], Tiny.Values(LatentHierarchy.Initial(2, 3, float64, CPU).Conditional.select(1, 2)), 1e-12);
    }

    [Fact]
    public void Responsibilities_of_pairs_sum_to_one_and_their_margins_agree() => Gen.Int[0, 1_000_000].ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.TwoLevels(seed);
            LatentBatch batch = Mixtures.Batch(mixture, seed);
            double[,] density = Mixtures.Matrix(mixture.LogDensities(batch.Means).exp()),
            conditional = Mixtures.Matrix(mixture.Hierarchy!.Conditional);
            double[,] below = Mixtures.Matrix(batch.Posterior), parents = Mixtures.Matrix(mixture.Hierarchy.Parents());
            double[] w = Tiny.Values(mixture.Hierarchy.Weight);
            for (int b = 0; b < below.GetLength(0); b++)
            {
                double total = 0, sum = 0;
                for (int j = 0; j < Mixtures.K; j++)
                {
                    for (int i = 0; i < Parents; i++)
                        total += w[i] * conditional[j, i] * density[b, j];
                }

                for (int j = 0; j < Mixtures.K; j++)
                {
                    double margin = 0;
                    for (int i = 0; i < Parents; i++)
                    {
                        double pair = w[i] * conditional[j, i] * density[b, j] / total;
                        Assert.Equal(pair, below[b, j] * parents[j, i], 1e-10);
                        margin += pair;
                    }

                    Assert.Equal(margin, below[b, j], 1e-10);
                    sum += margin;
                }

                Assert.Equal(1, sum, 1e-10);
            }
        },
        count: 30);

    [Fact]
    public void Weights_and_parents_say_everything() => Gen.Int[0, 1_000_000].ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            Tensor weight = nn.functional.softmax(Tiny.Normal(seed, 5), 0), parents = nn.functional.softmax(Tiny.Normal(seed + 1, 5, 3), 1);
            LatentHierarchy hierarchy = LatentHierarchy.Of(weight, parents);
            Tiny.AssertClose(weight, hierarchy.ComponentWeights(), 1e-12);
            Tiny.AssertClose(parents, hierarchy.Parents(), 1e-12);
            Tiny.AssertClose(ones(3, float64), hierarchy.Conditional.sum([0L]), 1e-12);
            Assert.Equal(1, hierarchy.Weight.sum().item<double>(), 1e-12);
        },
        count: 20);

    [Fact]
    public void Components_without_weight_make_no_number_infinite_or_undefined()
    {
        using var scope = NewDisposeScope();
        LatentHierarchy hierarchy = LatentHierarchy.Of(tensor(new[] { 0.0, 0.25, 0.75 }), tensor(new[] { 1.0, 0, 0, 1, 0, 1 }, [3, 2]));
        Tiny.AssertClose([0, 1], Tiny.Values(hierarchy.Weight), 1e-12);
        Tiny.AssertClose([1.0 / 3, 0, 1.0 / 3, 0.25, 1.0 / 3, 0.75], Tiny.Values(hierarchy.Conditional), 1e-12);
        Tiny.AssertClose([0.5, 0.5, 0, 1, 0, 1], Tiny.Values(hierarchy.Parents()), 1e-12);
        Tiny.AssertClose([0, 0.25, 0.75], Tiny.Values(hierarchy.ComponentWeights()), 1e-12);
    }

    [Fact]
    public void A_mixture_takes_a_hierarchy_over_keeps_it_and_lets_go_of_it()
    {
        long before = Tensor.TotalCount;
        using (MixtureState kept = Detached(1), plain = Plain())
        {
            using (MixtureState other = Detached(2))
            {
                kept.Assign(other);
                plain.Assign(other);
                Mixtures.AssertClose(other, kept, 0);
                Mixtures.AssertClose(other, plain, 0);
            }

            Assert.Equal(1, Tiny.Values(plain.Hierarchy!.Weight).Sum(), 1e-9); // its own tensors, not the other's
            using MixtureState none = Plain();
            plain.Assign(none);
            Assert.Null(plain.Hierarchy);
        }

        Assert.Equal(before, Tensor.TotalCount);

        static MixtureState Detached(long seed)
        {
            using var scope = NewDisposeScope();
            return Mixtures.TwoLevels(seed).Detached();
        }

        static MixtureState Plain()
        {
            using var scope = NewDisposeScope();
            return Mixtures.Random(7).Detached();
        }
    }
}
