using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Layers;

/// <summary>
/// Instance normalization with scale and shift: per picture and channel over the plane, population variance, ε = 1e-6 inside the root, the
/// same in training and evaluation (docs/original.md §3). It is group normalization with one group per channel.
/// </summary>
internal sealed class InstanceNorm
{
    /// <summary>ε.</summary>
    public const double Epsilon = 1e-6;

    private readonly int _channels;
    private readonly Tensor _shift;
    private readonly Tensor _scale;

    public InstanceNorm(ParameterStore parameters, string scope, int channels)
    {
        _channels = channels;
        _shift = parameters.Add($"{scope}/InstanceNorm/beta", Initializer.Constant(0, channels));
        _scale = parameters.Add($"{scope}/InstanceNorm/gamma", Initializer.Constant(1, channels));
    }

    /// <summary>γ [C].</summary>
    public Tensor Scale => _scale;

    /// <summary>β [C].</summary>
    public Tensor Shift => _shift;

    /// <summary>[B, C, H, W] → [B, C, H, W].</summary>
    public Tensor Forward(Tensor x) => nn.functional.group_norm(x, _channels, _scale, _shift, Epsilon);
}
