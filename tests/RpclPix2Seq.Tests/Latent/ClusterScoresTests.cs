using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Latent;

public sealed class ClusterScoresTests
{
    private static readonly Gen<int[]> Names = Gen.Int[0, 4].Array[1, 40];

    [Fact]
    public void A_table_computed_by_hand()
    {
        // Groups 0 0 0 1 1, labels 0 0 1 1 1: I = 0.2911 nats, both entropies 0.6730.
        int[] groups = [0, 0, 0, 1, 1], labels = [0, 0, 1, 1, 1];
        Assert.Equal(0.2911032 / 0.6730117, ClusterScores.NormalizedMutualInformation(groups, labels), 1e-6);
        Assert.Equal(0.8, ClusterScores.Purity(groups, labels));
    }

    [Fact]
    public void Other_names_change_nothing_and_the_same_grouping_scores_one() => Names.ForAll(
        names =>
        {
            int[] renamed = [.. names.Select(name => 7 - name)];
            Assert.Equal(1, ClusterScores.NormalizedMutualInformation(names, renamed), 1e-9);
            Assert.Equal(1, ClusterScores.Purity(names, renamed));
        });

    [Fact]
    public void Both_lie_between_zero_and_one_and_mutual_information_is_symmetric() =>
        Gen.Int[0, 4].Array[30].Select(Gen.Int[0, 3].Array[30]).ForAll((a, b) =>
        {
            double nmi = ClusterScores.NormalizedMutualInformation(a, b);
            Assert.InRange(nmi, 0, 1);
            Assert.Equal(nmi, ClusterScores.NormalizedMutualInformation(b, a), 1e-9);
            Assert.InRange(ClusterScores.Purity(a, b), 1.0 / 30, 1);
        });

    [Fact]
    public void Lengths_must_agree()
    {
        Assert.Throws<ArgumentException>(() => ClusterScores.NormalizedMutualInformation([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => ClusterScores.Purity([], []));
    }
}
