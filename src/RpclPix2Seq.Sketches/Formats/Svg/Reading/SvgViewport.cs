namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>The rectangle that a drawing fills, in its own units; percentages refer to it.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Width">Its width, above 0.</param>
/// <param name="Height">Its height, above 0.</param>
internal readonly record struct SvgViewport(double X, double Y, double Width, double Height)
{
    /// <summary>The length of 100 % for lengths that are neither horizontal nor vertical (SVG 1.1 §7.10).</summary>
    public double Diagonal => Math.Sqrt(((Width * Width) + (Height * Height)) / 2);

    /// <summary>The four numbers of a viewBox, or null if it is missing or invalid. Its sides may be 0.</summary>
    public static SvgViewport? ParseBox(string? text)
    {
        NumberScanner scanner = new(text.AsSpan().Trim());
        Span<double> v = stackalloc double[4];
        for (int i = 0; i < v.Length; i++, scanner.SkipSeparator())
        {
            if (!scanner.TryNumber(out v[i]) || !double.IsFinite(v[i]))
                return null;
        }

        return scanner.AtEnd && v[2] >= 0 && v[3] >= 0 ? new SvgViewport(v[0], v[1], v[2], v[3]) : null;
    }

    /// <summary>The map that fits this box, which must have an area, into a viewport by preserveAspectRatio (SVG 1.1 §7.8).</summary>
    /// <param name="into">The target viewport.</param>
    /// <param name="preserve">For example "xMinYMax slice"; an invalid value counts as "xMidYMid meet".</param>
    public Affine FitInto(SvgViewport into, string? preserve)
    {
        double scaleX = into.Width / Width, scaleY = into.Height / Height;
        ReadOnlySpan<char> text = preserve.AsSpan().Trim();
        if (text.StartsWith("defer", StringComparison.Ordinal))
            text = text["defer".Length..].TrimStart();
        double alignX = 0.5, alignY = 0.5;
        if (!text.StartsWith("none", StringComparison.Ordinal))
        {
            bool valid = text.Length >= 8 && text[0] == 'x' && text[4] == 'Y';
            alignX = valid ? Share(text[1..4]) : alignX;
            alignY = valid ? Share(text[5..8]) : alignY;
            scaleX = scaleY = text.EndsWith("slice", StringComparison.Ordinal) ? Math.Max(scaleX, scaleY) : Math.Min(scaleX, scaleY);
        }

        return new Affine(
            scaleX, 0, 0, scaleY,
            into.X - (X * scaleX) + (alignX * (into.Width - (Width * scaleX))),
            into.Y - (Y * scaleY) + (alignY * (into.Height - (Height * scaleY))));
    }

    private static double Share(ReadOnlySpan<char> align) => align switch { "Min" => 0, "Max" => 1, _ => 0.5 };
}

/// <summary>Lengths with units: px, mm, cm, in, pt, pc, Q at 96 px per inch, em and ex for a 16 px font, and percentages.</summary>
internal static class SvgLength
{
    private const double Inch = 96;
    private const double Em = 16;

    /// <summary>The length in px, or null if it is missing or invalid.</summary>
    /// <param name="text">For example "3.5cm".</param>
    /// <param name="whole">The length of 100 %, in px.</param>
    public static double? Parse(string? text, double whole)
    {
        NumberScanner scanner = new(text.AsSpan().Trim());
        if (!scanner.TryNumber(out double value))
            return null;
        return scanner.Rest is "%" ? value / 100 * whole : value * PixelsOf(scanner.Rest);
    }

    /// <summary>The size of a unit in px, or null if it is not a unit; no unit means px.</summary>
    public static double? PixelsOf(ReadOnlySpan<char> unit) =>
        unit.IsEmpty || unit.Equals("px", StringComparison.OrdinalIgnoreCase) ? 1
        : unit.Equals("mm", StringComparison.OrdinalIgnoreCase) ? Inch / 25.4
        : unit.Equals("cm", StringComparison.OrdinalIgnoreCase) ? Inch / 2.54
        : unit.Equals("in", StringComparison.OrdinalIgnoreCase) ? Inch
        : unit.Equals("pt", StringComparison.OrdinalIgnoreCase) ? Inch / 72
        : unit.Equals("pc", StringComparison.OrdinalIgnoreCase) ? Inch / 6
        : unit.Equals("Q", StringComparison.OrdinalIgnoreCase) ? Inch / 101.6
        : unit.Equals("em", StringComparison.OrdinalIgnoreCase) ? Em
        : unit.Equals("ex", StringComparison.OrdinalIgnoreCase) ? Em / 2
        : null;
}
