namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>Lengths with units: px, mm, cm, in, pt, pc, Q at 96 px an inch, em and ex of a font of 16 px, and percentages.</summary>
internal static class SvgLength
{
    private const double Inch = 96;
    private const double Em = 16;

    /// <summary>The length in px, or null where there is none or it is not one.</summary>
    /// <param name="text">For example "3.5cm".</param>
    /// <param name="whole">What 100 % is, in px.</param>
    public static double? Parse(string? text, double whole)
    {
        NumberScanner scanner = new(text.AsSpan().Trim());
        if (!scanner.TryNumber(out double value))
            return null;
        return scanner.Rest is "%" ? value / 100 * whole : value * PixelsOf(scanner.Rest);
    }

    /// <summary>What a unit is in px, or null if it is none; without one, px.</summary>
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
