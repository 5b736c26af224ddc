using System.Numerics;

namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>
/// Bisects cubic curves until each piece is nearly straight: both control points are within the tolerance of the segment between its ends.
/// So is the curve, because it stays inside the convex hull of the four points. The ends are kept as they are.
/// </summary>
/// <param name="tolerance">The largest distance between curve and line, in the unit of the points.</param>
internal readonly struct CubicFlattener(double tolerance)
{
    // Each bisection brings the control points four times closer: with a tolerance of a thousandth of the drawing this is never reached,
    // and without any tolerance a curve has at most 1,024 pieces.
    private const int Deepest = 10;
    private readonly double _squared = tolerance * tolerance;

    /// <summary>Adds the points after the first one.</summary>
    /// <param name="start">Where the curve starts.</param>
    /// <param name="places">The two control points and the end: x1, y1, x2, y2, x, y.</param>
    /// <param name="points">Receives at least the end.</param>
    public void Flatten((double X, double Y) start, ReadOnlySpan<double> places, List<Vector2> points) =>
        Flatten(start, (places[0], places[1]), (places[2], places[3]), (places[4], places[5]), Deepest, points);

    private void Flatten(
        (double X, double Y) p0, (double X, double Y) p1, (double X, double Y) p2, (double X, double Y) p3, int depth, List<Vector2> points)
    {
        if (depth == 0 || (SquaredDistance(p1, p0, p3) <= _squared && SquaredDistance(p2, p0, p3) <= _squared))
        {
            points.Add(new Vector2((float)p3.X, (float)p3.Y));
            return;
        }

        // De Casteljau at t = ½.
        (double X, double Y) p01 = Middle(p0, p1), p12 = Middle(p1, p2), p23 = Middle(p2, p3);
        (double X, double Y) left = Middle(p01, p12), right = Middle(p12, p23), middle = Middle(left, right);
        Flatten(p0, p01, left, middle, depth - 1, points);
        Flatten(middle, right, p23, p3, depth - 1, points);
    }

    private static (double X, double Y) Middle((double X, double Y) a, (double X, double Y) b) => ((a.X + b.X) / 2, (a.Y + b.Y) / 2);

    private static double SquaredDistance((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        double abX = b.X - a.X, abY = b.Y - a.Y, apX = p.X - a.X, apY = p.Y - a.Y;
        double length = (abX * abX) + (abY * abY);
        double along = length > 0 ? Math.Clamp(((apX * abX) + (apY * abY)) / length, 0, 1) : 0;
        double dX = apX - (along * abX), dY = apY - (along * abY);
        return (dX * dX) + (dY * dY);
    }
}
