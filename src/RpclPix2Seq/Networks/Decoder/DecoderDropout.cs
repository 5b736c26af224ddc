using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>
/// The decoder's dropout in training: probabilities to KEEP values, and the noise from which the masks are drawn. Masks hold 0 or 1/keep.
/// </summary>
internal sealed class DecoderDropout
{
    private readonly TensorNoise _noise;

    /// <param name="noise">Draws the masks.</param>
    public DecoderDropout(TensorNoise noise) => _noise = noise;

    /// <summary>Keep probability of the cells' candidate (recurrent dropout without memory loss of the cell state), or 1.</summary>
    public double RecurrentKeep { get; init; } = 1;

    /// <summary>Keep probability of the cell's input, or 1.</summary>
    public double InputKeep { get; init; } = 1;

    /// <summary>Keep probability of the cell's output, or 1.</summary>
    public double OutputKeep { get; init; } = 1;

    /// <summary>The dropout that a configuration specifies.</summary>
    public static DecoderDropout From(ModelConfig config, TensorNoise noise) => new(noise)
    {
        RecurrentKeep = config.UseRecurrentDropout ? config.RecurrentDropoutProb : 1,
        InputKeep = config.UseInputDropout ? config.InputDropoutProb : 1,
        OutputKeep = config.UseOutputDropout ? config.OutputDropoutProb : 1,
    };

    /// <summary>A mask of <paramref name="shape"/>, or null if everything is kept.</summary>
    internal Tensor? Mask(double keep, ScalarType type, Device device, params long[] shape) => keep >= 1
        ? null
        : _noise.Mask(keep, type, device, shape);
}
