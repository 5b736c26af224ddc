namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>
/// The value of a transform: matrix, translate, scale, rotate, skewX and skewY, in sequence (SVG 1.1 §7.6), and the CSS notation, with
/// units and translateX, translateY, scaleX and scaleY (CSS Transforms 1 §12).
/// </summary>
internal static class SvgTransform
{
    private const int MostNumbers = 6;

    /// <summary>The transform from an element's style, or else from its attribute.</summary>
    public static Affine Of(SvgElement element) => Parse(SvgStyle.Declaration(element["style"], "transform") ?? element["transform"]);

    /// <summary>The map of the list; the identity if there is none or it is invalid, as in browsers.</summary>
    public static Affine Parse(string? text)
    {
        Affine whole = Affine.Identity;
        if (text is null)
            return whole;
        NumberScanner scanner = new(text);
        Span<double> numbers = stackalloc double[MostNumbers];
        for (scanner.SkipSpace(); !scanner.AtEnd; scanner.SkipSeparator())
        {
            ReadOnlySpan<char> name = TakeName(ref scanner);
            int count = TakeNumbers(ref scanner, numbers);
            if (Make(name, numbers[..Math.Max(count, 0)]) is not { } one || HasUnknownUnit(numbers[..count]))
                return Affine.Identity;
            whole *= one;
        }

        return whole;
    }

    private static bool HasUnknownUnit(ReadOnlySpan<double> numbers)
    {
        foreach (double number in numbers)
        {
            if (double.IsNaN(number))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> TakeName(ref NumberScanner scanner)
    {
        ReadOnlySpan<char> rest = scanner.Rest;
        int length = 0;
        for (; char.IsAsciiLetter(scanner.Next); scanner.Advance())
            length++;
        return rest[..length];
    }

    /// <summary>Reads "(1, 2, 3)"; −1 if the text has another form.</summary>
    private static int TakeNumbers(ref NumberScanner scanner, scoped Span<double> numbers)
    {
        scanner.SkipSpace();
        if (!scanner.TryTake('('))
            return -1;
        scanner.SkipSpace();
        int count = 0;
        for (; count < MostNumbers && scanner.TryNumber(out numbers[count]); scanner.SkipSeparator())
            numbers[count++] *= TakeUnit(ref scanner);
        return scanner.TryTake(')') ? count : -1;
    }

    // The unit in px or degrees. A percentage makes the list invalid, because its reference box is unknown here.
    private static double TakeUnit(ref NumberScanner scanner)
    {
        ReadOnlySpan<char> unit = TakeName(ref scanner);
        return unit switch
        {
            "deg" => 1,
            "rad" => double.RadiansToDegrees(1),
            "grad" => 0.9,
            "turn" => 360,
            _ => SvgLength.PixelsOf(unit) ?? double.NaN,
        };
    }

    private static Affine? Make(ReadOnlySpan<char> name, ReadOnlySpan<double> v) => v.Length switch
    {
        1 when name is "translate" or "translateX" => Affine.Translation(v[0], 0),
        1 when name is "translateY" => Affine.Translation(0, v[0]),
        1 when name is "scaleX" => Affine.Scaling(v[0], 1),
        1 when name is "scaleY" => Affine.Scaling(1, v[0]),
        2 when name is "translate" => Affine.Translation(v[0], v[1]),
        1 when name is "scale" => Affine.Scaling(v[0], v[0]),
        2 when name is "scale" => Affine.Scaling(v[0], v[1]),
        1 when name is "rotate" => Affine.Rotation(double.DegreesToRadians(v[0])),
        3 when name is "rotate" => Affine.Rotation(double.DegreesToRadians(v[0]), v[1], v[2]),
        1 when name is "skewX" => new Affine(1, 0, Math.Tan(double.DegreesToRadians(v[0])), 1, 0, 0),
        1 when name is "skewY" => new Affine(1, Math.Tan(double.DegreesToRadians(v[0])), 0, 1, 0, 0),
        6 when name is "matrix" => new Affine(v[0], v[1], v[2], v[3], v[4], v[5]),
        _ => null,
    };
}

/// <summary>The map (x, y) → (A x + C y + E, B x + D y + F), in the order of letters of SVG's <c>matrix(a b c d e f)</c>.</summary>
internal readonly record struct Affine(double A, double B, double C, double D, double E, double F)
{
    public static Affine Identity { get; } = new(1, 0, 0, 1, 0, 0);

    /// <summary>Whether it maps the plane onto a line or a point, so that anything it is applied to is invisible.</summary>
    public bool IsFlat => (A * D) - (B * C) == 0;

    public static Affine Translation(double x, double y) => new(1, 0, 0, 1, x, y);

    public static Affine Scaling(double x, double y) => new(x, 0, 0, y, 0, 0);

    /// <summary>A rotation about a point, clockwise if y points down.</summary>
    public static Affine Rotation(double radians, double centerX = 0, double centerY = 0)
    {
        (double sin, double cos) = Math.SinCos(radians);
        return new(cos, sin, -sin, cos, centerX - (cos * centerX) + (sin * centerY), centerY - (sin * centerX) - (cos * centerY));
    }

    /// <summary>The map that applies <paramref name="inner"/> first and then <paramref name="outer"/>.</summary>
    public static Affine operator *(in Affine outer, in Affine inner) => new(
        (outer.A * inner.A) + (outer.C * inner.B),
        (outer.B * inner.A) + (outer.D * inner.B),
        (outer.A * inner.C) + (outer.C * inner.D),
        (outer.B * inner.C) + (outer.D * inner.D),
        (outer.A * inner.E) + (outer.C * inner.F) + outer.E,
        (outer.B * inner.E) + (outer.D * inner.F) + outer.F);

    public (double X, double Y) Map(double x, double y) => ((A * x) + (C * y) + E, (B * x) + (D * y) + F);
}
