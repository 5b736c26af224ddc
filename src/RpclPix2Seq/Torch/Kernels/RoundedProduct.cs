using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RpclPix2Seq.Torch.Native;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>
/// Matrix products of float32 matrices whose numbers are rounded to bfloat16 first, to the nearest, ties to even; sums are in single
/// precision. A right-hand matrix is packed into panels of 64 columns, in which two rows stand side by side. Every result is summed in the
/// order of the inner dimension, whatever the number of rows, so that a row's bits depend only on the row.
/// <para>All of it runs on the calling thread and allocates nothing.</para>
/// </summary>
internal static unsafe class RoundedProduct
{
    /// <summary>Columns per panel.</summary>
    public const int PanelWidth = 64;

    /// <summary>
    /// Rows of a panel that are multiplied before the next panel: with them, a panel and a tile's left-hand rows have 64 KB each.
    /// </summary>
    public const int Depth = 512;

    private const int TileRows = 64;

    /// <summary>Whether this processor and this libtorch can compute them.</summary>
    public static bool IsAvailable => Bfloat16Blas.IsAvailable;

    /// <summary>
    /// Whether they also take less time than products in single precision. Intel's AVX512-BF16 takes twice as long per product of numbers as
    /// its single precision does, so that only tiles help there; AMD's takes half as long.
    /// </summary>
    public static bool IsFaster => IsAvailable && (Bfloat16Blas.HasTiles || !ProcessorMaker.IsIntel);

    /// <summary>The number of pairs that <see cref="Pack"/> writes.</summary>
    public static long PackedLength(int columns, int inner) => (long)(columns + PanelWidth - 1) / PanelWidth * PanelWidth * Pairs(inner);

    /// <summary>Rounds and packs a right-hand matrix B [inner, columns].</summary>
    /// <param name="transposed">Whether it is stored as [columns, inner].</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="inner">Its rows.</param>
    /// <param name="b">B, and…</param>
    /// <param name="strideB">…the distance of its stored rows in numbers.</param>
    /// <param name="packed">Receives <see cref="PackedLength"/> pairs.</param>
    public static void Pack(bool transposed, int columns, int inner, float* b, long strideB, uint* packed)
    {
        for (int first = 0; first < columns; first += PanelWidth, packed += (long)PanelWidth * Pairs(inner))
        {
            int width = Math.Min(PanelWidth, columns - first);
            if (transposed)
                PackColumns(width, inner, b + (first * strideB), strideB, packed);
            else
                PackRows(width, inner, b + first, strideB, packed);
        }
    }

    /// <summary>C ← A·B, or C + A·B, with a packed B.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="inner">Columns of A, rows of B.</param>
    /// <param name="a">A, and…</param>
    /// <param name="strideA">…the distance of its rows in numbers.</param>
    /// <param name="packed">B as <see cref="Pack"/> lays it out.</param>
    /// <param name="add">Whether to add to C; otherwise it is overwritten, whatever it holds.</param>
    /// <param name="c">C, and…</param>
    /// <param name="strideC">…the distance of its rows in numbers.</param>
    [SkipLocalsInit]
    public static void Multiply(int rows, int columns, int inner, float* a, long strideA, uint* packed, bool add, float* c, long strideC)
    {
        ushort* left = stackalloc ushort[TileRows * Depth];
        for (int row = 0; row < rows; row += TileRows)
        {
            int height = Math.Min(TileRows, rows - row);
            for (int k = 0; k < inner; k += Depth)
            {
                int depth = Math.Min(Depth, inner - k), stride = 2 * Pairs(depth);
                for (int r = 0; r < height; r++)
                    Round(a + ((row + r) * strideA) + k, depth, left + (r * stride));
                for (int first = 0; first < columns; first += PanelWidth)
                    Bfloat16Blas.Multiply(
                        height, Math.Min(PanelWidth, columns - first), stride, left, stride,
                        packed + ((long)first * Pairs(inner)) + (k / 2 * PanelWidth), PanelWidth, add || k > 0,
                        c + (row * strideC) + first, strideC);
            }
        }

        Bfloat16Blas.Release();
    }

    /// <summary>The number of pairs of scratch memory that <see cref="MultiplyTransposed"/> needs.</summary>
    /// <param name="rows">Rows of C.</param>
    public static long ScratchLength(int rows) => (rows + PanelWidth) * (long)(Depth / 2);

