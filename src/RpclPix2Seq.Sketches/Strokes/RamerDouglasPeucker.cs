using System.Numerics;

namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>
/// Line simplification by Ramer (1972) and by Douglas and Peucker (1973): keeps only the points at which a stroke must be bisected so that
/// no dropped point is farther than a tolerance from the line that replaces it. Quick, Draw! simplifies its drawings with it, at a
/// tolerance of 2 in a 0–255 box.
/// </summary>
internal static class RamerDouglasPeucker
{
    /// <summary>Returns the points of <paramref name="points"/> that are kept, in order; both end points always are.</summary>
    /// <param name="points">One pen stroke, in any unit; at most two points come back as they are.</param>
    /// <param name="epsilon">The tolerance in the same unit, at least 0; 0 drops only points that lie on the line between their
    /// neighbors.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or not finite.</exception>
    public static Vector2[] Simplify(ReadOnlySpan<Vector2> points, double epsilon)
    {
        bool[] kept = Keep(points, epsilon);
        List<Vector2> result = [];
        for (int i = 0; i < points.Length; i++)
        {
            if (kept[i])
                result.Add(points[i]);
        }

        return [.. result];
    }

    /// <summary>Whether each point of <paramref name="points"/> is kept, for callers whose points carry more than a position.</summary>
    /// <inheritdoc cref="Simplify" path="/param"/>
    /// <inheritdoc cref="Simplify" path="/exception"/>
    public static bool[] Keep(ReadOnlySpan<Vector2> points, double epsilon)
    {
        if (!double.IsFinite(epsilon) || epsilon < 0)
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "must be finite and at least 0");
        bool[] kept = new bool[points.Length];
        if (points.Length == 0)
            return kept;
        kept[0] = kept[^1] = true;

        // An explicit stack: a spiral can be bisected as unevenly as one point at a time, and recursion would then exhaust the call stack.
        Stack<(int First, int Last)> open = new();
        open.Push((0, points.Length - 1));
        while (open.TryPop(out (int First, int Last) span))
        {
            (int farthest, double squared) = Farthest(points, span.First, span.Last);
            if (farthest < 0 || squared <= epsilon * epsilon)
                continue;
            kept[farthest] = true;
            open.Push((span.First, farthest));
            open.Push((farthest, span.Last));
        }

        return kept;
    }

    private static (int Index, double SquaredDistance) Farthest(ReadOnlySpan<Vector2> points, int first, int last)
    {
        (int index, double largest) = (-1, -1);
        for (int i = first + 1; i < last; i++)
        {
            double squared = SquaredDistance(points[i], points[first], points[last]);
            if (squared > largest)
                (index, largest) = (i, squared);
        }

        return (index, largest);
    }

    /// <summary>
    /// Distance to the segment, not to the infinite line: a stroke may extend beyond its own ends, and if the ends coincide, as in a closed
    /// shape, there is no line.
    /// </summary>
    private static double SquaredDistance(Vector2 p, Vector2 a, Vector2 b)
    {
        double abX = (double)b.X - a.X, abY = (double)b.Y - a.Y;
        double apX = (double)p.X - a.X, apY = (double)p.Y - a.Y;
        double length = abX * abX + abY * abY;
        double along = length > 0 ? Math.Clamp((apX * abX + apY * abY) / length, 0, 1) : 0;
        double dX = apX - along * abX, dY = apY - along * abY;
        return dX * dX + dY * dY;
    }
}
