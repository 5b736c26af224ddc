namespace RpclPix2Seq.Sketches.Strokes.Simplification;

/// <summary>Points at equal distances along a stroke: step 3.</summary>
internal static class StrokeResampler
{
    /// <summary>
    /// The approximate maximum number of points per drawing. A drawing with a longer path, which nobody draws by hand, gets a wider
    /// spacing.
    /// </summary>
    public const int MostPoints = 1_000_000;

    /// <summary>
    /// Writes the first point, a point after every <paramref name="spacing"/> along the path without restarting at corners, and the last
    /// point, even if it is the same again: Google's dots have two points.
    /// </summary>
    /// <param name="points">At least one point.</param>
    /// <param name="spacing">In the unit of the points, above 0.</param>
    /// <param name="result">Cleared and filled.</param>
    public static void Resample(PointBuffer points, double spacing, PointBuffer result)
    {
        ReadOnlySpan<double> x = points.X, y = points.Y;
        result.Clear();
        result.Add(x[0], y[0]);
        double before = 0; // path length up to the start of the segment
        long next = 1; // spacings up to the next point
        for (int i = 1; i < x.Length; i++)
        {
            double dx = x[i] - x[i - 1], dy = y[i] - y[i - 1];
            double length = Math.Sqrt((dx * dx) + (dy * dy));
            double after = before + length;
            for (; next * spacing <= after; next++)
            {
                // As a weighted mean, which differs in the last bits from start + t · difference: if several points are equally far from a
                // line, those bits decide which one Google's files keep.
                double t = ((next * spacing) - before) / length, rest = 1 - t;
                result.Add((rest * x[i - 1]) + (t * x[i]), (rest * y[i - 1]) + (t * y[i]));
            }

            before = after;
        }

        result.Add(x[^1], y[^1]);
    }
}
