using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Model;
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
            double[,] gains = Mixtures.Matrix(PairGains.Sum(mixture, codes));
            for (int a = 0; a < 4; a++)
            {
                Assert.Equal(0, gains[a, a]);
                for (int b = 0; b < a; b++)
                {
                    Assert.Equal(gains[a, b], gains[b, a]);
                    Assert.Equal(LogLikelihood(mixture, codes) - LogLikelihood(Merged(mixture, a, b), codes), gains[a, b], 1e-6);
                }
            }
        },
        count: 30);

    [Fact]
    public void Twins_gain_nothing_and_removed_components_take_no_part()
    {
        using var scope = NewDisposeScope();
        Tensor mean = tensor(new[] { 1.0, 2, 1, 2, 9, 9, 5, 5 }, [4, 2]);
        MixtureState mixture = new(mean, ones_like(mean), tensor(new[] { 0.2, 0.3, 0.5, 0.0 }));
        double[,] gains = Mixtures.Matrix(PairGains.Sum(mixture, cat([mean.narrow(0, 0, 3), mean.narrow(0, 0, 3).Plus(0.3)], 0)));
        Assert.Equal(0, gains[0, 1], 1e-9);
        Assert.True(gains[0, 2] > 1);
        for (int k = 0; k < 4; k++)
            Assert.Equal(0, gains[k, 3]);
    }

    // As many pairs as make several blocks; components that are all the same gain nothing in any of them.
    [Fact]
    public void Many_components_are_taken_block_by_block()
    {
        using var scope = NewDisposeScope();
        const int Many = 80;
        MixtureState mixture = new(zeros(Many, 2, float64), ones(Many, 2, float64), empty([Many], float64).Filled(1.0 / Many));
        Assert.True(PairGains.Sum(mixture, Tiny.Normal(1, 1000, 2)).abs().max().item<double>() < 1e-7);
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
