using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// Where edges cross the sub-rows of a pixel row, in as many slots as are needed. A slot has one crossing per sub-row (and a sixteenth that
/// is always empty, so that a slot is two vectors). An edge uses its sub-rows in a slot of its own or, to keep slots few, in one where they
/// are free: where one edge ends, another usually begins.
/// <para>A crossing is 4·x + 1 + direction, x in 1/256 pixel, so sorted crossings are in the order of x.</para>
/// </summary>
internal sealed unsafe class CrossingRow
{
    /// <summary>Crossings per slot.</summary>
    public const int Lanes = 16;

    /// <summary>The number of bits by which x is shifted left in a crossing.</summary>
    public const int DirectionBits = 2;

    // No crossing: right of all others, and the inside neither begins nor ends there.
    private const int Empty = int.MaxValue - 2;

    // A bit for each sub-row of the pixel row.
    private const int AllSubRows = (1 << Polygon.SubRows) - 1;

    // The number of slots with free sub-rows that are tracked; their taken sub-rows are one vector.
    private const int OpenSlots = 8;

    // Adding 1.5·2^52 leaves a double whose last bit is worth 1: the addition itself rounds, and the low 32 bits of the sum are the
    // integer.
    private const double RoundingAnchor = 1.5 * (1L << 52);

    private readonly AlignedInts _open = new(OpenSlots);
    private AlignedInts _slots = new(32 * Lanes);
    private int _capacity = 32;

    /// <summary>The slots, to be sorted in place.</summary>
    public int* Slots => _slots.Address;

    /// <summary>Replaces the slots with the crossings of a pixel row.</summary>
    /// <param name="edges">The edges of the polygon.</param>
    /// <param name="active">Which of them cross the row.</param>
    /// <param name="top">The first sub-row of the row.</param>
    /// <returns>The number of slots.</returns>
    public int Fill(ReadOnlySpan<Edge> edges, ReadOnlySpan<int> active, int top)
    {
        if (_capacity < active.Length)
        {
            _capacity = (int)BitOperations.RoundUpToPowerOf2((uint)active.Length);
            _slots = new AlignedInts(checked(_capacity * Lanes));
        }

        return FillSlots(edges, active, top);
    }

    // No branch except the loop's: which sub-rows an edge crosses and where they are free is practically random. Not inlined, because it
    // needs every register.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FillSlots(ReadOnlySpan<Edge> edges, ReadOnlySpan<int> active, int top)
    {
        int count = 0;
        int next = 0;
        int* slots = _slots.Address;
        int* open = _open.Address;
        Vector128<short> taken = Vector128.Create((short)AllSubRows);
        foreach (int index in active)
        {
            // In its first row, an edge crosses the sub-rows below its top; in its last row, those above its end.
            ref readonly Edge edge = ref edges[index];
            int above = edge.Top - top;
            int beyond = edge.End - top - Polygon.SubRows;
            int crossed = (AllSubRows << (above & ~(above >> 31))) & (AllSubRows >> -(beyond & (beyond >> 31)));

            // The first open slot in which these are free, otherwise a new one, which replaces the one that has been open longest.
            Vector128<short> crossedNow = Vector128.Create((short)crossed);
            int found = BitOperations.TrailingZeroCount(
                Vector128.Equals(taken & crossedNow, Vector128<short>.Zero).ExtractMostSignificantBits() | (1 << OpenSlots));
            int isNew = found / OpenSlots;
            int place = (found + (isNew * next)) % OpenSlots;
            int slot = open[place];
            slot += (count - slot) & -isNew;
            open[place] = slot;
            count += isNew;
            next = (next + isNew) % OpenSlots;
            Vector128<short> isPlace = Vector128.Equals(Vector128<short>.Indices, Vector128.Create((short)place));
            taken = Vector128.ConditionalSelect(isPlace, (taken & Vector128.Create((short)(isNew - 1))) | crossedNow, taken);

            int* crossings = slots + ((nint)slot * Lanes);
            Vector256<double> below = Vector256.Create((double)-above);
            Vector256<double> step = Vector256.Create(edge.Step);
            Vector256<double> first = Vector256.Create(edge.First);
            Vector256<int> direction = Vector256.Create(1 + edge.Direction);
            Vector256<int> left = Vector256.Narrow(
                RoundedX(Vector256.Create(0.0, 1, 2, 3) + below, step, first),
                RoundedX(Vector256.Create(4.0, 5, 6, 7) + below, step, first));
            Vector256<int> right = Vector256.Narrow(
                RoundedX(Vector256.Create(8.0, 9, 10, 11) + below, step, first),
                RoundedX(Vector256.Create(12.0, 13, 14, 15) + below, step, first));
            Vector256<int> isFresh = Vector256.Create(-isNew);
            Vector256<int> lanes = Vector256.Create(crossed);
            Put(crossings, (left << DirectionBits) + direction, isFresh, lanes, Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128));
            Put(crossings + Vector256<int>.Count, (right << DirectionBits) + direction, isFresh, lanes, Vector256.Create(
                1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15));
        }

        return count;
    }

    // Same as Edge.XAt, in the low halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> RoundedX(Vector256<double> subRow, Vector256<double> step, Vector256<double> first) =>
        (Vector256.FusedMultiplyAdd(subRow, step, first) + Vector256.Create(RoundingAnchor)).AsInt64();

    // bits holds the bit of each lane in crossed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(int* slot, Vector256<int> crossings, Vector256<int> isFresh, Vector256<int> crossed, Vector256<int> bits)
    {
        Vector256<int> there = Vector256.ConditionalSelect(isFresh, Vector256.Create(Empty), Vector256.LoadAligned(slot));
        Vector256<int> isCrossed = Vector256.Equals(bits & crossed, bits);
        Vector256.ConditionalSelect(isCrossed, crossings, there).StoreAligned(slot);
    }
}
