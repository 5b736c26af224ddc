using RpclPix2Seq.Latent;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

/// <summary>Random mixtures and batches of codes, float64.</summary>
internal static class Mixtures
{
    public const int K = 3, Z = 2;

    /// <summary>The product's default values, for batches of any size and a mixture that already exists.</summary>
    public static LatentLearning Learning { get; } = LatentLearning.From(new ModelConfig()) with { BatchSize = 0, SharedUntil = 0 };

    public static MixtureState Random(long seed, int components = K) => new(
        Tiny.Normal(seed, components, Z),
        Tiny.Normal(seed + 100, components, Z).Times(0.3).exp(),
        nn.functional.softmax(Tiny.Normal(seed + 200, components), 0));

    /// <summary>A mixture with a random hierarchy above it.</summary>
    public static MixtureState TwoLevels(long seed, int components = K, int parents = 2) =>
        Random(seed, components).With(new LatentHierarchy(
            nn.functional.softmax(Tiny.Normal(seed + 500, parents), 0),
            nn.functional.softmax(Tiny.Normal(seed + 600, components, parents), 0)));

    /// <param name="mixture">Provides the posterior.</param>
    /// <param name="seed">Seed of the codes.</param>
    /// <param name="size">B.</param>
    /// <param name="floor">Floor of the posterior.</param>
    /// <param name="variance">Variance of every code; NaN for random ones.</param>
    public static LatentBatch Batch(MixtureState mixture, long seed, int size = 6, double floor = 0, double variance = double.NaN)
    {
        Tensor means = Tiny.Normal(seed + 300, size, Z).Times(1.5);
        Tensor variances = double.IsNaN(variance) ? Tiny.Normal(seed + 400, size, Z).exp() : empty_like(means).Filled(variance);
        Tensor log = mixture.LogPosterior(means);
        return new LatentBatch(log, Posterior.FromLog(log, floor), means, variances);
    }

    public static MixtureState Permuted(MixtureState mixture, Tensor order) =>
        new(mixture.Mean[order], mixture.Variance[order], mixture.Weight[order]);

    public static MixtureState Permuted(MixtureState mixture, Tensor order, Tensor parents) =>
        Permuted(mixture, order)
            .With(new LatentHierarchy(mixture.Hierarchy!.Weight[parents], mixture.Hierarchy.Conditional[order].index_select(1, parents)));

    public static double[,] Matrix(Tensor tensor)
    {
        double[] values = Tiny.Values(tensor);
        double[,] matrix = new double[tensor.shape[0], tensor.shape[1]];
        Buffer.BlockCopy(values, 0, matrix, 0, values.Length * sizeof(double));
        return matrix;
    }

    public static void AssertClose(MixtureState expected, MixtureState actual, double tolerance)
    {
        Tiny.AssertClose(expected.Mean, actual.Mean, tolerance);
        Tiny.AssertClose(expected.Variance, actual.Variance, tolerance);
        Tiny.AssertClose(expected.Weight, actual.Weight, tolerance);
        Assert.Equal(expected.Hierarchy is null, actual.Hierarchy is null);
        if (expected.Hierarchy is not { } above)
            return;
        Tiny.AssertClose(above.Weight, actual.Hierarchy!.Weight, tolerance);
        Tiny.AssertClose(above.Conditional, actual.Hierarchy.Conditional, tolerance);
    }
}
