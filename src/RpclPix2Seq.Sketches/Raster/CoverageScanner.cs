using System.Numerics;
using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Raster;

/// <summary>
/// Fills a polygon by the non-zero rule. Each pixel row is sampled at 15 sub-rows, on which the inside is known to 1/256 pixel; rows in
/// which no edge begins, ends or meets another are covered by exact areas instead, as cairo's scan converter does.
/// </summary>
internal sealed class CoverageScanner(int size)
{
    private const int SubRows = Polygon.SubRows;

    private readonly CoverageRow _row = new(size);
    private readonly ActiveEdges _active = new();

    // For each sub-row the first edge that begins there; for each pixel row which of its sub-rows have one.
    private readonly int[] _begins = new int[size * SubRows];
    private readonly int[] _beginMask = new int[size];

    /// <summary>Draws <paramref name="polygon"/> in black over the white <paramref name="image"/> [size, size].</summary>
    public void Fill(Polygon polygon, Span<byte> image)
    {
        Span<Edge> edges = polygon.Edges;
        if (edges.Length == 0)
            return;

        SortByBeginning(edges);
        _active.Reset(edges.Length);
        for (int y = 0; y < size; y++)
        {
            int mask = _beginMask[y];
            if (mask == 0 && _active.Count == 0)
                continue;

            int top = y * SubRows;
            if ((mask & 1) != 0)
                _active.Begin(edges, _begins[top]);
            mask &= ~1;
            if (mask == 0 && CanCoverByArea(_active.Items, top + SubRows))
                CoverByArea(edges, top);
            else
                SampleRow(edges, top, mask);

            _row.Flush(image.Slice(y * size, size));
        }
    }

    // Linked from the last edge to the first, so that every list is in the order in which the edges were added.
    private void SortByBeginning(Span<Edge> edges)
    {
        Array.Clear(_beginMask);
        for (int i = edges.Length - 1; i >= 0; i--)
        {
            ref Edge edge = ref edges[i];
            int row = edge.Top / SubRows;
            int bit = 1 << (edge.Top - (row * SubRows));
            edge.Next = (_beginMask[row] & bit) == 0 ? -1 : _begins[edge.Top];
            _begins[edge.Top] = i;
            _beginMask[row] |= bit;
        }
    }

    // Areas do where every edge goes on for the whole row and none meets another, which the order at the end of the row tells.
    private static bool CanCoverByArea(ReadOnlySpan<ActiveEdge> active, int bottom)
    {
        int previous = int.MinValue;
        foreach (ref readonly ActiveEdge edge in active)
        {
            int x = edge.NextRowX;
            if (edge.End < bottom || x < previous)
                return false;
            previous = x;
        }

        return true;
    }

    // Inside areas that touch in the first sub-row count as one: the boundaries between them are left out.
    private void CoverByArea(ReadOnlySpan<Edge> edges, int top)
    {
        Span<ActiveEdge> active = _active.Items;
        int bottom = top + SubRows;
        int count = 0;
        int winding = 0;
        bool inside = false;
        for (int i = 0; i < active.Length; i++)
        {
            ActiveEdge edge = active[i];
            winding += edge.Direction;
            bool begins = !inside;
            bool ends = inside && winding == 0 && (i + 1 == active.Length || active[i + 1].X != edge.X);
            inside = !ends;
            if (begins || ends)
            {
                ref readonly Edge line = ref edges[edge.Index];
                _row.AddBoundary(line.CrossingAtTopOf(top), line.CrossingAtTopOf(bottom), begins ? 1 : -1);
            }

            edge.AdvanceRow();
            if (edge.End > bottom)
                active[count++] = edge;
        }

        _active.Count = count;
    }

    private void SampleRow(ReadOnlySpan<Edge> edges, int top, int mask)
    {
        int bottom = top + SubRows;
        for (int next = top; next < bottom;)
        {
            int end = mask == 0 ? bottom : top + BitOperations.TrailingZeroCount(mask);
            _active.Count = SampleSubRows(_active.Items, next, end, _row);
            if (mask != 0)
                _active.Begin(edges, _begins[end]);
            mask &= mask - 1;
            next = end;
        }
    }

    // Covers what is inside from sub-row top up to end, between which no edge begins, and steps the edges down, keeping their order;
    // edges at the same x keep theirs. Returns how many go on. This is most of the work of a picture: a boundary of no weight costs less
    // than a branch that is not foreseen. Not inlined, because it needs every register.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe int SampleSubRows(Span<ActiveEdge> edges, int top, int end, CoverageRow row)
    {
        int total = edges.Length;
        long* cells = row.Cells;
        ulong limit = row.LimitWalk;
        long leftmost = long.MaxValue;
        long rightmost = long.MinValue;
        fixed (ActiveEdge* active = edges)
        {
            while (top < end && total > 0)
            {
                top++;
                ActiveEdge* last = active + total;
                leftmost = Math.Min(leftmost, active->Walk);
                rightmost = Math.Max(rightmost, last[-1].Walk);
                ActiveEdge* kept = active;
                long winding = 0;
                long outside = 1;
                long previous = long.MinValue;
                for (ActiveEdge* edge = active; edge < last; edge++)
                {
                    long walk = edge->Walk;
                    long before = outside;
                    winding += edge->Direction;
                    outside = winding == 0 ? 1 : 0;
                    CoverageRow.AddSample(cells, limit, walk, before - outside);
                    if (edge->End == top)
                        continue;

                    walk += edge->Step;
                    if (kept != edge)
                        *kept = *edge;
                    kept->Walk = walk;
                    if (walk < previous)
                        MoveLeft(active, kept, kept->X);
                    else
                        previous = ActiveEdge.Floor(walk);
                    kept++;
                }

                total = (int)(kept - active);
            }
        }

        if (leftmost <= rightmost)
            row.Touch(ActiveEdge.XOf(leftmost), ActiveEdge.XOf(rightmost));
        return total;
    }

    // Two edges have met: puts the last one in front of those that are now right of it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void MoveLeft(ActiveEdge* first, ActiveEdge* last, int x)
    {
        ActiveEdge edge = *last;
        for (; last > first && last[-1].X > x; last--)
            *last = last[-1];
        *last = edge;
    }
}
