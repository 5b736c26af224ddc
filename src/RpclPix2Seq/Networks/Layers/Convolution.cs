using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Layers;

/// <summary>
/// A 3×3 convolution without bias, padded like TensorFlow's SAME, followed by instance normalization (docs/original.md §3). With stride 2
/// an even plane gets its one row and column of padding at the bottom and right; with stride 1 the padding equals the dilation on all
/// sides.
/// </summary>
internal sealed class Convolution
{
    private const int Kernel = 3;
    private readonly ParameterStore _parameters;
    private readonly Tensor _filter; // [out, in, 3, 3]
    private readonly InstanceNorm _norm;
    private readonly int _stride;
    private readonly int _dilation;

    public Convolution(
        ParameterStore parameters, Initializer initializer, string scope, int inputs, int outputs, int stride, int dilation = 1)
    {
        _parameters = parameters;
        _filter = parameters.Add($"{scope}/filter", initializer.Filter(outputs, inputs, Kernel));
        _norm = new InstanceNorm(parameters, scope, outputs);
        _stride = stride;
        _dilation = dilation;
    }

    /// <summary>[out, in, 3, 3].</summary>
    public Tensor Filter => _filter;

    /// <summary>The normalization of the products.</summary>
    public InstanceNorm Norm => _norm;

    /// <summary>[B, in, H, W] → [B, out, H/stride, W/stride].</summary>
    public Tensor Forward(Tensor x)
    {
        if (_stride > 1)
            return ForwardPadded(nn.functional.pad(x, [0, 1, 0, 1]));
        Tensor filter = _parameters.FilterOperand(_filter);
        return _norm.Forward(
            nn.functional.conv2d(x.to(filter.dtype), filter, padding: [_dilation, _dilation], dilation: [_dilation, _dilation]).to(
                x.dtype));
    }

    /// <summary>For an input that already has the padding of stride 2: [B, in, H+1, W+1] → [B, out, H/2, W/2].</summary>
    public Tensor ForwardPadded(Tensor x)
    {
        Tensor filter = _parameters.FilterOperand(_filter);
        return _norm.Forward(nn.functional.conv2d(x.to(filter.dtype), filter, strides: [_stride, _stride]).to(x.dtype));
    }
}

/// <summary>
/// A 3×3 transposed convolution with stride 2 that doubles the plane, like TensorFlow's SAME: the full result of 2n+1 rows and columns
/// without the last of each (docs/original.md §3). Followed by instance normalization, or by a bias where normalization would fix every
/// picture's brightness (defect D-33).
/// </summary>
internal sealed class TransposedConvolution
{
    private const int Kernel = 3;
    private const int Stride = 2;
    private readonly ParameterStore _parameters;
    private readonly Tensor _filter; // [in, out, 3, 3]
    private readonly InstanceNorm? _norm;
    private readonly Tensor? _bias;

    public TransposedConvolution(
        ParameterStore parameters, Initializer initializer, string scope, int inputs, int outputs, bool normalize = true)
    {
        _parameters = parameters;
        _filter = parameters.Add($"{scope}/filter", initializer.TransposedFilter(inputs, outputs, Kernel, Stride));
        if (normalize)
            _norm = new InstanceNorm(parameters, scope, outputs);
        else
            _bias = parameters.Add($"{scope}/bias", Initializer.Constant(0, outputs));
    }

    /// <summary>[B, in, n, n] → [B, out, 2n, 2n].</summary>
    public Tensor Forward(Tensor x)
    {
        long size = Stride * x.shape[2];
        Tensor filter = _parameters.FilterOperand(_filter), bias = _bias is null ? null! : _bias.to(filter.dtype);
        Tensor full = nn.functional.conv_transpose2d(x.to(filter.dtype), filter, bias, strides: [Stride, Stride]).to(x.dtype);
        Tensor y = full.narrow(2, 0, size).narrow(3, 0, size);
        return _norm is null ? y : _norm.Forward(y.contiguous());
    }
}
