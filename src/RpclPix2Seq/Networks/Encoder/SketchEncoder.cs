using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Encoder;

/// <summary>Pictures → latent Gaussians: the convolutional encoder of docs/original.md §4.</summary>
internal sealed class SketchEncoder
{
    /// <summary>The least variance of a code.</summary>
    public const double LeastVariance = 1e-10;

    private const int Channels = 256;
    private readonly ParameterStore _parameters;
    private readonly DilatedBlock _layer1;
    private readonly DilatedBlock _layer2;
    private readonly Convolution _conv0;
    private readonly Convolution _conv1;
    private readonly Linear _mean;
    private readonly Linear _variance;

    /// <summary>Creates the layers, adding their parameters under <c>encoder/</c>.</summary>
    public SketchEncoder(ParameterStore parameters, Initializer initializer, NetworkShape shape)
    {
        _parameters = parameters;
        int features = shape.CoreSize * shape.CoreSize * Channels;
        _layer1 = new DilatedBlock(parameters, initializer, "encoder/layer_1", 1, 32);
        _layer2 = new DilatedBlock(parameters, initializer, "encoder/layer_2", 32, 64);
        _conv0 = new Convolution(parameters, initializer, "encoder/conv0", 64, 128, stride: 2);
        _conv1 = new Convolution(parameters, initializer, "encoder/conv1", 128, Channels, stride: 2);
        _mean = new Linear(parameters, initializer, "encoder/fc_mu", features, shape.CodeSize);
        _variance = new Linear(parameters, initializer, "encoder/fc_sigma2", features, shape.CodeSize);
    }

    /// <summary>Whether the fused kernels support pictures [B, W, W].</summary>
    internal bool IsSupported(Tensor images) => _layer1.Supports(images.unsqueeze(1));

    /// <summary>Encodes pictures.</summary>
    /// <param name="images">[B, W, W], white = +1, ink = −1.</param>
    /// <returns>Mean and variance of each picture's code, both [B, Z]; the variance is softplus(·) + <see cref="LeastVariance"/>.</returns>
    public (Tensor Mean, Tensor Variance) Encode(Tensor images)
    {
        using HoldingScope scope = HoldingScope.Begin(images);
        Tensor x = _layer1.Forward(images.unsqueeze(1), _parameters.Kernels); // [B, 32, W/2, W/2]
        x = _layer2.Forward(x, KernelPath.Readable);        // [B, 64, W/4, W/4]
        x = _conv0.Forward(x).relu_();                      // [B, 128, W/8, W/8]
        x = _conv1.Forward(x).relu_();                      // [B, 256, W/16, W/16]
        Tensor features = x.permute(0, 2, 3, 1).flatten(1); // rows, columns, channels: the original's order
        return (_mean.Forward(features), _variance.Forward(features).Softplus(threshold: 50).Plus(LeastVariance));
    }
}
