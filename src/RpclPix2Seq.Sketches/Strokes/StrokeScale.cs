namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>
/// The one number by which the offsets of a dataset are divided to get unit standard deviation (docs/original.md §1, Normalization).
/// </summary>
internal static class StrokeScale
{
    /// <summary>
    /// The population standard deviation of all Δx and Δy of <paramref name="sketches"/> pooled, like numpy's <c>std</c> of the float32
    /// values but summed in double in two passes.
    /// </summary>
    /// <param name="sketches">The training split.</param>
    /// <param name="source">The source to name in the error if the data have no spread.</param>
    /// <returns>A positive, finite number in data units.</returns>
    /// <exception cref="InputException">There is no row, all offsets are equal, or one is not finite.</exception>
    public static float Compute(IReadOnlyList<Sketch> sketches, string source = "the training split") =>
        Compute(sketches.Count, i => sketches[i], source);

    /// <summary>The same for sketches that need not be in memory: each is fetched twice, in order.</summary>
    /// <param name="sketches">The number of sketches.</param>
    /// <param name="fetch">Returns the i-th sketch.</param>
    /// <param name="source">The source to name in the error if the data have no spread.</param>
    /// <inheritdoc cref="Compute(IReadOnlyList{Sketch}, string)" path="/returns"/>
    /// <inheritdoc cref="Compute(IReadOnlyList{Sketch}, string)" path="/exception"/>
    public static float Compute(int sketches, Func<int, Sketch> fetch, string source = "the training split")
    {
        long count = 0;
        double sum = 0;
        for (int i = 0; i < sketches; i++)
        {
            Sketch sketch = fetch(i);
            count += 2L * sketch.Length;
            foreach (StrokePoint point in sketch.Points)
                sum += (double)point.Dx + point.Dy;
        }

        if (count == 0)
            throw new InputException(source, "", "at least one sketch", "no rows");

        // Two passes: subtracting the mean first avoids the cancellation of E[x²] − E[x]².
        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < sketches; i++)
        {
            double ofSketch = 0;
            foreach (StrokePoint point in fetch(i).Points)
            {
                double x = point.Dx - mean;
                double y = point.Dy - mean;
                ofSketch += (x * x) + (y * y);
            }

            squares += ofSketch;
        }

        float deviation = (float)Math.Sqrt(squares / count);
        if (!(deviation > 0 && float.IsFinite(deviation)))
        {
            throw new InputException(source, "", "offsets that differ, all finite", $"a standard deviation of {deviation}",
                "there is nothing to learn from such sketches");
        }

        return deviation;
    }

    /// <summary>A copy of the sketch with every point mapped.</summary>
    internal static Sketch Map(Sketch sketch, Func<StrokePoint, StrokePoint> change)
    {
        StrokePoint[] points = new StrokePoint[sketch.Length];
        for (int i = 0; i < points.Length; i++)
            points[i] = change(sketch.Points[i]);
        return new Sketch(points);
    }
}
