using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Layers;

/// <summary>
/// A 3×3 convolution without bias, padded as TensorFlow's SAME, followed by instance normalisation (specification §3). With stride 2 an even
/// plane gets its one row and column of padding at the bottom and right; with stride 1 the padding equals the dilation on all sides.
/// </summary>
internal sealed class Convolution
{
    private const int Kernel = 3;
    private readonly ParameterStore _parameters;
    private readonly Tensor _filter; // [out, in, 3, 3]
    private readonly InstanceNorm _norm;
    private readonly int _stride;
    private readonly int _dilation;

    public Convolution(ParameterStore parameters, Initializer initializer, string scope, int inputs, int outputs, int stride, int dilation = 1)
    {
        _parameters = parameters;
        _filter = parameters.Add($"{scope}/filter", initializer.Filter(outputs, inputs, Kernel));
        _norm = new InstanceNorm(parameters, scope, outputs);
        _stride = stride;
        _dilation = dilation;
    }

    /// <summary>[out, in, 3, 3].</summary>
    public Tensor Filter => _filter;

    /// <summary>What normalises the products.</summary>
    public InstanceNorm Norm => _norm;

    /// <summary>[B, in, H, W] → [B, out, H/stride, W/stride].</summary>
    public Tensor Forward(Tensor x)
    {
        if (_stride > 1)
            return ForwardPadded(nn.functional.pad(x, [0, 1, 0, 1]));
        Tensor filter = _parameters.Operand(_filter);
        return _norm.Forward(nn.functional.conv2d(x.to(filter.dtype), filter, padding: [_dilation, _dilation], dilation: [_dilation, _dilation]).to(x.dtype));
    }

    /// <summary>With the padding of a stride of 2 already there: [B, in, H+1, W+1] → [B, out, H/2, W/2].</summary>
    public Tensor ForwardPadded(Tensor x)
    {
        Tensor filter = _parameters.Operand(_filter);
        return _norm.Forward(nn.functional.conv2d(x.to(filter.dtype), filter, strides: [_stride, _stride]).to(x.dtype));
    }
}
