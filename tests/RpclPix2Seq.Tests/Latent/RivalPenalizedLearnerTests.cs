using RpclPix2Seq.Latent;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

/// <summary>Two-dimensional codes, in batches of 50 from 1,000 sketches per epoch.</summary>
[LeakCheck]
public sealed class RivalPenalizedLearnerTests
{
    private const int Sketches = 1000, Batch = 50;
    private static readonly LatentLearning Learning = Mixtures.Learning with { RpclStart = 0 };

    [Fact]
    public void Of_two_components_on_one_cluster_one_dies_and_the_other_cluster_stays()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Start((-0.5, 0, 0.35), (0.5, 0, 0.3), (8, 0, 0.35));
        List<LatentDecision> decisions = Learn(mixture, epochs: 2, TwoClusters);
        Assert.Equal(0, Tiny.Values(mixture.Weight)[1]);
        Assert.Equal(0.5, Tiny.Values(mixture.Weight)[0], 0.01);
        Tiny.AssertClose(new[] { 0.0, 0, 8, 0 }, Tiny.Values(mixture.Mean[tensor(new long[] { 0, 2 })]), 0.15);
        LatentDecision merged = Assert.Single(decisions);
        Assert.Equal((LatentChange.Merged, 1, 0, Sketches), (merged.Change, merged.Component, merged.Other, merged.Codes));
        Assert.InRange(merged.Gain, 0, merged.Cost);
        Assert.Equal(2.5 * Math.Log(Sketches), merged.Cost, 1e-9); // five numbers, half of ln N nats each
    }

    [Fact]
    public void A_component_that_was_lost_comes_back_where_one_holds_two_clusters()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Start((4, 0, 1), (50, 50, 0));
        List<LatentDecision> decisions = Learn(mixture, epochs: 2, TwoClusters);
        LatentDecision split = Assert.Single(decisions);
        Assert.Equal((LatentChange.Split, 1, 0), (split.Change, split.Component, split.Other));
        Assert.True(split.Gain > split.Cost);
        Tiny.AssertClose(
            new[] { 0.0, 0, 8, 0 }, [.. Tiny.Values(mixture.Mean).Chunk(2).OrderBy(mean => mean[0]).SelectMany(mean => mean)], 0.15);
    }

    // In batches of one length each, as an epoch's windows make them, every second batch is from one cluster alone.
    [Fact]
    public void Batches_that_are_not_a_random_sample_do_not_move_the_weights()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Start((0, 0, 0.5), (8, 0, 0.5));
        Learn(mixture, epochs: 3, (batch, seed) =>
        {
            Tensor codes = Tiny.Normal(seed, Batch, 2);
            codes.select(1, 0).PlusInPlace(batch % 2 * 8);
            return codes;
        });
        Tiny.AssertClose(new[] { 0.5, 0.5 }, Tiny.Values(mixture.Weight), 1e-3);
    }

    [Fact]
    public void Nothing_is_decided_on_codes_that_still_move()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Start((-0.5, 0, 0.35), (0.5, 0, 0.3), (8, 0, 0.35));
        List<LatentDecision> decisions = Learn(mixture, epochs: 4, (batch, seed) => TwoClusters(batch, seed).Plus(0.1 * batch));
        Assert.Empty(decisions);
        Assert.All(Tiny.Values(mixture.Weight), weight => Assert.True(weight > 0));
    }

    [Fact]
    public void In_the_warm_up_all_components_follow_the_codes_as_one()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Start((-0.5, 0, 0.35), (0.5, 0, 0.3), (8, 0, 0.35));
        Learn(mixture, epochs: 1, TwoClusters, Learning with { SharedUntil = 1000 });
        double[] mean = Tiny.Values(mixture.Mean), variance = Tiny.Values(mixture.Variance);
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(4, mean[2 * k], 0.3);
            Assert.Equal(17, variance[2 * k], 1.0); // 1 within a cluster, 16 between the two
        }

        Tiny.AssertClose(new[] { 0.35, 0.3, 0.35 }, Tiny.Values(mixture.Weight), 1e-12);
    }

    [Fact]
    public void What_it_remembers_lets_another_continue_with_the_same_bits()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Start((-0.5, 0, 0.35), (0.5, 0, 0.3), (8, 0, 0.35)), copy = Start((0, 0, 1), (0, 0, 0), (0, 0, 0));
        using RivalPenalizedLearner learner = Learner(Learning), other = Learner(Learning);
        for (int step = 0; step < 70; step++)
        {
            if (step == 33)
            {
                other.State = learner.State;
                other.Memory.Codes.copy_(learner.Memory.Codes);
                copy.Assign(mixture);
            }

            Tensor codes = TwoClusters(step, step);
            learner.Observe(mixture, codes, step);
            if (step >= 33)
                other.Observe(copy, codes, step);
        }

        Mixtures.AssertClose(mixture, copy, 0);
        Assert.Equal(learner.State, other.State);
        Assert.Contains(0, Tiny.Values(copy.Weight));
    }

    // A component with one in fifty codes, those of the longest sketches: they come in the same two batches of every window of twenty.
    [Fact]
    public void A_rare_cluster_of_long_sketches_is_kept()
    {
        for (int run = 0; run < 20; run++)
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Start((0, 0, 0.4), (6, 0, 0.4), (0, 6, 0.2));
            int seed = 1000 * run;
            Learn(mixture, epochs: 6, (batch, step) =>
            {
                Tensor codes = Tiny.Normal(seed + step, Batch, 2);
                bool isLong = batch % 20 == 19;
                codes.narrow(0, 0, Batch / 2).select(1, 0).PlusInPlace(6);
                if (isLong)
                {
                    Tensor rare = codes.narrow(0, 0, 20); // 20 of the epoch's 1,000
                    rare.select(1, 0).MinusInPlace(6);
                    rare.select(1, 1).PlusInPlace(6);
                }

                return codes;
            });
            double[] weight = [.. Tiny.Values(mixture.Weight).Order()];
            Assert.InRange(weight[0], 0.015, 0.025);
        }
    }

    [Fact]
    public void A_memory_holds_the_latest_codes_in_the_places_of_the_oldest()
    {
        using var scope = NewDisposeScope();
        using CodeMemory memory = new(5, 1, CPU);
        memory.Add(tensor(new[] { 1f, 2, 3 }, [3, 1]));
        Assert.Equal([1, 2, 3], Tiny.Values(memory.Codes));
        memory.Add(tensor(new[] { 4f, 5, 6 }, [3, 1]));
        Assert.Equal([6, 2, 3, 4, 5], Tiny.Values(memory.Codes));
        memory.Add(tensor(new[] { 7f, 8, 9, 10, 11, 12, 13 }, [7, 1]));
        Assert.Equal([9, 10, 11, 12, 13], Tiny.Values(memory.Codes).Order());
        (Tensor older, Tensor newer) = memory.Halves();
        Assert.Equal([9, 10], Tiny.Values(older));
        Assert.Equal([11, 12, 13], Tiny.Values(newer));
    }

    [Fact]
    public void A_pass_of_em_never_lowers_the_likelihood_by_more_than_its_prior()
    {
        using var scope = NewDisposeScope();
        CounterRandom random = new(RandomPurpose.MixtureStart, 1);
        Tensor codes = TwoClusters(0, 7);
        MixtureState mixture = MixtureInitializer.FromCodes(codes, zeros_like(codes), 2, ref random);
        double last = MixtureFit.LogLikelihood(mixture, codes);
        for (int i = 0; i < 20; i++)
        {
            mixture = MixtureFit.Passes(mixture, codes, 1);
            double now = MixtureFit.LogLikelihood(mixture, codes);

            // The prior is one code's worth of the overall variance, which is 17 times that of a cluster; its share is 1/26 of each.
            Assert.True(now >= last - (Batch * 17.0 / 26), $"from {last} to {now}");
            last = now;
        }
    }

    private static RivalPenalizedLearner Learner(LatentLearning learning) => new(learning, Sketches, 2, CPU, seed: 1);

    private static List<LatentDecision> Learn(
        MixtureState mixture, int epochs, Func<int, int, Tensor> codes, LatentLearning? learning = null)
    {
        using RivalPenalizedLearner learner = Learner(learning ?? Learning);
        List<LatentDecision> decisions = [];
        for (int step = 0; step < epochs * Sketches / Batch; step++)
        {
            using var scope = NewDisposeScope();
            decisions.AddRange(learner.Observe(mixture, codes(step, step), step));
        }

        return decisions;
    }

    private static MixtureState Start(params (double X, double Y, double Weight)[] components) => new(
        tensor([.. components.SelectMany(c => (double[])[c.X, c.Y])], [components.Length, 2]), ones(components.Length, 2, float64),
        tensor([.. components.Select(c => c.Weight)]));

    private static Tensor TwoClusters(int batch, int seed)
    {
        Tensor codes = Tiny.Normal(seed, Batch, 2);
        codes.narrow(0, 0, Batch / 2).select(1, 0).PlusInPlace(8);
        return codes;
    }
}
