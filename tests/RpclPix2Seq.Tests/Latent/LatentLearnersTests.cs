using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class LatentLearnersTests
{
    private static readonly LatentLearning Learning = Mixtures.Learning with { DeLearningRate = 0.05, RpclStart = 0 };

    public static TheoryData<string, long> Steps => new()
    {
        { "reference", 1 }, { "reference", 3 }, { "em", 1 }, { "em", 3 }, { "hierarchy", 1 }, { "hierarchy", 3 },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_sums_over_two_parts_of_a_batch_are_those_over_the_whole(string method, long step) => Gen.Int[0, 1_000_000].ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            ILatentLearner learner = Learner(method);
            MixtureState mixture = method == "hierarchy"
                ? Mixtures.TwoLevels(seed, components: 4, parents: 3)
                : Mixtures.Random(seed, components: 4);
            LatentBatch whole = Mixtures.Batch(mixture, seed, size: 9);
            LatentSums parts = learner.Gather(mixture, Part(whole, 0, 5), step).Add(learner.Gather(mixture, Part(whole, 5, 4), step));
            MixtureState expected = learner.Update(mixture, whole, step), actual = learner.Update(mixture, parts, step);
            Mixtures.AssertClose(expected, actual, 1e-9);
        },
        count: 20);

    private static ILatentLearner Learner(string method) => method switch
    {
        "reference" => new ReferenceLearner(Learning),
        "hierarchy" => new HierarchyLearner(Learning),
        _ => new EmLearner(Learning),
    };

    private static LatentBatch Part(LatentBatch batch, long start, long length) => new(
        batch.LogPosterior.narrow(0, start, length), batch.Posterior.narrow(0, start, length),
        batch.Means.narrow(0, start, length), batch.Variances.narrow(0, start, length));
}
