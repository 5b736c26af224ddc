namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>Lines of text in <see cref="StrokeGlyphs"/>. Sizes are heights of capitals.</summary>
internal static class StrokeText
{
    private const double UnitsOfCapitals = 14;

    /// <summary>The width of <paramref name="text"/>, with the space that its first and last characters keep from others.</summary>
    public static double Measure(string text, double cap) => text.Sum(c => StrokeGlyphs.Of(c).Advance) * cap / UnitsOfCapitals;

    /// <summary>The part of it that is free before the first character.</summary>
    public static double LeftSpace(string text, double cap) => text.Length == 0 ? 0 : StrokeGlyphs.Of(text[0]).Before * cap / UnitsOfCapitals;

    /// <summary><paramref name="text"/> in one line, cut with an ellipsis where it is wider than <paramref name="width"/>.</summary>
    public static string Fit(string text, double cap, double width)
    {
        text = text.ReplaceLineEndings(" ");
        if (text.Length == 0 || Measure(text, cap) <= width)
            return text;
        int length = text.Length - 1;
        while (length > 0 && Measure(text[..length].TrimEnd() + "…", cap) > width)
            length--;
        if (length > 0 && char.IsHighSurrogate(text[length - 1]))
            length--;
        return length == 0 ? "" : text[..length].TrimEnd() + "…";
    }

    /// <summary>The strokes of <paramref name="text"/>, one list of polylines a character, so that they can be drawn in small pieces.</summary>
    /// <param name="text">One line.</param>
    /// <param name="cap">Height of capitals.</param>
    /// <param name="x">Where the line begins.</param>
    /// <param name="baseline">Where the letters stand.</param>
    public static IEnumerable<List<(double X, double Y)[]>> Strokes(string text, double cap, double x, double baseline)
    {
        double unit = cap / UnitsOfCapitals;
        foreach (char c in text)
        {
            StrokeGlyph glyph = StrokeGlyphs.Of(c);
            double left = x + (glyph.Before * unit);
            yield return [.. glyph.Strokes.Select(stroke => Array.ConvertAll(stroke, p => (left + (p.X * unit), baseline + (p.Y * unit))))];
            x += glyph.Advance * unit;
        }
    }
}
