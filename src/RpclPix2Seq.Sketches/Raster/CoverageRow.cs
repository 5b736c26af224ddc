using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Raster;

/// <summary>
/// The coverage of one pixel row while it is gathered. A boundary of the inside at x changes the coverage of its own pixel by a part
/// and of every pixel right of it by the whole; so each boundary is one addition to one cell, and a running sum over the cells gives
/// the coverage of every pixel. Full coverage of a pixel is 2·256·15 units.
/// </summary>
internal sealed unsafe class CoverageRow
{
    private const int FullStep = 2 * Fixed.One;

    // One cell a pixel, and one on the right side of the picture. A cell packs two counters, added to at once: the number of sub-rows
    // that begin (above 2^32) and the units that they do not cover in the pixel itself (below).
    // Pinned, because the innermost loop goes without bounds checks: every x is clamped to the picture first.
    private readonly long[] _cells;
    private readonly long* _pinned;
    private readonly int _limit;
    private int _first = int.MaxValue;
    private int _last = -1;

    public CoverageRow(int size)
    {
        _cells = GC.AllocateArray<long>(size + 1, pinned: true);
        _pinned = (long*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_cells));
        _limit = size << Fixed.FractionBits;
    }

    /// <summary>The cells, for <see cref="AddSample"/>.</summary>
    public long* Cells => _pinned;

    /// <summary>The right side of the picture, as <see cref="ActiveEdge.Walk"/>: the largest that is not right of it.</summary>
    public ulong LimitWalk => (ulong)_limit << ActiveEdge.WalkBits;

    /// <summary>
    /// Adds a boundary at <paramref name="walk"/> (<see cref="ActiveEdge.Walk"/>) for one sub-row. <paramref name="sign"/> is +1 where the inside begins, −1 where it ends,
    /// 0 to add nothing. The row must be told by <see cref="Touch"/> which pixels were reached. Static, so that the innermost loop keeps <paramref name="cells"/> and
    /// <paramref name="limit"/> in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddSample(long* cells, ulong limit, long walk, long sign)
    {
        // Nearly every x is inside already: a branch that is foreseen costs less than two conditional moves.
        if ((ulong)walk > limit)
            walk = walk < 0 ? 0 : (long)limit;
        cells[walk >> (ActiveEdge.WalkBits + Fixed.FractionBits)] += sign * (Pack(1, 0) + ((walk >> (ActiveEdge.WalkBits - 1)) & (2 * Fixed.FractionMask)));
    }

    /// <summary>Says that samples were added at and between these two x, in 1/256 pixel.</summary>
    public void Touch(int left, int right)
    {
        _first = Math.Min(_first, Clamp(left, _limit) >> Fixed.FractionBits);
        _last = Math.Max(_last, Clamp(right, _limit) >> Fixed.FractionBits);
    }

    /// <summary>
    /// Adds a boundary that crosses the whole pixel row, by area instead of by sub-rows; the heights it passes within each pixel are
    /// rounded to whole sub-rows from left to right.
    /// </summary>
    /// <param name="top">Where it crosses the top of the row.</param>
    /// <param name="bottom">Where it crosses the bottom of the row.</param>
    /// <param name="sign">+1 where the inside begins and −1 where it ends.</param>
    public void AddBoundary(Rational top, Rational bottom, int sign)
    {
        (Rational left, Rational right) = top.Whole <= bottom.Whole ? (top, bottom) : (bottom, top);
        int unit = left.Unit;
        int cell = left.Whole >> Fixed.FractionBits;
        int lastCell = right.Whole >> Fixed.FractionBits;
        int leftFraction = left.Whole & Fixed.FractionMask;
        int rightFraction = right.Whole & Fixed.FractionMask;
        if (cell == lastCell)
        {
            AddCell(cell, sign * Polygon.SubRows, sign * (leftFraction + rightFraction) * Polygon.SubRows);
            return;
        }

        // The height that is reached at the right side of each pixel, in sub-rows: its share of the way across.
        long run = ((long)(right.Whole - left.Whole) * unit) + (right.Part - left.Part);
        long way = ((long)(Fixed.One - leftFraction) * unit) - left.Part;
        long pixel = (long)Fixed.One * unit;
        int reached = 0;
        int uncovered = Fixed.One + leftFraction;
        for (; cell < lastCell; cell++, way += pixel, uncovered = Fixed.One)
        {
            int height = (int)(way * Polygon.SubRows / run);
            int rows = sign * (height - reached);
            AddCell(cell, rows, rows * uncovered);
            reached = height;
        }

        int rest = sign * (Polygon.SubRows - reached);
        AddCell(lastCell, rest, rest * rightFraction);
    }

    /// <summary>Writes the row, black where covered, into <paramref name="pixels"/> (which is white) and empties it.</summary>
    public void Flush(Span<byte> pixels)
    {
        if (_last < 0)
            return;

        Span<long> cells = _cells.AsSpan(_first, _last - _first + 1);
        pixels = pixels[_first..];
        int covered = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            int uncovered = (int)cells[i];
            covered += (int)((cells[i] - uncovered) >> 32) * FullStep;
            cells[i] = 0;
            if (i < pixels.Length)
                pixels[i] = Shade(covered - uncovered);
        }

        _first = int.MaxValue;
        _last = -1;
    }

    // 255/7680 is 17/512 exactly; half a level is rounded up. Black over white by a coverage of a levels leaves 255 − a exactly.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Shade(int units) => (byte)(255 - (((units * 17) + 256) >> 9));

    private static int Clamp(int x, int limit) => (uint)x <= (uint)limit ? x : x < 0 ? 0 : limit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Pack(int rows, int uncovered) => ((long)rows << 32) + uncovered;

    // Left of the picture only the whole change counts, right of it nothing.
    private void AddCell(int cell, int rows, int uncovered)
    {
        if (cell >= _cells.Length)
            return;
        if (cell < 0)
            (cell, uncovered) = (0, 0);
        _cells[cell] += Pack(rows, uncovered);
        _first = Math.Min(_first, cell);
        _last = Math.Max(_last, cell);
    }
}
