using System.Numerics;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>
/// Turns what a hand drew into stroke-3 rows as Quick, Draw! does with its visitors' drawings: moved to the top left of a 0–255 box and
/// scaled to fill it, simplified, rounded to whole numbers.
/// </summary>
internal static class Paper
{
    /// <summary>Width and height of the box.</summary>
    public const float Box = 255;

    /// <summary>The tolerance of the simplification, in units of the box.</summary>
    public const double Tolerance = 2;

    /// <summary>
    /// The most rows of a sketch. The longest sketch sets the length of every training sequence, so the few longer ones are simplified a
    /// little more instead of slowing down everything.
    /// </summary>
    public const int MaxRows = 52;

    /// <summary>The sketch of what <paramref name="hand"/> drew.</summary>
    public static Sketch ToSketch(Hand hand)
    {
        Matrix3x2 sheet = hand.Habits.Sheet;
        List<Vector2[]> strokes = [.. hand.Strokes.Select(stroke => Array.ConvertAll(stroke, p => Vector2.Transform(p, sheet)))];
        FitIntoBox(strokes);
        strokes = strokes.ConvertAll(stroke => LeavePoints(stroke, hand.Habits.Cut));

        StrokePoint[] rows = ToRows(strokes, Tolerance);
        for (double tolerance = Tolerance; rows.Length > MaxRows; rows = ToRows(strokes, tolerance))
            tolerance *= 1.1;
        return new(rows);
    }

    /// <summary>Moves and scales the strokes in place.</summary>
    private static void FitIntoBox(List<Vector2[]> strokes)
    {
        Vector2 low = new(float.PositiveInfinity), high = new(float.NegativeInfinity);
        foreach (Vector2 p in strokes.SelectMany(stroke => stroke))
            (low, high) = (Vector2.Min(low, p), Vector2.Max(high, p));
        float scale = Box / Math.Max(high.X - low.X, high.Y - low.Y);
        foreach (Vector2[] stroke in strokes)
        {
            for (int i = 0; i < stroke.Length; i++)
                stroke[i] = Vector2.Clamp((stroke[i] - low) * scale, Vector2.Zero, new(Box));
        }
    }

    /// <summary>
    /// The points that a moving pen leaves at equal time intervals. The pen slows down in bends, to a speed that makes every chord cut its
    /// bend equally deep (<paramref name="cut"/>, in units of the box): a bend of radius r gets a point every √(8·r·cut). At a corner it
    /// stops, and leaves a point regardless of the time.
    /// </summary>
    private static Vector2[] LeavePoints(Vector2[] stroke, float cut)
    {
        const int Reach = 4;
        const double Corner = 0.8;
        double[] turns = new double[stroke.Length];
        double[] time = new double[stroke.Length];
        for (int i = 1; i < stroke.Length; i++)
        {
            double step = Vector2.Distance(stroke[i - 1], stroke[i]);
            turns[i] = Turn(stroke, i, Reach, out double span);
            double curvature = span > 0 ? Math.Min(turns[i], Corner) / span : 0;
            time[i] = time[i - 1] + step * Math.Sqrt(curvature / (8 * cut));
        }

        double interval = time[^1] / Math.Max(1, Math.Round(time[^1]));
        double next = interval;
        List<Vector2> left = [stroke[0]];
        for (int i = 1; i < stroke.Length - 1; i++)
        {
            bool corner = turns[i] > Corner && turns[i] >= turns[i - 1] && turns[i] >= turns[i + 1];
            if (time[i] >= next || corner)
                left.Add(stroke[i]);
            while (time[i] >= next)
                next += interval;
        }

        left.Add(stroke[^1]);
        return [.. left];
    }

    /// <summary>
    /// The angle in radians by which a stroke turns at <paramref name="i"/>, measured over <paramref name="reach"/> samples on either side,
    /// and the length over which it does so.
    /// </summary>
    private static double Turn(Vector2[] stroke, int i, int reach, out double span)
    {
        Vector2 before = stroke[i] - stroke[Math.Max(0, i - reach)];
        Vector2 after = stroke[Math.Min(stroke.Length - 1, i + reach)] - stroke[i];
        span = (before.Length() + after.Length()) / 2;
        double cross = (double)before.X * after.Y - (double)before.Y * after.X;
        double dot = (double)before.X * after.X + (double)before.Y * after.Y;
        return Math.Abs(Math.Atan2(cross, dot));
    }

    private static StrokePoint[] ToRows(List<Vector2[]> strokes, double tolerance)
    {
        List<StrokePoint> rows = [];
        (int x, int y) = (0, 0);
        foreach (Vector2[] stroke in strokes)
        {
            int before = rows.Count;
            foreach (Vector2 p in RamerDouglasPeucker.Simplify(stroke, tolerance))
            {
                (int nextX, int nextY) = ((int)MathF.Round(p.X), (int)MathF.Round(p.Y));

                // Rounding may make neighbors equal; a row that goes nowhere is kept only where it lands the pen.
                if (rows.Count > before && nextX == x && nextY == y)
                    continue;
                rows.Add(new(nextX - x, nextY - y, PenUp: false));
                (x, y) = (nextX, nextY);
            }

            rows[^1] = rows[^1] with { PenUp = true };
        }

        return [.. rows];
    }
}
