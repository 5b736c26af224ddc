using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>Who computes a product of float32 matrices.</summary>
internal enum ProductEngine
{
    /// <summary>libtorch's library (MKL).</summary>
    Library,

    /// <summary><see cref="TiledProduct"/>.</summary>
    Tiled,

    /// <summary><see cref="RoundedProduct"/>: the operands are rounded to bfloat16.</summary>
    Rounded,
}

/// <summary>A weight matrix that many products share: packed once for the engine that computes them, not for every product.</summary>
internal sealed unsafe class WeightOperand
{
    private readonly int _rows, _columns, _inner;
    private readonly ProductEngine _engine;

    /// <param name="engine">Who computes the products.</param>
    /// <param name="weight">B [inner, columns], or [columns, inner] if transposed; contiguous float32.</param>
    /// <param name="transpose">Whether it is stored transposed.</param>
    /// <param name="rows">Rows of the left-hand matrices to come.</param>
    public WeightOperand(ProductEngine engine, Tensor weight, bool transpose, int rows)
    {
        long[] shape = weight.shape;
        _engine = engine;
        _rows = rows;
        _columns = (int)shape[transpose ? 0 : 1];
        _inner = (int)shape[transpose ? 1 : 0];
        Data = TensorMemory.Floats(empty(engine switch
        {
            ProductEngine.Rounded => RoundedProduct.PackedLength(_columns, _inner),
            ProductEngine.Tiled => TiledProduct.PackedLength(_columns, _inner),
            _ => (long)(Blas.PackedSize(rows, _columns, _inner) / sizeof(float)) + 1,
        }, float32));
        TensorNumbers<float> source = TensorMemory.Floats(weight);
        if (engine == ProductEngine.Rounded)
            RoundedProduct.Pack(transpose, _columns, _inner, source.First, shape[1], (uint*)Data.First);
        else if (engine == ProductEngine.Tiled)
            TiledProduct.Pack(transpose, _columns, _inner, source.First, shape[1], Data.First);
        else
            Blas.Pack(transpose, rows, _columns, _inner, source.First, (int)shape[1], Data.First);
        source.KeepAlive();
    }

    private TensorNumbers<float> Data { get; }

    /// <summary>C ← A·B, or C + A·B, for the number of rows given to the constructor.</summary>
    public void Multiply(float* a, int strideA, bool add, float* c, int strideC) => Multiply(_rows, a, strideA, add, c, strideC);

    /// <summary>
    /// C ← A·B, or C + A·B, for a different number of rows: the library's products are then slower, with the same bits if both numbers are
    /// multiples of four.
    /// </summary>
    public void Multiply(int rows, float* a, int strideA, bool add, float* c, int strideC)
    {
        if (_engine == ProductEngine.Rounded)
            RoundedProduct.Multiply(rows, _columns, _inner, a, strideA, (uint*)Data.First, add, c, strideC);
        else if (_engine == ProductEngine.Tiled)
            TiledProduct.Multiply(rows, _columns, _inner, a, strideA, 1, Data.First, add, c, strideC);
        else
            Blas.MultiplyPacked(rows, _columns, _inner, a, strideA, Data.First, add ? 1 : 0, c, strideC);
        Data.KeepAlive();
    }
}
