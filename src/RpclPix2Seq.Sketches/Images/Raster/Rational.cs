namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>An exact x: <paramref name="Whole"/> + <paramref name="Part"/> / <paramref name="Unit"/>, in 1/256 pixel, 0 ≤ part &lt; unit.</summary>
internal readonly record struct Rational(int Whole, long Part, int Unit)
{
    /// <summary>The same for a part out of range, −2 units ≤ part &lt; 2 units.</summary>
    public static Rational Normalized(long whole, long part, int unit)
    {
        long carry = part < 0 ? (part < -unit ? -2 : -1) : (part < unit ? 0 : 1);
        return new Rational((int)(whole + carry), part - (carry * unit), unit);
    }
}
