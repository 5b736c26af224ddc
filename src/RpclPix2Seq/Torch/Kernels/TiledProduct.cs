using System.Runtime.Intrinsics;
using RpclPix2Seq.Torch.Native;

namespace RpclPix2Seq.Torch.Kernels;

/// <summary>
/// Matrix products with 512-bit vectors, for CPUs on which libtorch's library (MKL) does not use them: those not made by Intel. A
/// right-hand matrix is packed into panels of 32 columns; a tile of 12 × 32 results stays in registers while it moves down a panel. Every
/// result is one chain of fused multiply-adds in the order of the inner dimension, whatever the number of rows, so that a row's bits depend
/// only on the row.
/// <para>All of it runs on the calling thread and allocates nothing.</para>
/// </summary>
internal static unsafe partial class TiledProduct
{
    /// <summary>Columns per panel: two vectors.</summary>
    public const int PanelWidth = 32;

    /// <summary>
    /// Rows of a panel that a tile covers before the next tile starts: 64 KB, which fits in the second-level cache together with the
    /// left-hand rows.
    /// </summary>
    public const int Depth = 512;

    private const int TileRows = 12, SmallTileRows = 4;

    /// <summary>Whether products are faster here than in libtorch's library.</summary>
    public static bool IsFaster { get; } = Vector512.IsHardwareAccelerated && !ProcessorMaker.IsIntel;

    /// <summary>The number of values that <see cref="Pack"/> writes: columns are padded to full panels.</summary>
    public static long PackedLength(int columns, int inner) => (long)(columns + PanelWidth - 1) / PanelWidth * PanelWidth * inner;

