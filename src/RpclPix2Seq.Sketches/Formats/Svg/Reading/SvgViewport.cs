namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>The rectangle that a drawing fills, in its own units: what percentages refer to.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Width">Its width, above 0.</param>
/// <param name="Height">Its height, above 0.</param>
internal readonly record struct SvgViewport(double X, double Y, double Width, double Height)
{
    /// <summary>What 100 % is for lengths that are neither across nor down (SVG 1.1 §7.10).</summary>
    public double Diagonal => Math.Sqrt(((Width * Width) + (Height * Height)) / 2);

    /// <summary>The four numbers of a viewBox, or null where there is none or it is not one. Its sides may be 0.</summary>
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

    /// <summary>The map that fits this box, which has area, into a viewport by preserveAspectRatio (SVG 1.1 §7.8).</summary>
    /// <param name="into">Where it is to lie.</param>
    /// <param name="preserve">For example "xMinYMax slice"; what is not valid counts as "xMidYMid meet".</param>
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
