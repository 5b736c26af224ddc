using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Decoder;

[LeakCheck]
public sealed class InputProjectionTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void It_is_the_plain_product_of_the_joined_input(bool biased, bool masked)
    {
        using var scope = NewDisposeScope();
        Tensor strokes = Tiny.Normal(1, 4, 2, 5), codes = Tiny.Normal(2, 2, 3), weight = Tiny.Normal(3, 8, 6);
        Tensor? bias = biased ? Tiny.Normal(4, 6) : null, mask = masked ? Tiny.Normal(5, 4, 2, 8).IsAbove(0).to(float64).Times(2) : null;
        Tensor actual = new InputProjection(codes, weight, bias).Project(strokes, mask);
        for (int t = 0; t < 4; t++)
        {
            Tensor input = cat([strokes[t], codes], 1);
            Tensor expected = mm(mask is null ? input : input * mask[t], weight);
            Tiny.AssertClose(bias is null ? expected : expected.Plus(bias), actual[t], 1e-12);
        }
    }
}
