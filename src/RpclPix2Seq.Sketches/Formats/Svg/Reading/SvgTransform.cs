namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>The value of a transform attribute: matrix, translate, scale, rotate, skewX and skewY, one after the other (SVG 1.1 §7.6).</summary>
internal static class SvgTransform
{
    private const int MostNumbers = 6;

    /// <summary>The map that the list stands for; the identity where there is none or it is not valid, as browsers do.</summary>
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
            if (Make(name, numbers[..Math.Max(count, 0)]) is not { } one)
                return Affine.Identity;
            whole *= one;
        }

        return whole;
    }

    private static ReadOnlySpan<char> TakeName(ref NumberScanner scanner)
    {
        ReadOnlySpan<char> rest = scanner.Rest;
        int length = 0;
        for (; char.IsAsciiLetter(scanner.Next); scanner.Advance())
            length++;
        return rest[..length];
    }

    /// <summary>Reads "(1, 2, 3)"; −1 if it is not that.</summary>
    private static int TakeNumbers(ref NumberScanner scanner, scoped Span<double> numbers)
    {
        scanner.SkipSpace();
        if (!scanner.TryTake('('))
            return -1;
        scanner.SkipSpace();
        int count = 0;
        for (; count < MostNumbers && scanner.TryNumber(out numbers[count]); scanner.SkipSeparator())
            count++;
        return scanner.TryTake(')') ? count : -1;
    }

    private static Affine? Make(ReadOnlySpan<char> name, ReadOnlySpan<double> v) => v.Length switch
    {
        1 when name is "translate" => Affine.Translation(v[0], 0),
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
