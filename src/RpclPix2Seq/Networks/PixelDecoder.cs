using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks;

/// <summary>Latent codes → pictures: the transposed-convolution decoder that regularizes the codes (docs/original.md §5).</summary>
internal sealed class PixelDecoder
{
    private const int Channels = 256;
    private readonly int _core;
    private readonly Linear _fc;
    private readonly TransposedConvolution[] _deconvolutions;

    /// <summary>Creates the layers, adding their parameters under <c>deconv/</c>.</summary>
    public PixelDecoder(ParameterStore parameters, Initializer initializer, NetworkShape shape)
    {
        _core = shape.CoreSize;
        _fc = new Linear(parameters, initializer, "deconv/fc1", shape.CodeSize, _core * _core * Channels);
        _deconvolutions =
        [
            new(parameters, initializer, "deconv/deconv0", Channels, 128),
            new(parameters, initializer, "deconv/deconv1", 128, 64),
            new(parameters, initializer, "deconv/deconv2", 64, 32),
            new(parameters, initializer, "deconv/deconv3", 32, 1, shape.NormalizeOutputImage),
        ];
    }

    /// <summary>Draws pictures.</summary>
    /// <param name="codes">[B, Z].</param>
    /// <returns>[B, W, W] in (−1, 1), white = +1.</returns>
    public Tensor Decode(Tensor codes)
    {
        using HoldingScope scope = HoldingScope.Begin(codes);
        Tensor x = _fc.Forward(codes).relu().view(-1, _core, _core, Channels).permute(0, 3, 1, 2).contiguous();
        foreach (TransposedConvolution deconvolution in _deconvolutions[..^1])
            x = deconvolution.Forward(x).relu_();
        return _deconvolutions[^1].Forward(x).tanh().squeeze(1);
    }
}
