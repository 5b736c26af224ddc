using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Layers;

/// <summary>
/// A 3×3 transposed convolution with stride 2 that doubles the plane, as TensorFlow's SAME does it: the full result of 2n+1 rows and columns
/// without its last ones (specification §3). Followed by instance normalisation, or by a bias where that would fix every picture's
/// brightness (defect D-33).
/// </summary>
internal sealed class TransposedConvolution
{
    private const int Kernel = 3;
    private const int Stride = 2;
    private readonly ParameterStore _parameters;
    private readonly Tensor _filter; // [in, out, 3, 3]
    private readonly InstanceNorm? _norm;
    private readonly Tensor? _bias;

    public TransposedConvolution(ParameterStore parameters, Initializer initializer, string scope, int inputs, int outputs, bool normalize = true)
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
        Tensor filter = _parameters.Operand(_filter), bias = _bias is null ? null! : _bias.to(filter.dtype);
        Tensor full = nn.functional.conv_transpose2d(x.to(filter.dtype), filter, bias, strides: [Stride, Stride]).to(x.dtype);
        Tensor y = full.narrow(2, 0, size).narrow(3, 0, size);
        return _norm is null ? y : _norm.Forward(y.contiguous());
    }
}
