using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests;

/// <summary>Comparisons of whole tensors for tests.</summary>
internal static class TensorAssertions
{
    /// <summary>Whether both have the same shape, type and elements.</summary>
    public static bool SameAs(this Tensor left, Tensor right)
    {
        if (left.dtype != right.dtype || !left.shape.AsSpan().SequenceEqual(right.shape))
            return false;
        using DisposeScope scope = NewDisposeScope();
        return left.eq(right).all().item<bool>();
    }
}
