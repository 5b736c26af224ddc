using RpclPix2Seq.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Torch;

[LeakCheck]
public sealed class GradientClipTests
{
    [Fact]
    public void Every_element_is_clipped_in_place_and_the_tensor_stays_usable()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor gradient = tensor([-3f, -1f, -0.5f, 0f, 0.25f, 1f, float.PositiveInfinity, float.NaN]);
        GradientClip.ClampInPlace([gradient], 1);
        Assert.Equal([-1f, -1f, -0.5f, 0f, 0.25f, 1f, 1f, float.NaN], gradient.data<float>().ToArray());
    }

    [Fact]
    public void The_gradients_of_parameters_are_clipped()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = ones([4], requires_grad: true);
        x.Times(5).sum().backward();
        GradientClip.ClampInPlace([x.grad!], 0.5);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void A_limit_of_zero_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => GradientClip.ClampInPlace([], 0));
}
