using CsCheck;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static RpclPix2Seq.Tests.Torch.Kernels.ProductCases;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Torch.Kernels;

/// <summary>
/// Products of bfloat16 numbers against those of the same numbers in double precision, for shapes that fill tiles, panels and blocks and
/// for shapes that do not.
/// </summary>
[LeakCheck]
public sealed unsafe class RoundedProductTests
{
    private static readonly Gen<int> Rows = Gen.OneOf(Gen.Int[1, 30], OneOf(63, 64, 65, 130));
    private static readonly Gen<int> Columns = Gen.OneOf(Gen.Int[1, 100], OneOf(63, 64, 65, 128));
    private static readonly Gen<int> Inner = Gen.OneOf(
        Gen.Int[1, 40], OneOf(RoundedProduct.Depth - 1, RoundedProduct.Depth, RoundedProduct.Depth + 1, 2 * RoundedProduct.Depth));

    [Fact]
    public void Numbers_are_rounded_as_libtorch_rounds_them()
    {
        // The numbers between two neighbors, ties included, the smallest and the largest, and what is not finite.
        float[] special =
        [
            0, -0f, float.Epsilon, 1e-40f, float.MaxValue, -float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
            BitConverter.UInt32BitsToSingle(0x7f800001), BitConverter.UInt32BitsToSingle(0xffffffff),
            .. Enumerable.Range(0, 1 << 17).Select(i => BitConverter.UInt32BitsToSingle(0x3f800000u + (uint)i)),
        ];
        using IDisposable scope = NewDisposeScope();
        Tensor numbers = tensor(special), rounded = numbers.to(bfloat16).to(float32);
        ushort[] actual = new ushort[special.Length + 1];
        fixed (ushort* target = actual)
        {
            RoundedProduct.Round(TensorMemory.Floats(numbers).First, special.Length, target);
        }

        float[] expected = [.. rounded.data<float>()];
        for (int i = 0; i < special.Length; i++)
        {
            float was = BitConverter.UInt32BitsToSingle((uint)actual[i] << 16);
            Assert.True(float.IsNaN(expected[i]) ? float.IsNaN(was) : was.Equals(expected[i]), $"{special[i]} became {was}");
        }
    }

    [Fact]
    public void A_product_is_that_of_the_rounded_numbers() =>
        Gen.Select(Rows, Columns, Inner, Gen.Bool, Gen.Bool, Gen.Int[0, 5]).ForAll((rows, columns, inner, transposed, add, gap) =>
        {
            RequireInstructions();
            using IDisposable scope = NewDisposeScope();
            Tensor a = Random(1, rows, inner + gap), b = Random(2, inner, columns), c = Random(3, rows, columns + gap);
            Tensor before = c.to(float64), there = add ? before.narrow(1, 0, columns) : zeros(rows, columns, float64);
            Tensor left = Rounded(a.narrow(1, 0, inner)), right = Rounded(b);

            WeightOperand weight = new(ProductEngine.Rounded, (transposed ? b.t() : b).contiguous(), transposed, rows);
            weight.Multiply(TensorMemory.Floats(a).First, inner + gap, add, TensorMemory.Floats(c).First, columns + gap);
            AssertNear(
                left.mm(right).Plus(there), left.abs().mm(right.abs()).Plus(there.abs()), c.narrow(1, 0, columns), inner);
            Assert.True(before.narrow(1, columns, gap).SameAs(c.narrow(1, columns, gap).to(float64)));
        }, count: 300);

    [Fact]
    public void The_product_of_a_transposed_matrix_too() =>
        Gen.Select(Rows, Columns, Inner, Gen.Int[0, 5]).ForAll((rows, columns, inner, gap) =>
        {
            RequireInstructions();
            using IDisposable scope = NewDisposeScope();
            Tensor a = Random(1, inner, rows + gap).narrow(1, gap / 2, rows);
            Tensor b = Random(2, inner, columns + gap).narrow(1, gap / 2, columns);
            Tensor left = Rounded(a).t(), right = Rounded(b);
            Tensor actual = HostProducts.ByColumns(ProductEngine.Rounded, a, b);
            AssertNear(left.mm(right), left.abs().mm(right.abs()), actual, inner);
        }, count: 200);

    [Fact]
    public void A_rows_bits_depend_on_nothing_but_the_row()
    {
        RequireInstructions();
        Gen.Select(Gen.Int[1, 80], Columns, Inner).ForAll(
            (rows, columns, inner) => AssertRowsKeepTheirBits(ProductEngine.Rounded, rows, columns, inner), count: 50);
    }

    private static void RequireInstructions() =>
        Assert.SkipUnless(RoundedProduct.IsAvailable, "this processor has no instructions for bfloat16");

    private static Tensor Rounded(Tensor numbers) => numbers.to(bfloat16).to(float64);

    /// <summary>
    /// The products of two rounded numbers are exact in single precision. Their sum with one more number is off by at most one rounding for
    /// each of them and for each pair, of the sum of their magnitudes.
    /// </summary>
    private static void AssertNear(Tensor expected, Tensor terms, Tensor actual, int inner) =>
        Assert.True((expected - actual.to(float64)).abs().le(terms.Times(((1.5 * inner) + 2) * Roundings.Unit)).all().item<bool>());
}
