using CsCheck;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static RpclPix2Seq.Tests.Torch.Kernels.ProductCases;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Torch.Kernels;

/// <summary>
/// Our own matrix products against libtorch's in double precision, for shapes that fill tiles, panels and blocks and for shapes that do
/// not.
/// </summary>
[LeakCheck]
public sealed unsafe class TiledProductTests
{
    private static readonly Gen<int> Rows = Gen.OneOf(Gen.Int[1, 30], OneOf(12, 24, 4, 64));
    private static readonly Gen<int> Columns = Gen.OneOf(Gen.Int[1, 100], OneOf(32, 64, 128));
    private static readonly Gen<int> Inner = Gen.OneOf(
        Gen.Int[1, 40], OneOf(TiledProduct.Depth - 1, TiledProduct.Depth, TiledProduct.Depth + 1, 2 * TiledProduct.Depth));

    [Fact]
    public void A_product_is_that_of_double_precision() =>
        Gen.Select(Rows, Columns, Inner, Gen.Bool, Gen.Bool, Gen.Int[0, 5]).ForAll((rows, columns, inner, transposed, add, gap) =>
        {
            using IDisposable scope = NewDisposeScope();
            Tensor a = Random(1, rows, inner + gap), b = Random(2, inner, columns), c = Random(3, rows, columns + gap);
            Tensor expected = c.to(float64);
            Tensor terms = zeros_like(expected), there = add ? c.narrow(1, 0, columns).to(float64) : zeros(rows, columns, float64);
            expected.narrow(1, 0, columns).copy_(a.narrow(1, 0, inner).to(float64).mm(b.to(float64)).Plus(there));
            terms.narrow(1, 0, columns).copy_(a.narrow(1, 0, inner).to(float64).abs().mm(b.to(float64).abs()).Plus(there.abs()));

            WeightOperand weight = new(ProductEngine.Tiled, (transposed ? b.t() : b).contiguous(), transposed, rows);
            weight.Multiply(TensorMemory.Floats(a).First, inner + gap, add, TensorMemory.Floats(c).First, columns + gap);
            AssertNear(expected, terms, c, inner);
        }, count: 300);

    [Fact]
    public void The_product_of_a_transposed_matrix_too() =>
        Gen.Select(Rows, Columns, Inner, Gen.Int[0, 5]).ForAll((rows, columns, inner, gap) =>
        {
            using IDisposable scope = NewDisposeScope();
            Tensor a = Random(1, inner, rows + gap).narrow(1, gap / 2, rows);
            Tensor b = Random(2, inner, columns + gap).narrow(1, gap / 2, columns);
            Tensor exactA = a.to(float64).t(), exactB = b.to(float64);
            Tensor actual = HostProducts.ByColumns(ProductEngine.Tiled, a, b);
            AssertNear(exactA.mm(exactB), exactA.abs().mm(exactB.abs()), actual, inner);
        }, count: 200);

    [Fact]
    public void A_rows_bits_depend_on_nothing_but_the_row() => Gen.Select(Gen.Int[1, 40], Columns, Inner).ForAll(
        (rows, columns, inner) => AssertRowsKeepTheirBits(ProductEngine.Tiled, rows, columns, inner), count: 50);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Not_a_number_is_written_over(bool tiled)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor a = Random(1, 5, 7), b = Random(2, 7, 9), c = empty([5, 9], float32).Filled(float.NaN);
        ProductEngine engine = tiled ? ProductEngine.Tiled : ProductEngine.Library;
        new WeightOperand(engine, b, transpose: false, 5).Multiply(TensorMemory.Floats(a).First, 7, false, TensorMemory.Floats(c).First, 9);
        AssertNear(a.to(float64).mm(b.to(float64)), a.to(float64).abs().mm(b.to(float64).abs()), c, 7);
    }

    /// <summary>
    /// A sum of n products and one more number is off by at most n + 1 roundings of the sum of their magnitudes, in whatever order.
    /// </summary>
    private static void AssertNear(Tensor expected, Tensor terms, Tensor actual, int inner) =>
        Assert.True((expected - actual.to(float64)).abs().le(terms.Times((inner + 1) * Roundings.Unit)).all().item<bool>());
}
