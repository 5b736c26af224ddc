using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// Accumulates the coverage of one pixel row. A boundary of the inside at x changes the coverage of its own pixel in part and of every
/// pixel to its right in full. So each boundary is one addition to one cell, and a running sum over the cells gives the coverage of every
/// pixel. Full coverage of a pixel is 2·256·15 units.
/// </summary>
internal sealed unsafe class CoverageRow
{
    // Pixels are written in blocks.
    private const int Block = 8;

    // Neighboring sub-rows mostly hit the same cell, and an addition to memory waits for the previous one, so each uses a different copy.
    private const int Copies = 4;

    // A cell packs two counters that are updated in one addition: the number of sub-rows that begin, and the units that they do not cover
    // in the pixel itself. In each sub-row, begins and ends alternate, so a pixel's final sums are within ±15 and ±15·510, respectively.
    private const int RowBits = 16;

    private readonly int _limit;
    private readonly int _length;

    // [Copies, length]: one cell per pixel, one to the right of the picture, and as many as fill the last block.
    private readonly AlignedInts _cells;
    private readonly AlignedInts _samples = new(2 * Vector256<int>.Count);

    public CoverageRow(int size)
    {
        _limit = size << Fixed.FractionBits;
        _length = (size + Block) & -Block;
        _cells = new AlignedInts(Copies * _length);
    }

    /// <summary>Adds the coverage of the inside in each sub-row.</summary>
    /// <param name="slots">[count, <see cref="CrossingRow.Lanes"/>] crossings, sorted in each lane.</param>
    /// <param name="count">The number of slots.</param>
    public void AddSamples(int* slots, int count)
    {
        AddHalf(slots, count);
        AddHalf(slots + Vector256<int>.Count, count);
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

        // The height reached at the right side of each pixel, in sub-rows: its share of the way across.
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

    /// <summary>Writes the row, black where covered, into <paramref name="pixels"/> [size] and empties it.</summary>
    public void Flush(Span<byte> pixels)
    {
        Vector128<int> covered = Vector128<int>.Zero;
        for (int i = 0; i < _length; i += Block)
        {
            Vector128<short> levels = TakeLevels(i, ref covered);
            Vector128<byte> bytes = Vector128.Narrow(levels, levels).AsByte();
            if (i + Block <= pixels.Length)
                MemoryMarshal.Write(pixels[i..], bytes.AsInt64().ToScalar());
            else
                WriteLast(bytes, pixels[Math.Min(i, pixels.Length)..]);
        }
    }

    private static void WriteLast(Vector128<byte> levels, Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = levels[i];
    }

    // Half of the lanes. A boundary of zero weight costs less than a mispredicted branch. Not inlined, because it needs every register.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddHalf(int* slots, int count)
    {
        byte* cells = (byte*)_cells.Address;
        int* place = _samples.Address;
        int* change = place + Vector256<int>.Count;
        Vector256<int> limit = Vector256.Create(_limit);
        Vector256<int> copies = Vector256.Create(0, 1, 2, 3, 0, 1, 2, 3) * (_length * sizeof(int));
        Vector256<int> winding = Vector256<int>.Zero;
        Vector256<int> before = Vector256<int>.AllBitsSet;
        for (; count > 0; count--, slots += CrossingRow.Lanes)
        {
            // −1 where the area to the right of the crossing is outside, so the difference is +1 where the inside begins and −1 where it
            // ends.
            Vector256<int> crossing = Vector256.LoadAligned(slots);
            winding += (crossing & Vector256.Create((1 << CrossingRow.DirectionBits) - 1)) - Vector256<int>.One;
            Vector256<int> outside = Vector256.Equals(winding, Vector256<int>.Zero);
            Vector256<int> sign = outside - before;
            before = outside;

            Vector256<int> x = Vector256.Min(Vector256.Max(crossing >> CrossingRow.DirectionBits, Vector256<int>.Zero), limit);
            Vector256<int> uncovered = (x & Vector256.Create(Fixed.FractionMask)) << 1;
            (sign * (uncovered + Vector256.Create(1 << RowBits))).StoreAligned(change);
            (((x >> Fixed.FractionBits) * sizeof(int)) + copies).StoreAligned(place);
            *(int*)(cells + (uint)place[0]) += change[0];
            *(int*)(cells + (uint)place[1]) += change[1];
            *(int*)(cells + (uint)place[2]) += change[2];
            *(int*)(cells + (uint)place[3]) += change[3];
            *(int*)(cells + (uint)place[4]) += change[4];
            *(int*)(cells + (uint)place[5]) += change[5];
            *(int*)(cells + (uint)place[6]) += change[6];
            *(int*)(cells + (uint)place[7]) += change[7];
        }
    }

    // The levels of the block at pixel i. On entry, covered is the coverage to its left; on return, that of its last pixel, in every lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<short> TakeLevels(int i, ref Vector128<int> covered)
    {
        int* cell = _cells.Address + i;
        int length = _length;
        Vector256<int> change = Take(cell) + Take(cell + length) + Take(cell + (2 * length)) + Take(cell + (3 * length));

        // The upper counter, in units of the coverage that a whole pixel has in each sub-row; then its running sum.
        Vector256<int> uncovered = (change << RowBits) >> RowBits;
        Vector256<int> begun = (change - uncovered) >> (RowBits - Fixed.FractionBits - 1);
        Vector128<int> left = RunningSum(begun.GetLower()) + covered;
        Vector128<int> right = RunningSum(begun.GetUpper()) + Vector128.Shuffle(left, Vector128.Create(3));
        covered = Vector128.Shuffle(right, Vector128.Create(3));

        // 255/7680 is exactly 17/512; half a level is rounded up. Black over white with a coverage of a levels leaves exactly 255 − a.
        Vector256<int> units = Vector256.Create(left, right) - uncovered;
        Vector256<int> levels = Vector256.Create(255) - (((units * 17) + Vector256.Create(256)) >> 9);
        return Vector128.Narrow(levels.GetLower(), levels.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> RunningSum(Vector128<int> values)
    {
        values += Vector128.Shuffle(values, Vector128.Create(-1, 0, 1, 2));
        return values + Vector128.Shuffle(values, Vector128.Create(-1, -1, 0, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Take(int* cells)
    {
        Vector256<int> values = Vector256.LoadAligned(cells);
        Vector256<int>.Zero.StoreAligned(cells);
        return values;
    }

    // To the left of the picture, only the change of whole pixels counts; to the right of it, nothing.
    private void AddCell(int cell, int rows, int uncovered)
    {
        if (cell >= _length)
            return;
        if (cell < 0)
            (cell, uncovered) = (0, 0);
        _cells.Address[cell] += (rows << RowBits) + uncovered;
    }
}

/// <summary>Integers at a fixed address that is a multiple of 64 bytes, for vector loops without bounds checks. Initially 0.</summary>
internal sealed unsafe class AlignedInts
{
    private const int Alignment = 64;

    // The address is valid as long as this array is alive.
    private readonly int[] _pinned;

    public AlignedInts(int length)
    {
        _pinned = GC.AllocateArray<int>(length + (Alignment / sizeof(int)), pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pinned));
        Address = (int*)((start + Alignment - 1) & -Alignment);
    }

    /// <summary>The address of the first one.</summary>
    public int* Address { get; }
}
