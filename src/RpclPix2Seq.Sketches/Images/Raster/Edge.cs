namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>One side of a polygon: a downward line between two points, and the sub-rows of it that count.</summary>
internal readonly struct Edge
{
    // In the largest picture, x is below 2^18, and the doubles it is computed from are off by less than 2^−32. This is more, so that exact
    // ties are rounded up, and less than 1/(30·2^18), the least distance of other values of x from a tie.
    private const double TieBreak = 1.0 / (1 << 29);

    private readonly FixedPoint _from;
    private readonly int _dx;
    private readonly int _unit;

    /// <summary>
    /// The part of the line between two points from sub-row <paramref name="top"/> up to, but not including, sub-row
    /// <paramref name="end"/>.
    /// </summary>
    public Edge(FixedPoint from, FixedPoint to, int top, int end, int direction)
    {
        _from = from;
        _dx = to.X - from.X;
        _unit = 2 * Polygon.SubRows * (to.Y - from.Y);
        Top = top;
        End = end;
        Direction = direction;
        double slope = (double)_dx / _unit;
        First = from.X + TieBreak + (Below(top) * slope);
        Step = 2 * Fixed.One * slope;
    }

    /// <summary>The sub-row at which the edge begins.</summary>
    public int Top { get; }

    /// <summary>The first sub-row below the edge.</summary>
    public int End { get; }

    /// <summary>+1 or −1: the direction of the outline along the edge.</summary>
    public int Direction { get; }

    /// <summary>
    /// x in the middle of the first sub-row, in 1/256 pixel, raised just enough that rounding it to nearest, ties to even, rounds exact
    /// ties up.
    /// </summary>
    public double First { get; }

    /// <summary>The change of x per sub-row, in 1/256 pixel.</summary>
    public double Step { get; }

    /// <summary>Where the edge crosses the middle of a sub-row, rounded to the nearest 1/256 pixel, ties up.</summary>
    public int XAt(int subRow) => (int)Math.Round(Math.FusedMultiplyAdd(subRow - Top, Step, First));

    /// <summary>
    /// Where the edge crosses the tops of two sub-rows. As in cairo, half a step is subtracted from x in their middles: the whole part is
    /// halved toward 0 and its odd half is lost, so the results are off by up to half of 1/256 pixel.
    /// </summary>
    public (Rational Top, Rational Bottom) CrossingsAtTopsOf(int top, int bottom)
    {
        if (_dx == 0)
        {
            Rational x = new(_from.X, 0, 1);
            return (x, x);
        }

        (long step, long stepPart) = Math.DivRem(2L * Fixed.One * _dx, _unit);
        return (Crossing(top, step / 2, stepPart / 2), Crossing(bottom, step / 2, stepPart / 2));
    }

    private Rational Crossing(int subRow, long back, long backPart)
    {
        (long whole, long part) = Math.DivRem(Below(subRow) * _dx, _unit);
        return Rational.Normalized(_from.X + whole - back, part - backPart, _unit);
    }

    // How far the middle of a sub-row is below the start of the line, in 1/30 of 1/256 pixel: a sub-row is 256/15 high.
    private long Below(int subRow) =>
        (((2L * subRow) + 1) * Fixed.One) - (2L * Polygon.SubRows * _from.Y);
}

/// <summary>Where an edge crosses the middle of a sub-row.</summary>
/// <param name="X">Rounded to the nearest 1/256 pixel.</param>
/// <param name="Edge">The index of the edge in the polygon.</param>
internal readonly record struct Crossing(int X, int Edge);

/// <summary>
/// An exact x: <paramref name="Whole"/> + <paramref name="Part"/> / <paramref name="Unit"/>, in 1/256 pixel, 0 ≤ part &lt; unit.
/// </summary>
internal readonly record struct Rational(int Whole, long Part, int Unit)
{
    /// <summary>The same for a part out of range, −2 units ≤ part &lt; 2 units.</summary>
    public static Rational Normalized(long whole, long part, int unit)
    {
        long carry = part < 0 ? (part < -unit ? -2 : -1) : (part < unit ? 0 : 1);
        return new Rational((int)(whole + carry), part - (carry * unit), unit);
    }
}
