using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RpclPix2Seq.Sketches.Raster;

/// <summary>
/// Where the edges of a polygon cross the sub-rows of the picture, pixel row by pixel row, in the order in which the edges were added. A
/// pixel row has as many slots as it needs, each of one crossing a sub-row (and a sixteenth that is always empty, so that a slot is two
/// vectors): an edge takes the sub-rows that it crosses in a slot of its own, or in the one before if they are free there, as they are
/// where a side of an outline goes on.
/// <para>A crossing is 4·x + 1 + direction, x in 1/256 pixel, so that crossings in order are in the order of x.</para>
/// </summary>
internal sealed unsafe class CrossingTable
{
    /// <summary>Crossings a slot.</summary>
    public const int Lanes = 16;

    /// <summary>How far left in a crossing x is.</summary>
    public const int DirectionBits = 2;

    // No crossing: right of all others, and the inside neither begins nor ends there.
    private const int Empty = int.MaxValue - 2;

    // A bit for each sub-row of a pixel row.
    private const int AllSubRows = (1 << Polygon.SubRows) - 1;

    // Adding 1.5·2^52 leaves a double whose last bit is worth 1: the addition itself rounds, and the low 32 bits of the sum are the integer.
    private const double RoundingAnchor = 1.5 * (1L << 52);

    private readonly Row[] _rows;
    private int _capacity = 24;
    private int _fullest;
    private AlignedInts _crossings;
    private int[] _edges;

    /// <param name="size">The picture's pixel rows.</param>
    public CrossingTable(int size)
    {
        _rows = new Row[size];
        _crossings = new AlignedInts(size * _capacity * Lanes);
        _edges = new int[size * _capacity];
    }

    /// <summary>How many slots a pixel row has.</summary>
    public int Count(int row) => _rows[row].Count;

    /// <summary>The slots of a pixel row, [<see cref="Count"/>, <see cref="Lanes"/>], to be put in order in place.</summary>
    public int* Slots(int row) => _crossings.Address + ((nint)row * _capacity * Lanes);

    /// <summary>Whether no edge begins or ends within a pixel row, so that each has a slot of its own.</summary>
    public bool IsCrossedWhole(int row) => _rows[row].Partial == 0;

    /// <summary>Which edges cross a pixel row that <see cref="IsCrossedWhole"/>.</summary>
    public ReadOnlySpan<int> Edges(int row) => _edges.AsSpan(row * _capacity, _rows[row].Count);

    /// <summary>Replaces what there was by the crossings of <paramref name="edges"/>.</summary>
    public void Fill(ReadOnlySpan<Edge> edges)
    {
        _rows.AsSpan().Fill(new Row { Taken = AllSubRows });
        _fullest = 0;
        for (int i = 0; i < edges.Length; i++)
        {
            if (_fullest == _capacity)
                Grow();
            Add(edges[i], i);
        }
    }

    // Without a branch but the loop's: which sub-rows an edge crosses and whether they are free is as good as random. Not inlined, because it needs every register.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Add(in Edge edge, int index)
    {
        int row = edge.Top / Polygon.SubRows;
        int last = (edge.End - 1) / Polygon.SubRows;
        int fullest = _fullest;

        // Of its first pixel row the edge crosses what is below its top, of its last what is above its end.
        int belowTop = AllSubRows << (edge.Top - (row * Polygon.SubRows));
        int aboveEnd = (1 << (edge.End - (last * Polygon.SubRows))) - 1;

        // x in each sub-row of a pixel row that begins where the edge does, and how much further down this one begins.
        Vector256<double> step = Vector256.Create(edge.Step);
        Vector256<double> first = Vector256.Create(edge.First);
        Vector256<double> x0 = Vector256.FusedMultiplyAdd(Vector256.Create(0.0, 1, 2, 3), step, first);
        Vector256<double> x4 = Vector256.FusedMultiplyAdd(Vector256.Create(4.0, 5, 6, 7), step, first);
        Vector256<double> x8 = Vector256.FusedMultiplyAdd(Vector256.Create(8.0, 9, 10, 11), step, first);
        Vector256<double> x12 = Vector256.FusedMultiplyAdd(Vector256.Create(12.0, 13, 14, 15), step, first);
        Vector256<int> direction = Vector256.Create(1 + edge.Direction);
        int below = (row * Polygon.SubRows) - edge.Top;
        for (; row <= last; row++, below += Polygon.SubRows)
        {
            int crossed = AllSubRows & belowTop & (aboveEnd | ((row - last) >> 31));
            belowTop = AllSubRows;

            // −1 to share the last slot, 0 to take a new one.
            ref Row state = ref _rows[row];
            int shares = ((state.Taken & crossed) - 1) >> 31;
            int kept = state.Taken & shares;
            int slot = state.Count + shares;
            state.Taken = crossed | kept;
            state.Count = slot + 1;
            state.Partial |= crossed ^ AllSubRows;
            fullest = Math.Max(fullest, slot + 1);
            nint place = ((nint)row * _capacity) + slot;
            _edges[place] = index;

            Vector256<double> further = Vector256.Create(below * edge.Step);
            int* crossings = _crossings.Address + (place * Lanes);
            Put(crossings, Round(x0 + further, x4 + further), direction, crossed, kept, Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128));
            Put(crossings + 8, Round(x8 + further, x12 + further), direction, crossed, kept, Vector256.Create(1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15));
        }

        _fullest = fullest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Round(Vector256<double> left, Vector256<double> right)
    {
        Vector256<double> anchor = Vector256.Create(RoundingAnchor);
        return Vector256.Narrow((left + anchor).AsInt64(), (right + anchor).AsInt64());
    }

    // bits are those of the lanes in crossed (to be set) and kept (to be left as they are).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(int* crossings, Vector256<int> x, Vector256<int> direction, int crossed, int kept, Vector256<int> bits)
    {
        Vector256<int> isKept = Vector256.Equals(bits & Vector256.Create(kept), bits);
        Vector256<int> isCrossed = Vector256.Equals(bits & Vector256.Create(crossed), bits);
        Vector256<int> others = Vector256.ConditionalSelect(isKept, Vector256.LoadAligned(crossings), Vector256.Create(Empty));
        Vector256.ConditionalSelect(isCrossed, (x << DirectionBits) + direction, others).StoreAligned(crossings);
    }

    private void Grow()
    {
        int capacity = _capacity * 2;
        AlignedInts crossings = new(_rows.Length * capacity * Lanes);
        int[] edges = new int[_rows.Length * capacity];
        for (int row = 0; row < _rows.Length; row++)
        {
            int count = _rows[row].Count;
            new ReadOnlySpan<int>(Slots(row), count * Lanes).CopyTo(new Span<int>(crossings.Address + ((nint)row * capacity * Lanes), count * Lanes));
            _edges.AsSpan(row * _capacity, count).CopyTo(edges.AsSpan(row * capacity));
        }

        (_crossings, _edges, _capacity) = (crossings, edges, capacity);
    }

    /// <summary>What is known of a pixel row: its number of slots, which sub-rows of the last one are taken, and which sub-rows some edge leaves out.</summary>
    private struct Row
    {
        public int Count;
        public int Taken;
        public int Partial;
    }
}
