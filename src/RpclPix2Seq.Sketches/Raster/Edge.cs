using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Raster;

/// <summary>One side of a polygon: a downward line between two points, and the sub-rows of it that count.</summary>
internal struct Edge
{
    private const double WalkOne = 1L << ActiveEdge.WalkBits;

    // Half, so that cutting bits off rounds to nearest. The small part makes good for what the steps lose (at most 2^−43 each, on up to
    // 15 360 sub-rows), so that a tie is still rounded up as in exact arithmetic; other values of x on a line inside the picture are at
    // least 1/(30·2^18) away from a tie, which is more than the steps and the small part together can be off.
    private const double Rounding = 0.5 + (1.0 / (1 << 29));

    // Only edges cut at a side of the picture reach beyond it, and from here on they may stay where they are.
    private const double Farthest = 1 << 20;

    private readonly FixedPoint _from;
    private readonly int _dx;
    private readonly int _unit;

    /// <summary>The edge from sub-row <paramref name="top"/> up to, not including, <paramref name="end"/> of the line between two points.</summary>
    /// <param name="index">Which edge of the polygon it is.</param>
    public Edge(FixedPoint from, FixedPoint to, int top, int end, int direction, int index)
    {
        _from = from;
        _dx = to.X - from.X;
        _unit = 2 * Polygon.SubRows * (to.Y - from.Y);
        Top = top;
        double slope = (double)_dx / _unit;
        First = new ActiveEdge
        {
            Walk = ToWalk(from.X + Rounding + (Below(top) * slope)),
            Step = ToWalk(2 * Fixed.One * slope),
            End = end,
            Direction = direction,
            Index = index,
        };
    }

    /// <summary>The sub-row at which the edge begins.</summary>
    public int Top { get; }

    /// <summary>The next edge that begins at the same sub-row, or −1.</summary>
    public int Next { get; set; }

    /// <summary>The edge at its first sub-row. Made with the edge: where it is put among others depends on it, and that branch should not wait for a division.</summary>
    public ActiveEdge First { get; }

    /// <summary>
    /// Where the edge crosses the top of <paramref name="subRow"/>. Half a step is subtracted from x in its middle as cairo does it: the
    /// whole part is halved towards 0 and its odd half is lost, so this is up to half of 1/256 pixel off.
    /// </summary>
    public readonly Rational CrossingAtTopOf(int subRow)
    {
        if (_dx == 0)
            return new Rational(_from.X, 0, 1);

        (long whole, long part) = Math.DivRem(Below(subRow) * _dx, _unit);
        (long step, long stepPart) = Math.DivRem(2L * Fixed.One * _dx, _unit);
        return Rational.Normalized(_from.X + whole - (step / 2), part - (stepPart / 2), _unit);
    }

    // How far the middle of a sub-row lies below the beginning of the line, in 1/30 of 1/256 pixel: a sub-row is 256/15 high.
    private readonly long Below(int subRow) =>
        (((2L * subRow) + 1) * Fixed.One) - (2L * Polygon.SubRows * _from.Y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long ToWalk(double x) =>
        double.ConvertToIntegerNative<long>(double.MinNative(double.MaxNative(x, -Farthest), Farthest) * WalkOne);
}
