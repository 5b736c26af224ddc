namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>The smallest interval that holds what was included.</summary>
internal struct Extent()
{
    private double _least = double.PositiveInfinity;
    private double _most = double.NegativeInfinity;

    /// <summary>0 for nothing and for a single value.</summary>
    public readonly double Length => _most > _least ? _most - _least : 0;

    public void Include(double value)
    {
        _least = Math.Min(_least, value);
        _most = Math.Max(_most, value);
    }

    /// <summary>Includes one coordinate of a cubic curve from t = 0 to 1, given its four control points.</summary>
    public void IncludeCubic(double p0, double p1, double p2, double p3)
    {
        Include(p0);
        Include(p3);
        if (Math.Min(p1, p2) >= Math.Min(p0, p3) && Math.Max(p1, p2) <= Math.Max(p0, p3))
            return;

        // Extremes are where the derivative 3 (a t² + b t + c) is zero; this form of the roots survives a = 0 and cancellation.
        double a = p3 - p0 + (3 * (p1 - p2)), b = 2 * (p0 - (2 * p1) + p2), c = p1 - p0;
        double q = -(b + Math.CopySign(Math.Sqrt((b * b) - (4 * a * c)), b)) / 2;
        IncludeAt(q / a, p0, p1, p2, p3);
        IncludeAt(c / q, p0, p1, p2, p3);
    }

    private void IncludeAt(double t, double p0, double p1, double p2, double p3)
    {
        // False for what is no number, too: no root.
        if (t is not (> 0 and < 1))
            return;
        double s = 1 - t;
        Include((s * s * s * p0) + (3 * s * s * t * p1) + (3 * s * t * t * p2) + (t * t * t * p3));
    }
}
