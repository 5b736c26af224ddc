using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Encoder;

[LeakCheck]
public sealed class SketchEncoderTests
{
    [Fact]
    public void Pictures_do_not_influence_each_other_and_variances_are_positive()
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using Pix2SeqModel model = Tiny.Model();
        Tensor images = Tiny.Normal(1, 3, Tiny.Side, Tiny.Side);
        (Tensor mean, Tensor variance) = model.Encoder.Encode(images);
        Assert.Equal([3, 3], mean.shape);
        Assert.True(variance.IsAbove(0).all().item<bool>());
        (Tensor single, Tensor singleVariance) = model.Encoder.Encode(images.narrow(0, 1, 1));
        Tiny.AssertClose(mean.narrow(0, 1, 1), single, 1e-9);
        Tiny.AssertClose(variance.narrow(0, 1, 1), singleVariance, 1e-9);
        Assert.False(mean[0].allclose(mean[1]));
    }
}
