using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class MixtureStateTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, 1_000_000];

    [Theory]
    [InlineData(0)]
    [InlineData(1e-5)]
    public void Responsibilities_sum_to_one_and_follow_the_formula(double floor) => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.Random(seed);
            LatentBatch batch = Mixtures.Batch(mixture, seed, floor: floor);
            double[,] codes = Mixtures.Matrix(batch.Means), mean = Mixtures.Matrix(mixture.Mean),
            variance = Mixtures.Matrix(mixture.Variance), actual = Mixtures.Matrix(batch.Posterior);
            double[] weight = Tiny.Values(mixture.Weight), logDensity = Tiny.Values(mixture.LogDensity(batch.Means));
            for (int b = 0; b < codes.GetLength(0); b++)
            {
                double[] t = new double[Mixtures.K];
                for (int k = 0; k < t.Length; k++)
                {
                    double l = -Mixtures.Z / 2.0 * Math.Log(2 * 3.1416);
                    for (int d = 0; d < Mixtures.Z; d++)
                        l -= (0.5 * Math.Pow(codes[b, d] - mean[k, d], 2) / variance[k, d]) + Math.Log(Math.Sqrt(variance[k, d]));
                    t[k] = weight[k] * Math.Exp(l);
                }

                double total = t.Sum();
                Assert.Equal(Math.Log(total), logDensity[b], 1e-4); // π has five digits here
                double[] c = [.. t.Select(value => floor > 0 ? Math.Clamp(value / total, floor, 1) : value / total)];
                for (int k = 0; k < c.Length; k++)
                    Assert.Equal(c[k] / c.Sum(), actual[b, k], 1e-8);
                Assert.Equal(1, Enumerable.Range(0, c.Length).Sum(k => actual[b, k]), 1e-8);
            }
        },
        count: 50);

    [Fact]
    public void Far_codes_have_a_sharp_posterior_in_float32_and_a_gradient()
    {
        // 128 dimensions, 100 standard deviations away: every density underflows by thousands (defect D-8).
        using var scope = NewDisposeScope();
        Tensor mean = zeros(2, 128);
        mean[1].Filled(1);
        MixtureState mixture = new(mean, ones(2, 128), empty([2]).Filled(0.5f));
        Tensor codes = empty([1, 128]).Filled(100f).requires_grad_();
        Tensor log = mixture.LogPosterior(codes);
        Assert.Equal([0, 1], Tiny.Values(log.exp()));
        log[0, 0].backward();
        Assert.True(codes.grad!.isfinite().all().item<bool>());
        Assert.NotEqual(0, codes.grad!.abs().max().item<float>());
    }

    [Fact]
    public void Alive_lists_the_heaviest_first()
    {
        using var scope = NewDisposeScope();
        MixtureState mixture = Mixtures.Random(1) with { Weight = tensor(new[] { 0.3, 0.0005, 0.6995 }) };
        Assert.Equal([2, 0], mixture.Alive(1e-3));
        Assert.Equal([2, 0, 1], mixture.Alive(0));
        Assert.Equal([2], mixture.Alive(0.9)); // never nobody
        Assert.Equal([2, 0], (mixture with { Weight = tensor(new[] { 0.3, 0, 0.7 }) }).Alive(0)); // nor who is removed
    }

    [Fact]
    public void Asking_who_is_alive_leaves_no_tensors()
    {
        using MixtureState mixture = Fresh();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 5; i++)
            mixture.Alive(0.1);
        Assert.Equal(before, Tensor.TotalCount);

        static MixtureState Fresh()
        {
            using var scope = NewDisposeScope();
            using Generator generator = new(1, CPU);
            return MixtureState.Initial(3, 2, generator, float32, CPU).Detached();
        }
    }

    [Fact]
    public void Sums_over_halves_add_up_to_the_whole() => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            LatentBatch batch = Mixtures.Batch(Mixtures.Random(seed), seed, size: 8);
            SufficientStatistics Part(int begin, int size) => SufficientStatistics.Gather(
                batch.Posterior.narrow(0, begin, size), batch.Means.narrow(0, begin, size), batch.Variances.narrow(0, begin, size));
            SufficientStatistics whole = Part(0, 8), halves = Part(0, 3).Add(Part(3, 5));
            Assert.Equal(whole.Size, halves.Size);
            Tiny.AssertClose(whole.Count, halves.Count, 1e-12);
            Tiny.AssertClose(whole.First, halves.First, 1e-12);
            Tiny.AssertClose(whole.Second, halves.Second, 1e-12);
        },
        count: 20);
}
