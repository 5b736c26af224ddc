using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks;

[LeakCheck]
public sealed class PixelDecoderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_the_originals_normalization_gives_every_picture_the_same_brightness(bool normalize)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using ParameterStore store = new(float64, CPU);
        using Generator generator = new(2, CPU);
        PixelDecoder decoder = new(store, new Initializer(generator, normalize), Tiny.Shape() with { NormalizeOutputImage = normalize });
        Tensor codes = Tiny.Normal(1, 3, 3);
        Tensor images = decoder.Decode(codes);
        Assert.Equal([3, Tiny.Side, Tiny.Side], images.shape);
        Assert.True(images.abs().IsBelow(1).all().item<bool>());
        Tiny.AssertClose(images.narrow(0, 2, 1), decoder.Decode(codes.narrow(0, 2, 1)), 1e-9);

        double[] brightness = Tiny.Values(images.atanh().mean([1L, 2L]));
        Assert.Equal(normalize, brightness.Max() - brightness.Min() < 1e-6);
        Assert.Equal(normalize, !store.All.Any(p => p.Name == "deconv/deconv3/bias"));
    }
}
