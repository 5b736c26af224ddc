using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Model;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class RivalPenalizedLearnerTests
{
    private const long WarmUp = 499, Em = 502, Rpcl = 501;
    private static readonly Gen<int> Seeds = Gen.Int[0, 1_000_000];
    private readonly RivalPenalizedLearner _learner = new(new LatentLearning { DeLearningRate = 0.05, SharedUntil = 500 });

    [Theory]
    [InlineData(WarmUp)]
    [InlineData(Em)]
    [InlineData(Rpcl)]
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
        Tensor mean = batch.Means.mean([0L], keepdim: true), variance = (batch.Means - mean).Squared().Plus(batch.Variances).mean([0L], keepdim: true);
        Mixtures.AssertClose(new MixtureState(mean.expand(Mixtures.K, -1), variance.expand(Mixtures.K, -1), weight), mixture, 1e-9);
    }

    // Components on a line at 0, 10, 30 and 100; codes at 1: winner 0, rival 1.
    [Fact]
    public void The_winner_is_drawn_the_rival_pushed_away_and_the_others_stay()
    {
        using var scope = NewDisposeScope();
        (MixtureState mixture, LatentBatch batch) = Line(0, 10, 30, 100);
        MixtureState after = _learner.Update(mixture, batch, Rpcl);
        double[] mean = [.. Enumerable.Range(0, 4).Select(k => after.Mean[k, 0].item<double>())];
        Assert.InRange(mean[0], 1e-3, 1);
        Assert.InRange(mean[1], 10 + 1e-3, 11);
        for (int k = 1; k < 4; k++)
            Assert.True(mixture.Variance[k].SameAs(after.Variance[k]));
        for (int k = 2; k < 4; k++)
            Assert.True(mixture.Mean[k].SameAs(after.Mean[k]));
        double[] weight = Tiny.Values(after.Weight);
        Assert.True(weight[0] > 0.25 && weight[1] < weight[2] && weight[2] == weight[3]);

        // What the push is: taking the rival's mass out of its own mean.
        double mass = 0.95 * 0.25, lost = 0.05 * 0.05;
        Assert.Equal(10 + (lost / (mass - lost) * (10 - 1)), mean[1], 1e-9);
    }

    [Fact]
    public void A_component_alone_is_not_its_own_rival()
    {
        using var scope = NewDisposeScope();
        (MixtureState mixture, LatentBatch batch) = Line(0, 10);
        mixture = mixture with { Weight = tensor(new[] { 1.0, 0.0 }) };
        Tensor log = mixture.LogPosterior(batch.Means);
        batch = batch with { LogPosterior = log, Posterior = log.exp() };
        MixtureState penalized = _learner.Update(mixture, batch, Rpcl);
        Mixtures.AssertClose(new RivalPenalizedLearner(new LatentLearning(), penalize: false).Update(mixture, batch, Rpcl), penalized, 1e-12);
    }

    [Fact]
    public void The_weak_are_removed_for_good_but_never_all() => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            RivalPenalizedLearner learner = new(new LatentLearning { DeLearningRate = 0.9, RpclStart = 0, ComponentThreshold = 0.3, Smoothing = 0.5 });
            MixtureState mixture = Mixtures.Random(seed, components: 6);
            bool[] dead = new bool[6];
            for (int step = 0; step < 12; step++)
            {
                mixture = learner.Update(mixture, Mixtures.Batch(mixture, seed + step), step);
                double[] weight = Tiny.Values(mixture.Weight);
                for (int k = 0; k < 6; k++)
                {
                    Assert.False(dead[k] && weight[k] > 0, $"component {k} came back");
                    dead[k] |= weight[k] == 0;
                }

                Assert.Contains(false, dead);
                Assert.True(mixture.Mean.isfinite().all().item<bool>() && mixture.Variance.isfinite().all().item<bool>());
            }

            Assert.Contains(true, dead); // at most three can have 0.3 each
        },
        count: 20);

    [Fact]
    public void Em_alone_removes_nobody_and_ignores_the_schedule()
    {
        using var scope = NewDisposeScope();
        RivalPenalizedLearner em = new(new LatentLearning { ComponentThreshold = 0.9 }, penalize: false);
        MixtureState mixture = Mixtures.Random(3);
        LatentBatch batch = Mixtures.Batch(mixture, 3);
        Mixtures.AssertClose(em.Update(mixture, batch, Em), em.Update(mixture, batch, Rpcl), 0);
        Assert.True(em.Update(mixture, batch, Rpcl).Weight.IsAbove(0).all().item<bool>());
    }

    [Fact]
    public void With_the_whole_data_as_batch_and_no_memory_em_never_lowers_the_likelihood() => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            RivalPenalizedLearner em = new(new LatentLearning { Smoothing = 1 }, penalize: false);
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

    private static (MixtureState Mixture, LatentBatch Batch) Line(params double[] places)
    {
        Tensor means = zeros(places.Length, 2, float64);
        means.select(1, 0).copy_(tensor(places));
        MixtureState mixture = new(means, ones_like(means), empty([places.Length], float64).Filled(1.0 / places.Length));
        Tensor codes = tensor(new[] { 1.0, 0.5, 1.0, -0.5 }, [2, 2]);
        Tensor log = mixture.LogPosterior(codes);
        return (mixture, new LatentBatch(codes, log, log.exp(), codes, empty_like(codes).Filled(0.1)));
    }
}
