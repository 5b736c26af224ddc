using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Layers;

/// <summary>
/// Layer normalization of equal chunks of a row, each with its own mean and population variance, ε = 1e-3 inside the root, followed by one
/// scale and shift over the whole row (docs/original.md §§3, 6).
/// </summary>
internal sealed class LayerNorm
{
    /// <summary>ε.</summary>
    public const double Epsilon = 1e-3;

    private readonly int _chunks;
    private readonly int _size;
    private readonly Tensor _scale; // [chunks·size]
    private readonly Tensor _shift; // [chunks·size]

    public LayerNorm(ParameterStore parameters, string scope, int chunks, int size)
    {
        _chunks = chunks;
        _size = size;
        _scale = parameters.Add($"{scope}/ln_gamma", Initializer.Constant(1, (long)chunks * size));
        _shift = parameters.Add($"{scope}/ln_beta", Initializer.Constant(0, (long)chunks * size));
    }

    /// <summary>[chunks·size].</summary>
    public Tensor Scale => _scale;

    /// <summary>[chunks·size].</summary>
    public Tensor Shift => _shift;

    /// <summary>[B, chunks·size] → [B, chunks·size].</summary>
    public Tensor Forward(Tensor x)
    {
        if (_chunks == 1)
            return nn.functional.layer_norm(x, [_size], _scale, _shift, Epsilon);
        Tensor normal = nn.functional.layer_norm(x.view(-1, _chunks, _size), [_size], null, null, Epsilon);
        return _shift.PlusProduct(normal.view(-1, (long)_chunks * _size), _scale);
    }
}
