using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class EmLearnerTests
{
    private const long WarmUp = 499, Em = 502;
    private static readonly Gen<int> Seeds = Gen.Int[0, 1_000_000];
    private readonly EmLearner _learner = new(Mixtures.Learning with { SharedUntil = 500 });

    [Theory]
    [InlineData(WarmUp)]
    [InlineData(Em)]
    public void Weights_sum_to_one_and_renaming_renames(long step) => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.Random(seed);
            LatentBatch batch = Mixtures.Batch(mixture, seed);
            MixtureState after = _learner.Update(mixture, batch, step);
            Assert.Equal(1, after.Weight.sum().item<double>(), 1e-9);
            Assert.True(after.Weight.IsAtLeast(0).all().item<bool>() && after.Variance.IsAbove(0).all().item<bool>());
            Tensor order = tensor(new long[] { 2, 0, 1 });
            MixtureState renamed = Mixtures.Permuted(mixture, order);
            Mixtures.AssertClose(Mixtures.Permuted(after, order), _learner.Update(renamed, Mixtures.Batch(renamed, seed), step), 1e-9);
        },
        count: 30);

    [Fact]
    public void In_the_warm_up_all_components_follow_the_codes_as_one()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Mixtures.Random(5);
        Tensor weight = mixture.Weight;
        LatentBatch batch = Mixtures.Batch(mixture, 5);
        for (int i = 0; i < 600; i++)
            mixture = _learner.Update(mixture, batch, WarmUp);
        Tensor mean = batch.Means.mean([0L], keepdim: true),
            variance = (batch.Means - mean).Squared().Plus(batch.Variances).mean([0L], keepdim: true);
        Mixtures.AssertClose(new MixtureState(mean.expand(Mixtures.K, -1), variance.expand(Mixtures.K, -1), weight), mixture, 1e-9);
    }

    [Fact]
    public void Nobody_is_removed()
    {
        using var scope = NewDisposeScope();
        EmLearner em = new(Mixtures.Learning with { ComponentThreshold = 0.9 });
        MixtureState mixture = Mixtures.Random(3);
        Assert.True(em.Update(mixture, Mixtures.Batch(mixture, 3), Em).Weight.IsAbove(0).all().item<bool>());
    }

    [Fact]
    public void With_the_whole_data_as_batch_and_no_memory_em_never_lowers_the_likelihood() => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            EmLearner em = new(Mixtures.Learning with { Smoothing = 1 });
            MixtureState mixture = Mixtures.Random(seed);
            double last = double.NegativeInfinity;
            for (int i = 0; i < 15; i++)
            {
                LatentBatch batch = Mixtures.Batch(mixture, seed, size: 40, variance: 0);
                double likelihood = mixture.LogDensities(batch.Means).Plus(mixture.Weight.log()).logsumexp(1).sum().item<double>();
                Assert.True(likelihood >= last - 1e-7, $"from {last} to {likelihood}");
                last = likelihood;
                mixture = em.Update(mixture, batch, Em);
            }
        },
        count: 20);

    // Half a batch mixes half as much: 1 − η/2 of the old mass stays.
    [Fact]
    public void What_is_left_over_at_the_end_of_an_epoch_moves_the_mixture_in_proportion()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Mixtures.Random(4);
        LatentBatch batch = Mixtures.Batch(mixture, 4, size: 20, variance: 0);
        EmLearner whole = new(Mixtures.Learning with { Smoothing = 0.1 }),
            half = new(Mixtures.Learning with { Smoothing = 0.2, BatchSize = 40 });
        Mixtures.AssertClose(whole.Update(mixture, batch, Em), half.Update(mixture, batch, Em), 1e-12);
    }
}
