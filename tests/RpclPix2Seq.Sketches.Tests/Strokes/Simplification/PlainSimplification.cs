using System.Numerics;

namespace RpclPix2Seq.Sketches.Tests.Strokes.Simplification;

/// <summary>The four steps with all options at their defaults, written as plainly as can be, recursion included, to compare with.</summary>
internal static class PlainSimplification
{
    public static Vector2[][] Apply(Vector2[][] strokes)
    {
        double minX = strokes.Min(s => s.Min(p => p.X)), minY = strokes.Min(s => s.Min(p => p.Y));
        double extent = Math.Max(strokes.Max(s => s.Max(p => p.X)) - minX, strokes.Max(s => s.Max(p => p.Y)) - minY);
        return [.. strokes.Select(s => Simplify([.. s.Select(p => Place(p))]))];

        (double X, double Y) Place(Vector2 p) => extent > 0
            ? ((p.X - minX) * 255 / extent, (p.Y - minY) * 255 / extent)
            : (p.X - minX, p.Y - minY);
    }

    private static Vector2[] Simplify((double X, double Y)[] stroke) =>
        [.. Reduce(Resample(stroke)).Select(p => new Vector2((float)Math.Round(p.X), (float)Math.Round(p.Y)))];

    private static (double X, double Y)[] Resample((double X, double Y)[] stroke)
    {
        double[] way = new double[stroke.Length];
        for (int i = 1; i < stroke.Length; i++)
            way[i] = way[i - 1] + Length(stroke[i - 1], stroke[i]);
        List<(double X, double Y)> points = [stroke[0]];
        for (int pixel = 1; pixel <= way[^1]; pixel++)
        {
            int after = Array.FindIndex(way, w => w >= pixel);
            ((double X, double Y) a, (double X, double Y) b) = (stroke[after - 1], stroke[after]);
            double t = (pixel - way[after - 1]) / Length(a, b);
            points.Add((((1 - t) * a.X) + (t * b.X), ((1 - t) * a.Y) + (t * b.Y)));
        }

        return [.. points, stroke[^1]];
    }

    private static (double X, double Y)[] Reduce((double X, double Y)[] stroke)
    {
        double[] distances = [.. stroke.Select((p, i) => i == 0 || i == stroke.Length - 1 ? 0 : Distance(p, stroke[0], stroke[^1]))];
        double largest = distances.Max();
        if (largest <= 2)
            return [stroke[0], stroke[^1]];
        int farthest = Array.IndexOf(distances, largest);
        return [.. Reduce(stroke[..(farthest + 1)]), .. Reduce(stroke[farthest..])[1..]];
    }

    private static double Distance((double X, double Y) p, (double X, double Y) a, (double X, double Y) b)
    {
        if (a == b)
            return Length(a, p);
        return Math.Abs(((b.X - a.X) * (p.Y - a.Y)) - ((b.Y - a.Y) * (p.X - a.X))) / Length(a, b);
    }

    private static double Length((double X, double Y) a, (double X, double Y) b) =>
        Math.Sqrt(((b.X - a.X) * (b.X - a.X)) + ((b.Y - a.Y) * (b.Y - a.Y)));
}
