using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>[x, z]·W + b with the code's part z·W computed once per sketch instead of once per step.</summary>
internal sealed class InputProjection
{
    private readonly Tensor _codes;
    private readonly Tensor _weight;      // [X+Z, P]
    private readonly Tensor _strokes;     // [X, P]
    private readonly Tensor _constant;    // [B, P]
    private readonly Tensor? _bias;       // [P]

    public InputProjection(Tensor codes, Tensor weight, Tensor? bias)
    {
        _codes = codes;
        _weight = weight;
        _bias = bias;
        (_strokes, _constant) = Split(codes, weight, bias);
    }

    /// <summary>The strokes' part of the weights [X, P], and the contribution of codes and bias to every step [B, P].</summary>
    public static (Tensor StrokeWeight, Tensor Constant) Split(Tensor codes, Tensor weight, Tensor? bias)
    {
        long columns = weight.shape[0] - codes.shape[1];
        Tensor code = weight.narrow(0, columns, codes.shape[1]);
        return (weight.narrow(0, 0, columns), bias is null ? Products.Multiply(codes, code) : Products.AddProduct(bias, codes, code));
    }

    /// <summary>[.., B, X] → [.., B, P].</summary>
    public Tensor Project(Tensor strokes, Tensor? inputMask)
    {
        long[] shape = strokes.shape;
        if (inputMask is null)
            return Products.Multiply(strokes.reshape(-1, shape[^1]), _strokes).view([.. shape[..^1], _strokes.shape[1]])
                .Plus(_constant);

        // Input dropout removes a different part of the code at every step, so the steps share nothing.
        Tensor codes = _codes.expand([.. shape[..^1], _codes.shape[1]]);
        Tensor input = (cat([strokes, codes], -1) * inputMask).reshape(-1, _weight.shape[0]);
        Tensor product = _bias is null ? Products.Multiply(input, _weight) : Products.AddProduct(_bias, input, _weight);
        return product.view([.. shape[..^1], _weight.shape[1]]);
    }
}
