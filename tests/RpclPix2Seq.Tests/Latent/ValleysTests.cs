using RpclPix2Seq.Latent;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class ValleysTests
{
    private const int Size = 12;

    // A curved line through twelve dimensions, each third of which has a Gaussian, and a round cluster far away.
    [Fact]
    public void Slices_of_one_cluster_are_one_group_and_clusters_are_not()
    {
        using var scope = NewDisposeScope();
        Tensor codes = cat([Curve(0, 1), Tiny.Normal(1, 300, Size).Plus(12)], 0);
        Assert.Equal([[0, 1, 2]], Valleys.Clusters(Fit(codes, 300, 4), codes));
    }

    // The same line with a part missing on each side of the middle: now each third is a cluster.
    [Fact]
    public void A_gap_between_slices_keeps_them_apart()
    {
        using var scope = NewDisposeScope();
        Tensor codes = cat([Curve(0, 0.2), Curve(0.4, 0.6), Curve(0.8, 1)], 0);
        MixtureState mixture = Fit(codes, 900, 3);
        Assert.Empty(Valleys.Clusters(mixture, codes));
        MixtureState two = Fit(codes.narrow(0, 0, 1800), 900, 2), slices = Fit(Curve(0, 1), 450, 2);
        Assert.True(Valleys.Part(two, codes.narrow(0, 0, 1800)));
        Assert.False(Valleys.Part(slices, Curve(0, 1)));
    }

    // Two Gaussians two standard deviations apart have one peak: they promise no valley, so none is missing.
    [Fact]
    public void Gaussians_that_promise_no_valley_are_left_to_the_evidence()
    {
        using var scope = NewDisposeScope();
        Tensor second = Tiny.Normal(3, 500, Size);
        second.select(1, 0).PlusInPlace(2);
        Tensor codes = cat([Tiny.Normal(2, 500, Size), second], 0);
        Assert.Empty(Valleys.Clusters(Fit(codes, 500, 2), codes));
    }

    [Fact]
    public void Components_with_hardly_any_codes_and_removed_ones_belong_to_no_group()
    {
        using var scope = NewDisposeScope();
        Tensor codes = cat([Curve(0, 1), Tiny.Normal(1, 5, Size).Plus(12)], 0);
        MixtureState mixture = Fit(codes, 450, 3);
        Assert.Equal([[0, 1]], Valleys.Clusters(mixture, codes));
        Assert.Empty(Valleys.Clusters(new MixtureState(mixture.Mean, mixture.Variance, tensor([1.0, 0, 0])), codes));
    }

    /// <summary>
    /// 900 codes along a curved line, normally distributed along it between two quantiles, with a standard deviation of 0.3 across.
    /// </summary>
    private static Tensor Curve(double from, double to)
    {
        Tensor quantile = linspace(from + 0.005, to - 0.005, 900, dtype: float64).unsqueeze(1);
        Tensor along = quantile.Times(2).Minus(1).erfinv().Times(Math.Sqrt(2)), bend = linspace(0, Size - 1, Size, dtype: float64).sin();
        return along.Times(1.2).Plus(along.Squared() * bend.Times(0.4)).Plus(Tiny.Normal(9, 900, Size).Times(0.3));
    }

    /// <summary>
    /// The result of EM on codes that belong to the components in order: the first count of codes to the first component, the next count to
    /// the second, and so on.
    /// </summary>
    private static MixtureState Fit(Tensor codes, int size, int components)
    {
        Tensor[] parts =
        [
            .. Enumerable.Range(0, components).Select(k => codes.narrow(0, k * size, Math.Min(size, codes.shape[0] - (k * size)))),
        ];
        return MixtureFit.Passes(
            new MixtureState(
                stack([.. parts.Select(p => p.mean([0L]))], 0), stack([.. parts.Select(p => p.var(0, unbiased: false))], 0),
                ones(components, float64).Over(components)), codes, 10);
    }
}
