using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class PairGainsTests
{
    [Fact]
    public void They_are_what_the_mixture_loses_when_the_pair_becomes_one() => Gen.Int[0, 1_000_000].ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.Random(seed, components: 4);
            Tensor codes = Tiny.Normal(seed + 1, 7, Mixtures.Z);
            (int A, int B)[] pairs = [(0, 1), (3, 1), (2, 0)];
            double[] gains = PairGains.Sum(mixture, codes, pairs);
            foreach (((int a, int b), double gain) in pairs.Zip(gains))
                Assert.Equal(LogLikelihood(mixture, codes) - LogLikelihood(Merged(mixture, a, b), codes), gain, 1e-6);
        },
        count: 30);

    [Fact]
    public void Twins_gain_nothing()
    {
        using var scope = NewDisposeScope();
        Tensor mean = tensor(new[] { 1.0, 2, 1, 2, 9, 9, 5, 5 }, [4, 2]);
        MixtureState mixture = new(mean, ones_like(mean), tensor(new[] { 0.2, 0.3, 0.5, 0.0 }));
        double[] gains = PairGains.Sum(mixture, cat([mean.narrow(0, 0, 3), mean.narrow(0, 0, 3).Plus(0.3)], 0), [(0, 1), (0, 2)]);
        Assert.Equal(0, gains[0], 1e-9);
        Assert.True(gains[1] > 1);
    }

    // Enough codes that each block holds one pair.
    [Fact]
    public void Many_codes_are_taken_block_by_block()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Mixtures.Random(1, components: 4);
        Tensor codes = Tiny.Normal(2, 140_000, Mixtures.Z);
        (int, int)[] pairs = [(0, 1), (1, 2), (0, 3)];
        double[] whole = PairGains.Sum(mixture, codes, pairs), first = PairGains.Sum(mixture, codes.narrow(0, 0, 60_000), pairs),
            second = PairGains.Sum(mixture, codes.narrow(0, 60_000, 80_000), pairs);
        for (int i = 0; i < pairs.Length; i++)
            Assert.Equal(whole[i], first[i] + second[i], 1e-9 * Math.Abs(whole[i]));
    }

    [Fact]
    public void Near_pairs_are_those_of_live_components_with_their_nearest()
    {
        using var scope = NewDisposeScope();
        Tensor few = tensor(new[] { 0.0, 0, 1, 0, 5, 5, 2, 2 }, [4, 2]);
        Assert.Equal([(0, 1), (0, 3), (1, 3)], NearPairs.Of(new MixtureState(few, ones_like(few), tensor(new[] { 0.2, 0.3, 0.0, 0.5 }))));

        // Of twenty in a row, each has its eight nearest: four on each side, or those of one side at the ends.
        Tensor row = stack([linspace(0, 19, 20, dtype: float64), zeros(20, float64)], 1);
        IReadOnlyList<(int A, int B)> pairs = NearPairs.Of(new MixtureState(row, ones_like(row), ones(20, float64).Over(20)));
        Assert.Contains((0, 8), pairs);
        Assert.DoesNotContain((0, 9), pairs);
        Assert.All(
            Enumerable.Range(8, 3),
            k => Assert.Equal([k + 1, k + 2, k + 3, k + 4], pairs.Where(pair => pair.A == k).Select(pair => pair.B)));
        Assert.Equal(pairs.Count, pairs.Distinct().Count());
    }

    private static double LogLikelihood(MixtureState mixture, Tensor codes) =>
        mixture.LogDensities(codes).Plus(mixture.Weight.log()).logsumexp(1).sum().item<double>();

    private static MixtureState Merged(MixtureState mixture, int a, int b)
    {
        double[,] mean = Mixtures.Matrix(mixture.Mean), variance = Mixtures.Matrix(mixture.Variance);
        double[] weight = Tiny.Values(mixture.Weight);
        double together = weight[a] + weight[b];
        for (int d = 0; d < Mixtures.Z; d++)
        {
            double middle = ((weight[a] * mean[a, d]) + (weight[b] * mean[b, d])) / together;
            variance[a, d] = ((weight[a] * (variance[a, d] + Math.Pow(mean[a, d] - middle, 2)))
                + (weight[b] * (variance[b, d] + Math.Pow(mean[b, d] - middle, 2)))) / together;
            mean[a, d] = middle;
        }

        (weight[a], weight[b]) = (together, 0);
        return new MixtureState(tensor(mean), tensor(variance), tensor(weight));
    }
}
