using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// The edges of the outlines, cut at the sides of the picture. Parts to the left or right of the picture are moved onto its side instead of
/// being dropped, because they still decide what is inside (winding numbers are counted from the left).
/// </summary>
internal sealed class Polygon(int size)
{
    /// <summary>Sub-rows per pixel.</summary>
    public const int SubRows = 15;

    private readonly GrowingArray<Edge> _edges = new(512);
    private readonly int _limit = size << Fixed.FractionBits;

    /// <summary>The edges in the order they were added; none is outside of the picture's rows.</summary>
    public Span<Edge> Edges => _edges.Items;

    /// <summary>Forgets all edges.</summary>
    public void Clear() => _edges.Clear();

    /// <summary>Adds one side of an outline; <paramref name="direction"/> is ±1 for an outline traced forwards or backwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLine(FixedPoint from, FixedPoint to, int direction)
    {
        if (from.Y == to.Y)
            return;
        // Turned downward without a branch: half of the lines go up, unpredictably.
        int up = (to.Y - from.Y) >> 31;
        int flipX = (from.X ^ to.X) & up;
        int flipY = (from.Y ^ to.Y) & up;
        from = new FixedPoint(from.X ^ flipX, from.Y ^ flipY);
        to = new FixedPoint(to.X ^ flipX, to.Y ^ flipY);
        direction = (direction ^ up) - up;

        bool inside = from.Y >= 0 && to.Y <= _limit
            && (uint)from.X <= (uint)_limit && (uint)to.X <= (uint)_limit;
        if (inside)
            AddEdge(from, to, from.Y, to.Y, direction);
        else
            AddCut(from, to, direction);
    }

    // Cuts a downward line at the box [0, limit]². The parts left and right of it become vertical edges on its sides.
    private void AddCut(FixedPoint from, FixedPoint to, int direction)
    {
        int top = Math.Max(from.Y, 0);
        int bottom = Math.Min(to.Y, _limit);
        if (top >= bottom)
            return;

        (int nearX, int farX) = from.X <= to.X ? (0, _limit) : (_limit, 0);
        bool rightward = from.X <= to.X;
        if (Math.Max(from.X, to.X) <= 0)
        {
            AddVertical(0, top, bottom, direction);
            return;
        }

        if (Math.Min(from.X, to.X) >= _limit)
        {
            AddVertical(_limit, top, bottom, direction);
            return;
        }

        // The line enters the box through its near side and leaves through the far one; each may lie beyond the line's ends.
        bool entersLate = rightward ? from.X < nearX : from.X > nearX;
        if (entersLate)
        {
            int entry = YAt(from, to, nearX);
            int x = XAt(from, to, entry);
            if (rightward ? x < nearX : x > nearX)
                entry++;
            entry = Math.Min(entry, bottom);
            if (top < entry)
            {
                AddVertical(nearX, top, entry, direction);
                top = entry;
            }
        }

        bool leavesEarly = rightward ? to.X > farX : to.X < farX;
        if (leavesEarly)
        {
            int exit = YAt(from, to, farX);
            int x = XAt(from, to, exit);
            if (rightward ? x > farX : x < farX)
                exit--;
            exit = Math.Max(exit, top);
            if (exit < bottom)
            {
                AddVertical(farX, exit, bottom, direction);
                bottom = exit;
            }
        }

        if (top < bottom)
            AddEdge(from, to, top, bottom, direction);
    }

    private static int YAt(FixedPoint from, FixedPoint to, int x)
    {
        if (x == from.X)
            return from.Y;
        if (x == to.X)
            return to.Y;
        return from.Y + (int)((long)(x - from.X) * (to.Y - from.Y) / (to.X - from.X));
    }

    private static int XAt(FixedPoint from, FixedPoint to, int y)
    {
        if (y == from.Y)
            return from.X;
        if (y == to.Y)
            return to.X;
        return from.X + (int)((long)(y - from.Y) * (to.X - from.X) / (to.Y - from.Y));
    }

    private void AddVertical(int x, int top, int bottom, int direction) =>
        AddEdge(new FixedPoint(x, top), new FixedPoint(x, bottom), top, bottom, direction);

    // The line keeps its own slope; top and bottom say which part of it counts.
    private void AddEdge(FixedPoint from, FixedPoint to, int top, int bottom, int direction)
    {
        int first = ToSubRow(top);
        int end = ToSubRow(bottom);
        if (first >= end)
            return;

        _edges.Add(new Edge(from, to, first, end, direction));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ToSubRow(int y) => ((y * SubRows) + (Fixed.One / 2)) >> Fixed.FractionBits;
}