    /// <summary>C ← Aᵀ·B, or C + Aᵀ·B.</summary>
    /// <param name="rows">Columns of A, rows of C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="inner">Rows of A and B.</param>
    /// <param name="a">A, and…</param>
    /// <param name="strideA">…the distance of its rows in numbers.</param>
    /// <param name="b">B, and…</param>
    /// <param name="strideB">…the distance of its rows in numbers.</param>
    /// <param name="add">Whether to add to C; otherwise it is overwritten, whatever it holds.</param>
    /// <param name="c">C, and…</param>
    /// <param name="strideC">…the distance of its rows in numbers.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> pairs.</param>
    public static void MultiplyTransposed(
        int rows, int columns, int inner, float* a, long strideA, float* b, long strideB, bool add, float* c, long strideC, uint* scratch)
    {
        uint* right = scratch, left = scratch + (PanelWidth * (Depth / 2));
        for (int k = 0; k < inner; k += Depth)
        {
            int depth = Math.Min(Depth, inner - k), pairs = Pairs(depth);
            TransposeRows(rows, depth, a + (k * strideA), strideA, left);
            for (int first = 0; first < columns; first += PanelWidth)
            {
                int width = Math.Min(PanelWidth, columns - first);
                PackRows(width, depth, b + (k * strideB) + first, strideB, right);
                for (int row = 0; row < rows; row += TileRows)
                    Bfloat16Blas.Multiply(
                        Math.Min(TileRows, rows - row), width, 2 * pairs, (ushort*)(left + ((long)row * pairs)), 2 * pairs, right,
                        PanelWidth, add || k > 0, c + (row * strideC) + first, strideC);
            }
        }

        Bfloat16Blas.Release();
    }

    /// <summary>Rounds numbers; an odd count gets a zero after the last one.</summary>
    /// <param name="source">[count].</param>
    /// <param name="count">How many.</param>
    /// <param name="target">[count], rounded up to an even number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(float* source, int count, ushort* target)
    {
        int i = 0;
        for (; i + (2 * Simd.Width) <= count; i += 2 * Simd.Width)
            Vector512.Narrow(High(Vector512.Load(source + i)) >> 16, High(Vector512.Load(source + i + Simd.Width)) >> 16).Store(target + i);
        for (; i < count; i++)
            target[i] = (ushort)(High(Vector512.CreateScalar(source[i])).ToScalar() >> 16);
        if ((count & 1) != 0)
            target[count] = 0;
    }

    private static int Pairs(int inner) => (inner + 1) / 2;

    /// <summary>The rounded number in the upper half; the lower half is 0. What is not a number stays so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> High(Vector512<float> x)
    {
        Vector512<uint> bits = x.AsUInt32();
        Vector512<uint> rounded = bits + Vector512.Create(0x7fffu) + ((bits >> 16) & Vector512<uint>.One);
        return Vector512.ConditionalSelect(Vector512.IsNaN(x).AsUInt32(), bits | Vector512.Create(0x400000u), rounded)
            & Vector512.Create(0xffff0000u);
    }

    /// <summary>Two numbers of a column side by side: that of the first row in the lower half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Pair(Vector512<float> first, Vector512<float> second) => (High(first) >> 16) | High(second);

    private static uint Pair(float first, float second) =>
        Pair(Vector512.CreateScalar(first), Vector512.CreateScalar(second)).ToScalar();

    /// <summary>[inner, width] → pairs of rows [inner/2, 64].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows(int width, int inner, float* b, long strideB, uint* panel)
    {
        for (int k = 0; k < inner; k += 2, b += 2 * strideB, panel += PanelWidth)
        {
            bool single = k + 1 == inner;
            int n = 0;
            for (; n + Simd.Width <= width; n += Simd.Width)
                Pair(Vector512.Load(b + n), single ? Vector512<float>.Zero : Vector512.Load(b + strideB + n)).Store(panel + n);
            for (; n < PanelWidth; n++)
                panel[n] = n < width ? Pair(b[n], single ? 0 : b[strideB + n]) : 0;
        }
    }

    /// <summary>[width, inner] → pairs of neighbors within a row [inner/2, 64].</summary>
    [SkipLocalsInit]
    private static void PackColumns(int width, int inner, float* b, long strideB, uint* panel)
    {
        ushort* row = stackalloc ushort[Depth];
        for (int k = 0; k < inner; k += Depth, panel += Depth / 2 * PanelWidth)
        {
            int depth = Math.Min(Depth, inner - k);
            for (int n = 0; n < PanelWidth; n++)
            {
                if (n < width)
                    Round(b + (n * strideB) + k, depth, row);
                for (int i = 0; i < Pairs(depth); i++)
                    panel[(i * PanelWidth) + n] = n < width ? ((uint*)row)[i] : 0;
            }
        }
    }

    /// <summary>[depth, rows] → [rows, depth], as pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRows(int rows, int depth, float* a, long strideA, uint* target)
    {
        int pairs = Pairs(depth);
        for (int i = 0; i < pairs; i++, a += 2 * strideA)
        {
            bool single = (2 * i) + 1 == depth;
            int r = 0;
            for (; r + Simd.Width <= rows; r += Simd.Width)
            {
                Vector512<uint> column = Pair(
                    Vector512.Load(a + r), single ? Vector512<float>.Zero : Vector512.Load(a + strideA + r));
                uint* at = target + ((long)r * pairs) + i;
                for (int j = 0; j < Simd.Width; j++)
                    at[(long)j * pairs] = column.GetElement(j);
            }

            for (; r < rows; r++)
                target[((long)r * pairs) + i] = Pair(a[r], single ? 0 : a[strideA + r]);
        }
    }
}
