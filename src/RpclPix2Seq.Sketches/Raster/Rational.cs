namespace RpclPix2Seq.Sketches.Raster;

/// <summary>An exact x: <paramref name="Whole"/> + <paramref name="Part"/> / <paramref name="Unit"/>, in 1/256 pixel, 0 ≤ part &lt; unit.</summary>
internal readonly record struct Rational(int Whole, long Part, int Unit)
{
    /// <summary>The same for a part out of range.</summary>
    public static Rational Normalized(long whole, long part, int unit)
    {
        long carry = part / unit;
        part -= carry * unit;
        if (part < 0)
        {
            part += unit;
            carry--;
        }

        return new Rational((int)(whole + carry), part, unit);
    }
}
