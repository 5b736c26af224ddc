using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Decoder.Fused;

/// <summary>A weight matrix that many products share: laid out once for the library's kernels instead of at every product.</summary>
internal sealed unsafe class WeightOperand
{
    private readonly Tensor _packed;
    private readonly int _rows, _columns, _inner;

    /// <param name="weight">B [inner, columns], or [columns, inner] if transposed; contiguous float32.</param>
    /// <param name="transpose">Whether it is stored the other way round.</param>
    /// <param name="rows">Rows of the left-hand matrices to come.</param>
    public WeightOperand(Tensor weight, bool transpose, int rows)
    {
        long[] shape = weight.shape;
        _rows = rows;
        _columns = (int)shape[transpose ? 0 : 1];
        _inner = (int)shape[transpose ? 1 : 0];
        _packed = empty((long)(Blas.PackedSize(rows, _columns, _inner) / sizeof(float)) + 1, float32);
        Blas.Pack(transpose, rows, _columns, _inner, TensorMemory.Floats(weight), (int)shape[1], TensorMemory.Floats(_packed));
        Data = TensorMemory.Floats(_packed);
    }

    private float* Data { get; }

    /// <summary>C ← A·B + β·C for as many rows as promised.</summary>
    public void Multiply(float* a, int strideA, float beta, float* c, int strideC) => Multiply(_rows, a, strideA, beta, c, strideC);

    /// <summary>C ← A·B + β·C for another number of rows: slower than for those promised, with the same bits (see <see cref="StepRows"/>).</summary>
    public void Multiply(int rows, float* a, int strideA, float beta, float* c, int strideC) => Blas.MultiplyPacked(rows, _columns, _inner, a, strideA, Data, beta, c, strideC);
}
