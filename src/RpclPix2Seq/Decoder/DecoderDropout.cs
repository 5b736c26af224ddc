using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Decoder;

/// <summary>
/// The decoder's dropout in training: probabilities to KEEP, and the generator that the masks are drawn from. Masks hold 0 or 1/keep.
/// </summary>
public sealed class DecoderDropout
{
    private readonly Generator _generator;

    /// <param name="generator">A generator of the model's device.</param>
    public DecoderDropout(Generator generator) => _generator = generator;

    /// <summary>Keep probability of the cells' candidate (recurrent dropout without memory loss of the cell state), or 1.</summary>
    public double RecurrentKeep { get; init; } = 1;

    /// <summary>Keep probability of the cell's input, or 1.</summary>
    public double InputKeep { get; init; } = 1;

    /// <summary>Keep probability of the cell's output, or 1.</summary>
    public double OutputKeep { get; init; } = 1;

    /// <summary>A mask of <paramref name="shape"/>, or null where everything is kept.</summary>
    internal Tensor? Mask(double keep, ScalarType type, Device device, params long[] shape)
    {
        if (keep >= 1)
            return null;
        using IDisposable _ = no_grad();
        return empty(shape, type, device).bernoulli_(keep, _generator).TimesInPlace(1 / keep);
    }
}
