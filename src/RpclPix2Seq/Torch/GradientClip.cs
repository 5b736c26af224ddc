using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>Bounds gradients element by element (docs/original.md §9).</summary>
internal static class GradientClip
{
    /// <summary>
    /// Clips every element of every tensor to [−<paramref name="limit"/>, <paramref name="limit"/>], in place and on its device; NaN stays
    /// NaN.
    /// </summary>
    /// <param name="gradients">Floating-point tensors of any shape.</param>
    /// <param name="limit">Greater than 0.</param>
    public static void ClampInPlace(IEnumerable<Tensor> gradients, double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        using IDisposable noGradient = no_grad();
        using Scalar low = (-limit).ToScalar(), high = limit.ToScalar();
        foreach (Tensor gradient in gradients)
            gradient.clamp_(low, high);
    }
}
