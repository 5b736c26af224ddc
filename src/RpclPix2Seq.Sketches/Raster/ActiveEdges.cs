using System.Numerics;

namespace RpclPix2Seq.Sketches.Raster;

/// <summary>
/// The edges that cross the current sub-row, ordered by x. The order of edges at the same x is the one cairo's lists would have: it
/// decides whether a row is covered by area, and so the last levels.
/// </summary>
internal sealed class ActiveEdges
{
    private ActiveEdge[] _items = new ActiveEdge[64];
    private ActiveEdge[] _beginning = new ActiveEdge[64];
    private ActiveEdge[] _merged = new ActiveEdge[64];

    /// <summary>The number of edges.</summary>
    public int Count { get; set; }

    /// <summary>The edges.</summary>
    public Span<ActiveEdge> Items => _items.AsSpan(0, Count);

    /// <summary>Forgets the edges and makes room for <paramref name="capacity"/>.</summary>
    public void Reset(int capacity)
    {
        Count = 0;
        if (_items.Length >= capacity)
            return;
        capacity = (int)BitOperations.RoundUpToPowerOf2((uint)capacity);
        _items = new ActiveEdge[capacity];
        _beginning = new ActiveEdge[capacity];
        _merged = new ActiveEdge[capacity];
    }

    /// <summary>Adds the edges that begin at a sub-row: <paramref name="index"/> and those linked behind it.</summary>
    public void Begin(ReadOnlySpan<Edge> edges, int index)
    {
        int second = edges[index].Next;
        if (second < 0)
        {
            Insert(edges[index].First, 0);
            return;
        }

        if (edges[second].Next < 0)
        {
            InsertPair(edges[index].First, edges[second].First);
            return;
        }

        int count = 0;
        for (; index >= 0; index = edges[index].Next)
            _beginning[count++] = edges[index].First;
        for (int width = 1; width < count; width *= 2)
        {
            for (int i = 0; i < count; i += 2 * width)
            {
                int middle = Math.Min(i + width, count);
                int end = Math.Min(i + (2 * width), count);
                Merge(_beginning.AsSpan(i, middle - i), _beginning.AsSpan(middle, end - middle), _merged.AsSpan(i, end - i));
            }

            (_beginning, _merged) = (_merged, _beginning);
        }

        Merge(Items, _beginning.AsSpan(0, count), _merged.AsSpan(0, Count + count));
        (_items, _merged) = (_merged, _items);
        Count += count;
    }

    // Inserts an edge behind those that are not right of it, none of which is before place. Returns the place behind it.
    private int Insert(in ActiveEdge edge, int place)
    {
        int x = edge.X;
        ActiveEdge[] items = _items;
        int end = Count++;
        for (; end > place && items[end - 1].X > x; end--)
            items[end] = items[end - 1];
        items[end] = edge;
        return end + 1;
    }

    // What Merge does, for the two edges that most often begin together.
    private void InsertPair(in ActiveEdge first, in ActiveEdge second)
    {
        bool ordered = first.X <= second.X;
        int place = Insert(ordered ? first : second, 0);
        ActiveEdge right = ordered ? second : first;
        if (place < Count && _items[place].X == right.X)
        {
            _items.AsSpan(place, Count - place).CopyTo(_items.AsSpan(place + 1));
            _items[place] = right;
            Count++;
        }
        else
        {
            Insert(right, place);
        }
    }

    // Of edges at the same x, those come first whose list is being taken from.
    private static void Merge(ReadOnlySpan<ActiveEdge> a, ReadOnlySpan<ActiveEdge> b, Span<ActiveEdge> merged)
    {
        int i = 0;
        int j = 0;
        bool fromA = true;
        for (int k = 0; k < merged.Length; k++)
        {
            if (i == a.Length || j == b.Length)
                fromA = i < a.Length;
            else
                fromA = fromA ? a[i].X <= b[j].X : a[i].X < b[j].X;
            merged[k] = fromA ? a[i++] : b[j++];
        }
    }
}
