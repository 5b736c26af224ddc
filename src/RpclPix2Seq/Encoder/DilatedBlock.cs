using RpclPix2Seq.Layers;
using RpclPix2Seq.Parameters;
using static TorchSharp.torch;

namespace RpclPix2Seq.Encoder;

/// <summary>Three convolutions of dilation 1, 2 and 5 side by side, summed, then a halving convolution (specification §4).</summary>
internal sealed class DilatedBlock
{
    private static readonly int[] Rates = [1, 2, 5];
    private readonly Convolution[] _dilated;
    private readonly Convolution _combine;

    public DilatedBlock(ParameterStore parameters, Initializer initializer, string scope, int inputs, int outputs)
    {
        _dilated = [.. Rates.Select((rate, i) => new Convolution(parameters, initializer, $"{scope}/dcn{i + 1}/conv0", inputs, outputs, stride: 1, rate))];
        _combine = new Convolution(parameters, initializer, $"{scope}/combine/conv0", outputs, outputs, stride: 2);
    }

    /// <summary>[B, in, n, n] → [B, out, n/2, n/2].</summary>
    public Tensor Forward(Tensor x)
    {
        // In place: these are the largest tensors of the model, and no gradient needs the sums before the rectifier.
        Tensor sum = _dilated[0].Forward(x);
        foreach (Convolution dilated in _dilated[1..])
            sum.add_(dilated.Forward(x));
        return _combine.Forward(sum.relu_()).relu_();
    }
}
