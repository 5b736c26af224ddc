using RpclPix2Seq.Codes;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Codes;

[LeakCheck]
public sealed class CodeSourceTests
{
    private const double Threshold = 1e-3;

    [Fact]
    public void Components_are_drawn_by_their_weights_and_codes_from_their_gaussians()
    {
        const int Count = 6000;
        using Pix2SeqModel model = Model(0.2, 0.8, 0);
        (Tensor codes, int[] components) = CodeSource.FromMixture(model, Count, null, Threshold, 1, 7);
        using Tensor _ = codes;
        Assert.InRange(components.Count(k => k == 0) / (double)Count, 0.2 - 0.021, 0.2 + 0.021); // four standard errors
        Assert.DoesNotContain(2, components);
        Assert.Equal(components, CodeSource.ComponentsOf(model, codes)); // 20 standard deviations apart
        double[] values = Tiny.Values(codes);
        double[] second = [.. Enumerable.Range(0, Count).Where(i => components[i] == 1).Select(i => values[i * 3])];
        double mean = second.Average(), variance = second.Average(v => (v - mean) * (v - mean));
        Assert.InRange(mean, 10 - (4 * 0.5 / Math.Sqrt(second.Length)), 10 + (4 * 0.5 / Math.Sqrt(second.Length)));
        Assert.InRange(variance, 0.25 * (1 - (4 * Math.Sqrt(2.0 / second.Length))), 0.25 * (1 + (4 * Math.Sqrt(2.0 / second.Length))));
    }

    [Fact]
    public void A_code_depends_on_seed_and_place_alone_and_no_spread_is_the_mean()
    {
        using Pix2SeqModel model = Model(0.2, 0.8, 0);
        using Tensor five = CodeSource.FromMixture(model, 5, null, Threshold, 1, 7).Codes,
        two = CodeSource.FromMixture(model, 2, null, Threshold, 1, 7).Codes;
        Assert.Equal(Tiny.Values(five)[..6], Tiny.Values(two));
        using Tensor other = CodeSource.FromMixture(model, 2, null, Threshold, 1, 8).Codes;
        Assert.NotEqual(Tiny.Values(two), Tiny.Values(other));
        using Tensor means = CodeSource.FromMixture(model, 2, 0, Threshold, 0, 7).Codes;
        Assert.Equal([-10, -10, -10, -10, -10, -10], Tiny.Values(means));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(-1)]
    public void A_component_that_does_not_live_is_refused_with_those_that_do(int component)
    {
        using Pix2SeqModel model = Model(0.2, 0.8, 0);
        InputException refused = Assert.Throws<InputException>(() => CodeSource.FromMixture(model, 1, component, Threshold, 1, 1));
        Assert.Contains("0, 1", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"component {component}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_around_a_drawing_have_its_gaussian_and_keep_their_direction()
    {
        const int Count = 4000;
        using Tensor mean = tensor(new[] { 1f, -2, 30 }), variance = tensor(new[] { 0.25f, 4, 1e-4f });
        using Tensor near = CodeSource.FromGaussian(mean, variance, 1, Count, 7),
        far = CodeSource.FromGaussian(mean, variance, 3, Count, 7);
        double[] m = Tiny.Values(mean), v = Tiny.Values(variance), drawn = Tiny.Values(near), wide = Tiny.Values(far);
        for (int d = 0; d < 3; d++)
        {
            double[] off = [.. Enumerable.Range(0, Count).Select(i => (drawn[(i * 3) + d] - m[d]) / Math.Sqrt(v[d]))];
            Assert.InRange(off.Average(), -4 / Math.Sqrt(Count), 4 / Math.Sqrt(Count)); // four standard errors
            Assert.InRange(off.Average(o => o * o), 1 - (4 * Math.Sqrt(2.0 / Count)), 1 + (4 * Math.Sqrt(2.0 / Count)));
        }

        for (int i = 0; i < 30; i++)
            Assert.Equal(3 * (drawn[i] - m[i % 3]), wide[i] - m[i % 3], 1e-4);
        using Tensor still = CodeSource.FromGaussian(mean, variance, 0, 1, 7), first = CodeSource.FromGaussian(mean, variance, 1, 1, 7),
        other = CodeSource.FromGaussian(mean, variance, 1, 1, 8);
        Assert.Equal(m, Tiny.Values(still));
        Assert.Equal(drawn[..3], Tiny.Values(first));
        Assert.NotEqual(drawn[..3], Tiny.Values(other));
    }

    [Fact]
    public void Pictures_are_encoded_as_the_encoder_does_in_any_number()
    {
        using Pix2SeqModel model = Model(1, 0, 0);
        using Tensor images = Pictures(300), codes = CodeSource.Encode(model, images);
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tiny.AssertClose(model.Encoder.Encode(images.narrow(0, 256, 44)).Mean, codes.narrow(0, 256, 44), 1e-4);

        static Tensor Pictures(int count)
        {
            using Tensor wide = Tiny.Normal(1, count, Tiny.Side, Tiny.Side);
            return wide.to(float32);
        }
    }

    /// <summary>Components at −10, 10 and 30 on every axis with σ = 0.5.</summary>
    private static Pix2SeqModel Model(params double[] weights)
    {
        Pix2SeqModel model = Tiny.Model(type: ScalarType.Float32);
        using var scope = NewDisposeScope();
        Tensor means = tensor(new[] { -10f, 10, 30 }).unsqueeze(1).expand(3, 3);
        model.Mixture.Assign(new MixtureState(means, empty_like(means).Filled(0.25), tensor(weights)));
        return model;
    }
}
