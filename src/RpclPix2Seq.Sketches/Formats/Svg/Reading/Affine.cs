namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>The map (x, y) → (A x + C y + E, B x + D y + F), in the order of letters of SVG's <c>matrix(a b c d e f)</c>.</summary>
internal readonly record struct Affine(double A, double B, double C, double D, double E, double F)
{
    public static Affine Identity { get; } = new(1, 0, 0, 1, 0, 0);

    /// <summary>Whether it maps the plane onto a line or a point, so that nothing is to be seen of what it is applied to.</summary>
    public bool IsFlat => (A * D) - (B * C) == 0;

    public static Affine Translation(double x, double y) => new(1, 0, 0, 1, x, y);

    public static Affine Scaling(double x, double y) => new(x, 0, 0, y, 0, 0);

    /// <summary>A turn about a point, clockwise where y points down.</summary>
    public static Affine Rotation(double radians, double centreX = 0, double centreY = 0)
    {
        (double sin, double cos) = Math.SinCos(radians);
        return new(cos, sin, -sin, cos, centreX - (cos * centreX) + (sin * centreY), centreY - (sin * centreX) - (cos * centreY));
    }

    /// <summary>The map that applies <paramref name="inner"/> first and <paramref name="outer"/> to what it gives.</summary>
    public static Affine operator *(in Affine outer, in Affine inner) => new(
        (outer.A * inner.A) + (outer.C * inner.B),
        (outer.B * inner.A) + (outer.D * inner.B),
        (outer.A * inner.C) + (outer.C * inner.D),
        (outer.B * inner.C) + (outer.D * inner.D),
        (outer.A * inner.E) + (outer.C * inner.F) + outer.E,
        (outer.B * inner.E) + (outer.D * inner.F) + outer.F);

    public (double X, double Y) Map(double x, double y) => ((A * x) + (C * y) + E, (B * x) + (D * y) + F);
}
