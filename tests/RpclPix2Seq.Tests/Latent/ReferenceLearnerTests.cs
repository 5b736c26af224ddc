using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

/// <summary>The original's updates against loops over single numbers, written from docs/original.md §7.</summary>
[LeakCheck]
public sealed class ReferenceLearnerTests
{
    private const int K = Mixtures.K, Z = Mixtures.Z;
    private const long Em = 500, Rpcl = 501;
    private static readonly Gen<int> Seeds = Gen.Int[0, 1_000_000];
    private readonly ReferenceLearner _learner = new(Mixtures.Learning);

    [Theory]
    [InlineData(0, false)]
    [InlineData(500, false)]
    [InlineData(501, true)]
    [InlineData(502, false)]
    [InlineData(504, true)]
    public void The_schedule(long step, bool penalized) => Assert.Equal(penalized, Mixtures.Learning.IsRivalPenalized(step));

    [Theory]
    [InlineData(Em)]
    [InlineData(Rpcl)]
    public void An_update_is_the_naive_one(long step) => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.Random(seed);
            LatentBatch batch = Mixtures.Batch(mixture, seed, floor: 1e-5);
            Mixtures.AssertClose(Naive(mixture, batch, step == Rpcl), _learner.Update(mixture, batch, step), 1e-9);
        },
        count: 50);

    [Theory]
    [InlineData(Em)]
    [InlineData(Rpcl)]
    public void Renaming_the_components_renames_the_result(long step) => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.Random(seed);
            Tensor order = tensor(new long[] { 2, 0, 1 });
            LatentBatch batch = Mixtures.Batch(mixture, seed), renamed = Mixtures.Batch(Mixtures.Permuted(mixture, order), seed);
            Mixtures.AssertClose(
                Mixtures.Permuted(_learner.Update(mixture, batch, step), order),
                _learner.Update(Mixtures.Permuted(mixture, order), renamed, step), 1e-9);
        },
        count: 20);

    [Fact]
    public void The_floor_makes_the_lowest_index_the_rival_and_draws_it_closer()
    {
        // Component 2 wins every code, 1 is by far the second best; both losers are at the floor. Consequences (i) and (ii) of the
        // specification.
        using var scope = NewDisposeScope();
        (MixtureState mixture, LatentBatch batch) = Separated();
        MixtureState after = _learner.Update(mixture, batch, Rpcl);
        double target = batch.Means.mean([0L])[0].item<double>();
        double before = mixture.Mean[0, 0].item<double>(), moved = after.Mean[0, 0].item<double>();
        Assert.Equal((0.95 * before) + (0.05 * target), moved, 1e-4);

        // (iii) and the decay of (iv): component 1 is neither winner nor rival.
        Tiny.AssertClose(mixture.Mean[1].Times(0.95), after.Mean[1], 1e-12);
        Tiny.AssertClose(mixture.Variance[1].Times(0.95), after.Variance[1], 1e-12);
        double[] was = Tiny.Values(mixture.Weight), now = Tiny.Values(after.Weight);
        double total = (0.95 * (was[0] + was[1] + was[2])) + (0.05 * (1 - 1e-4));
        Assert.Equal(0.95 * was[1] / total, now[1], 1e-9);
    }

    [Fact]
    public void Em_refills_a_starved_component_to_the_floor()
    {
        using var scope = NewDisposeScope();
        (MixtureState mixture, LatentBatch batch) = Separated();
        for (int i = 0; i < 400; i++)
            mixture = _learner.Update(mixture, batch, Em);
        double[] weights = Tiny.Values(mixture.Weight);
        Assert.InRange(weights[0], 0.9e-5, 1.1e-5);
        Assert.InRange(weights[1], 0.9e-5, 1.1e-5);
    }

    private static (MixtureState Mixture, LatentBatch Batch) Separated()
    {
        Tensor means = tensor(new[] { -60.0, 0, 40, 0, 20, 0 }, [3, 2]);
        MixtureState mixture = new(means, ones(3, 2, float64), tensor(new[] { 0.3, 0.3, 0.4 }));
        Tensor codes = tensor(new[] { 20.1, 0.2, 19.9, -0.3 }, [2, 2]);
        Tensor log = mixture.LogPosterior(codes);
        return (mixture, new LatentBatch(log, Posterior.FromLog(log, 1e-5), codes, empty_like(codes).Filled(0.1)));
    }

    private static MixtureState Naive(MixtureState mixture, LatentBatch batch, bool rpcl)
    {
        double[,] gamma = Mixtures.Matrix(batch.Posterior), m = Mixtures.Matrix(batch.Means), v = Mixtures.Matrix(batch.Variances);
        double[,] mu = Mixtures.Matrix(mixture.Mean), sigma2 = Mixtures.Matrix(mixture.Variance);
        double[] alpha = Tiny.Values(mixture.Weight);
        int size = gamma.GetLength(0);
        for (int b = 0; rpcl && b < size; b++)
        {
            int w = 0, r = 0;
            for (int k = 1; k < K; k++)
                w = gamma[b, k] > gamma[b, w] ? k : w;
            double Rest(int k) => k == w ? 0 : gamma[b, k];
            for (int k = 1; k < K; k++)
                r = Rest(k) > Rest(r) ? k : r;
            for (int k = 0; k < K; k++)
                gamma[b, k] = (k == w ? 1 : 0) - (k == r ? 1e-4 : 0);
        }

        for (int k = 0; k < K; k++)
        {
            double n = 1e-10, total = 0;
            for (int b = 0; b < size; b++)
                total += gamma[b, k];
            n += total;
            for (int d = 0; d < Z; d++)
            {
                double mean = 0, variance = 0;
                for (int b = 0; b < size; b++)
                    mean += gamma[b, k] * m[b, d] / n;
                for (int b = 0; b < size; b++)
                    variance += gamma[b, k] * (((m[b, d] - mean) * (m[b, d] - mean)) + v[b, d]) / n;
                mu[k, d] = (0.95 * mu[k, d]) + (0.05 * mean);
                sigma2[k, d] = Math.Clamp((0.95 * sigma2[k, d]) + (0.05 * variance), 1e-10, 1e10);
            }

            alpha[k] = Math.Clamp((0.95 * alpha[k]) + (0.05 * total / size), 0, 1);
        }

        double sum = alpha.Sum();
        return new MixtureState(from_array(mu), from_array(sigma2), tensor(alpha.Select(a => a / sum).ToArray()));
    }
}
