using CsCheck;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Torch.Kernels;

/// <summary>What the tests of our products share.</summary>
internal static unsafe class ProductCases
{
    public static Gen<int> OneOf(params int[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public static Tensor Random(long seed, params long[] shape) => Tiny.Normal(seed, shape).to(float32);

    /// <summary>Each row of a product has the bits that it has as a product of its own.</summary>
    public static void AssertRowsKeepTheirBits(ProductEngine engine, int rows, int columns, int inner)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor a = Random(1, rows, inner), b = Random(2, inner, columns), all = empty(rows, columns, float32),
            one = empty(1, columns, float32);
        WeightOperand weight = new(engine, b, transpose: false, rows);
        weight.Multiply(TensorMemory.Floats(a).First, inner, false, TensorMemory.Floats(all).First, columns);
        for (int row = 0; row < rows; row++)
        {
            weight.Multiply(1, TensorMemory.Floats(a) + (row * inner), inner, false, TensorMemory.Floats(one).First, columns);
            Assert.True(one[0].SameAs(all[row]));
        }
    }
}
