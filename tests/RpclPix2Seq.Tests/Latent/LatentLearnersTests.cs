using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Model;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class LatentLearnersTests
{
    private static readonly LatentLearning Learning = new() { DeLearningRate = 0.05, RpclStart = 0 };

    public static TheoryData<string, long> Steps => new()
    {
        { "reference", 1 }, { "reference", 3 }, { "em", 1 }, { "em", 3 }, { "rpcl", 1 }, { "rpcl", 3 }, { "hierarchy", 1 }, { "hierarchy", 3 },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_sums_over_two_parts_of_a_batch_are_those_over_the_whole(string method, long step) => Gen.Int[0, 1_000_000].ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            ILatentLearner learner = Learner(method);
            MixtureState mixture = method == "hierarchy" ? Mixtures.TwoLevels(seed, components: 4, parents: 3) : Mixtures.Random(seed, components: 4);
            mixture = mixture.With(Verdict(4, (0, 2)));
            LatentBatch whole = Mixtures.Batch(mixture, seed, size: 9);
            LatentSums parts = learner.Gather(mixture, Part(whole, 0, 5), step).Add(learner.Gather(mixture, Part(whole, 5, 4), step));
            MixtureState expected = learner.Update(mixture, whole, step), actual = learner.Update(mixture, parts, step);
            Mixtures.AssertClose(expected, actual, 1e-9);
            if (expected.Evidence is { } evidence)
                Tiny.AssertClose(evidence.Gain, actual.Evidence!.Gain, 1e-9);
        },
        count: 20);

    [Fact]
    public void Of_two_components_on_one_cluster_one_dies_and_the_cluster_of_another_stays()
    {
        using var scope = NewDisposeScope();
        RivalPenalizedLearner learner = new(new LatentLearning { RpclStart = 0 });
        MixtureState mixture = new(
            tensor(new[] { -0.5, 0, 0.5, 0, 8, 0 }, [3, 2]), ones(3, 2, float64), tensor(new[] { 0.35, 0.3, 0.35 }));
        for (int step = 0; step < 400; step++)
            mixture = learner.Update(mixture, TwoClusters(mixture, step), step);
        double[] weight = Tiny.Values(mixture.Weight);
        Assert.Equal(0, weight[1]);
        Assert.Equal(0.5, weight[0], 0.05);
        Assert.Equal(0.5, weight[2], 0.05);
        Tiny.AssertClose(new[] { 0.0, 0, 8, 0 }, Tiny.Values(mixture.Mean[tensor(new long[] { 0, 2 })]), 0.3);
    }

    [Fact]
    public void There_is_no_verdict_before_enough_has_been_seen()
    {
        using var scope = NewDisposeScope();
        RivalEvidence evidence = RivalEvidence.None(2, CPU);
        Tensor none = zeros(2, 2, float64);
        for (int i = 0; i < 19; i++)
        {
            evidence = evidence.Observe(none, 100, smoothing: 0.05, codeSize: 2);
            Assert.False(evidence.Redundant.any().item<bool>());
        }

        for (int i = 0; i < 200; i++)
            evidence = evidence.Observe(none, 100, smoothing: 0.05, codeSize: 2);
        Assert.True(evidence.Redundant[0, 1].item<bool>());
        Assert.Equal(2000, evidence.Codes.item<double>(), 1);

        // A component of two dimensions has five numbers: ½·5·ln 2000 = 19.0 nats over the 2,000 codes, 0.95 a batch of 100.
        Assert.False(Settled(0.96).Redundant[0, 1].item<bool>());
        Assert.True(Settled(0.94).Redundant[0, 1].item<bool>());

        static RivalEvidence Settled(double gain)
        {
            RivalEvidence evidence = RivalEvidence.None(2, CPU);
            Tensor gains = empty([2, 2], float64).Filled(gain);
            for (int i = 0; i < 400; i++)
                evidence = evidence.Observe(gains, 100, smoothing: 0.05, codeSize: 2);
            return evidence;
        }
    }

    private static ILatentLearner Learner(string method) => method switch
    {
        "reference" => new ReferenceLearner(Learning),
        "hierarchy" => new HierarchyLearner(Learning),
        _ => new RivalPenalizedLearner(Learning, penalize: method == "rpcl"),
    };

    private static LatentBatch Part(LatentBatch batch, long start, long length) => new(
        batch.Codes.narrow(0, start, length), batch.LogPosterior.narrow(0, start, length), batch.Posterior.narrow(0, start, length),
        batch.Means.narrow(0, start, length), batch.Variances.narrow(0, start, length));

    private static RivalEvidence Verdict(int components, (int A, int B) pair)
    {
        RivalEvidence evidence = RivalEvidence.None(components, CPU);
        evidence.Redundant[pair.A, pair.B] = tensor(true);
        evidence.Redundant[pair.B, pair.A] = tensor(true);
        return evidence;
    }

    private static LatentBatch TwoClusters(MixtureState mixture, long seed)
    {
        Tensor codes = Tiny.Normal(seed, 128, 2);
        codes.narrow(0, 64, 64).select(1, 0).PlusInPlace(8);
        Tensor log = mixture.LogPosterior(codes);
        return new LatentBatch(codes, log, log.exp(), codes, zeros_like(codes));
    }
}
