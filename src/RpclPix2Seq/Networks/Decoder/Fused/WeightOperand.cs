using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>
/// A weight matrix that many products share: packed once, for our own products or for the library's, instead of for every product.
/// </summary>
internal sealed unsafe class WeightOperand
{
    private readonly int _rows, _columns, _inner;
    private readonly bool _tiled;

    /// <param name="weight">B [inner, columns], or [columns, inner] if transposed; contiguous float32.</param>
    /// <param name="transpose">Whether it is stored transposed.</param>
    /// <param name="rows">Rows of the left-hand matrices to come.</param>
    /// <param name="tiled">True for products by <see cref="TiledProduct"/>, false for the library's; null for the faster ones.</param>
    public WeightOperand(Tensor weight, bool transpose, int rows, bool? tiled = null)
    {
        long[] shape = weight.shape;
        _rows = rows;
        _columns = (int)shape[transpose ? 0 : 1];
        _inner = (int)shape[transpose ? 1 : 0];
        _tiled = tiled ?? TiledProduct.IsFaster;
        Data = TensorMemory.Floats(
            empty(_tiled ? TiledProduct.PackedLength(
                _columns, _inner) : (long)(Blas.PackedSize(rows, _columns, _inner) / sizeof(float)) + 1, float32));
        TensorNumbers<float> source = TensorMemory.Floats(weight);
        if (_tiled)
            TiledProduct.Pack(transpose, _columns, _inner, source.First, shape[1], Data.First);
        else
            Blas.Pack(transpose, rows, _columns, _inner, source.First, (int)shape[1], Data.First);
        source.KeepAlive();
    }

    private TensorNumbers<float> Data { get; }

    /// <summary>C ← A·B, or C + A·B, for the number of rows given to the constructor.</summary>
    public void Multiply(float* a, int strideA, bool add, float* c, int strideC) => Multiply(_rows, a, strideA, add, c, strideC);

    /// <summary>
    /// C ← A·B, or C + A·B, for a different number of rows: the library's products are then slower, with the same bits (see
    /// <see cref="StepRows"/>).
    /// </summary>
    public void Multiply(int rows, float* a, int strideA, bool add, float* c, int strideC)
    {
        if (_tiled)
            TiledProduct.Multiply(rows, _columns, _inner, a, strideA, 1, Data.First, add, c, strideC);
        else
            Blas.MultiplyPacked(rows, _columns, _inner, a, strideA, Data.First, add ? 1 : 0, c, strideC);
        Data.KeepAlive();
    }
}