    /// <summary>Packs a right-hand matrix B [inner, columns] into panels.</summary>
    /// <param name="transposed">Whether it is stored as [columns, inner].</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="inner">Its rows.</param>
    /// <param name="b">B, and…</param>
    /// <param name="strideB">…the distance of its stored rows in numbers.</param>
    /// <param name="packed">Receives <see cref="PackedLength"/> numbers.</param>
    public static void Pack(bool transposed, int columns, int inner, float* b, long strideB, float* packed)
    {
        for (int first = 0; first < columns; first += PanelWidth, packed += (long)PanelWidth * inner)
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
    /// <param name="a">A: the number of row r and column k is at r·<paramref name="rowStep"/> + k·<paramref name="innerStep"/>.</param>
    /// <param name="rowStep">The stride for A as it is, 1 for a transposed A.</param>
    /// <param name="innerStep">1 for A as it is, the stride for a transposed A.</param>
    /// <param name="packed">B as <see cref="Pack"/> lays it out.</param>
    /// <param name="add">Whether to add to C; otherwise it is overwritten, whatever it holds.</param>
    /// <param name="c">C, and…</param>
    /// <param name="strideC">…the distance of its rows in numbers.</param>
    public static void Multiply(
        int rows, int columns, int inner, float* a, long rowStep, long innerStep, float* packed, bool add, float* c, long strideC)
    {
        float* tile = stackalloc float[TileRows * PanelWidth], tail = stackalloc float[SmallTileRows * Depth];
        for (int k = 0; k < inner; k += Depth)
        {
            int depth = Math.Min(Depth, inner - k), rest = rows % SmallTileRows;
            float* block = a + (k * innerStep);
            bool adds = add || k > 0;
            CopyTail(rest, depth, block + ((rows - rest) * rowStep), rowStep, innerStep, tail);
            for (int first = 0; first < columns; first += PanelWidth)
            {
                float* panel = packed + ((long)first * inner) + ((long)k * PanelWidth);
                int width = Math.Min(PanelWidth, columns - first), row = 0;
                float* results = c + first;
                for (; row + TileRows <= rows; row += TileRows)
                    Place(TileRows, TileRows, width, depth, block + (row * rowStep), rowStep, innerStep, panel, adds,
                        results + (row * strideC), strideC, tile);
                for (; row + SmallTileRows <= rows; row += SmallTileRows)
                    Place(SmallTileRows, SmallTileRows, width, depth, block + (row * rowStep), rowStep, innerStep, panel, adds,
                        results + (row * strideC), strideC, tile);
                if (rest > 0)
                    Place(SmallTileRows, rest, width, depth, tail, 1, SmallTileRows, panel, adds, results + (row * strideC), strideC, tile);
            }
        }
    }

    /// <summary>C ← Aᵀ·B, a block of B packed at a time.</summary>
    /// <param name="rows">Columns of A, rows of C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="inner">Rows of A and B.</param>
    /// <param name="a">A, and…</param>
    /// <param name="strideA">…the distance of its rows in numbers.</param>
    /// <param name="b">B, and…</param>
    /// <param name="strideB">…the distance of its rows in numbers.</param>
    /// <param name="c">C, and…</param>
    /// <param name="strideC">…the distance of its rows in numbers.</param>
    /// <param name="scratch">[columns, rounded up to panels, × <see cref="Depth"/>].</param>
    public static void MultiplyTransposed(
        int rows, int columns, int inner, float* a, long strideA, float* b, long strideB, float* c, long strideC, float* scratch)
    {
        for (int k = 0; k < inner; k += Depth)
        {
            int depth = Math.Min(Depth, inner - k);
            Pack(false, columns, depth, b + (k * strideB), strideB, scratch);
            Multiply(rows, columns, depth, a + (k * strideA), 1, strideA, scratch, k > 0, c, strideC);
        }
    }

    /// <summary>One tile in its place, through <paramref name="scratch"/> where it would extend beyond the edge of C.</summary>
    private static void Place(
        int height, int usedRows, int usedColumns, int depth, float* a, long rowStep, long innerStep, float* panel, bool add, float* c,
        long strideC, float* scratch)
    {
        bool whole = usedRows == height && usedColumns == PanelWidth;
        float* target = whole ? c : scratch;
        nint stride = whole ? (nint)strideC : PanelWidth;
        if (!whole && add)
        {
            for (int r = 0; r < usedRows; r++)
                new ReadOnlySpan<float>(c + (r * strideC), usedColumns).CopyTo(new Span<float>(scratch + (r * PanelWidth), usedColumns));
        }

        if (height == TileRows)
            Tile12(depth, a, (nint)rowStep, (nint)innerStep, panel, target, stride, add);
        else
            Tile4(depth, a, (nint)rowStep, (nint)innerStep, panel, target, stride, add);

        if (!whole)
        {
            for (int r = 0; r < usedRows; r++)
                new ReadOnlySpan<float>(scratch + (r * PanelWidth), usedColumns).CopyTo(new Span<float>(c + (r * strideC), usedColumns));
        }
    }

    /// <summary>The last rows of A, fewer than a small tile has, padded with zeros: [depth, 4].</summary>
    private static void CopyTail(int rows, int depth, float* a, long rowStep, long innerStep, float* tail)
    {
        if (rows == 0)
            return;
        for (int k = 0; k < depth; k++)
        {
            for (int r = 0; r < SmallTileRows; r++)
                tail[(k * SmallTileRows) + r] = r < rows ? a[(r * rowStep) + (k * innerStep)] : 0;
        }
    }

    private static void PackRows(int width, int inner, float* b, long strideB, float* panel)
    {
        for (int k = 0; k < inner; k++, b += strideB, panel += PanelWidth)
        {
            Span<float> row = new(panel, PanelWidth);
            new ReadOnlySpan<float>(b, width).CopyTo(row);
            row[width..].Clear();
        }
    }

    private static void PackColumns(int width, int inner, float* b, long strideB, float* panel)
    {
        for (int k = 0; k < inner; k++, b++, panel += PanelWidth)
        {
            for (int n = 0; n < PanelWidth; n++)
                panel[n] = n < width ? b[n * strideB] : 0;
        }
    }
}
