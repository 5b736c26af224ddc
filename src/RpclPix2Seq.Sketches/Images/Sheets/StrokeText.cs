using System.Globalization;
using System.Text;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>
/// Lines of text in <see cref="StrokeGlyphs"/> and, for characters that those lack, in the fonts of the machine; a character that none has
/// is written as its code. Sizes are heights of capitals.
/// </summary>
internal static class StrokeText
{
    /// <summary>The height of capitals in the units of glyphs.</summary>
    public const double UnitsOfCapitals = 14;

    /// <summary>The width of <paramref name="text"/>, including the space before its first and after its last character.</summary>
    public static double Measure(string text, double cap) => Glyphs(text).Sum(glyph => glyph.Advance) * cap / UnitsOfCapitals;

    /// <summary>The part of that width before the first character.</summary>
    public static double LeftSpace(string text, double cap) => text.Length == 0
        ? 0
        : Glyphs(text)[0].Before * cap / UnitsOfCapitals;

    /// <summary><paramref name="text"/> in one line, cut with an ellipsis if it is wider than <paramref name="width"/>.</summary>
    public static string Fit(string text, double cap, double width)
    {
        text = text.ReplaceLineEndings(" ");
        if (text.Length == 0 || Measure(text, cap) <= width)
            return text;
        int length = text.Length - 1;
        while (length > 0 && (char.IsHighSurrogate(text[length - 1]) || Measure(text[..length].TrimEnd() + "…", cap) > width))
            length--;
        return length == 0 ? "" : text[..length].TrimEnd() + "…";
    }

    /// <summary>
    /// The glyphs of <paramref name="text"/>, one by one, so that they can be drawn in small pieces: polylines to draw, and outlines to
    /// fill.
    /// </summary>
    /// <param name="text">One line.</param>
    /// <param name="cap">Height of capitals.</param>
    /// <param name="x">Where the line begins.</param>
    /// <param name="baseline">The baseline of the letters.</param>
    public static IEnumerable<(List<(double X, double Y)[]> Strokes, List<(double X, double Y)[]> Outlines)> Place(
        string text, double cap, double x, double baseline)
    {
        double unit = cap / UnitsOfCapitals;
        foreach (StrokeGlyph glyph in Glyphs(text))
        {
            double left = x + (glyph.Before * unit);
            yield return (Shift(glyph.Strokes), Shift(glyph.Outlines));
            x += glyph.Advance * unit;

            List<(double X, double Y)[]> Shift(IReadOnlyList<(double X, double Y)[]> lines) =>
                [.. lines.Select(line => Array.ConvertAll(line, p => (left + (p.X * unit), baseline + (p.Y * unit))))];
        }
    }

    /// <summary>The glyphs from left to right; scripts that are written the other way are turned around, run by run.</summary>
    private static List<StrokeGlyph> Glyphs(string text)
    {
        List<StrokeGlyph> glyphs = [];
        List<IReadOnlyList<StrokeGlyph>> backward = [];
        foreach (string piece in Pieces(text))
        {
            bool isBackward = IsBackward(piece) || (backward.Count > 0 && piece == " ");
            if (!isBackward)
                Turn();
            IReadOnlyList<StrokeGlyph> shown = GlyphsOf(piece);
            if (isBackward)
                backward.Add(shown);
            else
                glyphs.AddRange(shown);
        }

        Turn();
        return glyphs;

        void Turn()
        {
            for (int i = backward.Count - 1; i >= 0; i--)
                glyphs.AddRange(backward[i]);
            backward.Clear();
        }
    }

    /// <summary>Characters that have glyphs here, spaces, and words of others in one direction.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        StringBuilder word = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            string character = rune.ToString();
            bool isWord = !IsOwn(character) && !Rune.IsWhiteSpace(rune), continues = isWord && word.Length > 0
                && (IsBackward(character) == IsBackward(word.ToString()) || !Rune.IsLetter(rune));
            if (word.Length > 0 && !continues)
            {
                yield return word.ToString();
                word.Clear();
            }

            if (isWord)
                word.Append(character);
            else
                yield return character;
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private static bool IsOwn(string piece) => piece.Length == 1 && StrokeGlyphs.Has(piece[0]);

    private static IReadOnlyList<StrokeGlyph> GlyphsOf(string piece)
    {
        if (IsOwn(piece))
            return [StrokeGlyphs.Of(piece[0])];
        if (FontFolder.System.Find(piece) is { } glyphs)
            return glyphs;
        if (string.IsNullOrWhiteSpace(piece))
            return [StrokeGlyphs.Of(' ')];
        Rune[] runes = [.. piece.EnumerateRunes()];
        if (runes.Length > 1)
        {
            // No font has all of it.
            IEnumerable<Rune> ordered = IsBackward(piece) ? runes.AsEnumerable().Reverse() : runes;
            return [.. ordered.SelectMany(rune => GlyphsOf(rune.ToString()))];
        }

        MissingGlyphs.Add(runes[0].Value);
        return [.. MissingGlyphs.CodeOf(runes[0].Value).Select(StrokeGlyphs.Of)];
    }

    private static bool IsBackward(string piece) => IsBackward(char.ConvertToUtf32(piece, 0));

    // Hebrew, Arabic and the scripts between and after them.
    private static bool IsBackward(int code) => code is (>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF)
        or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}

/// <summary>A character as pen strokes, in units of 1/14 of the height of capitals, y pointing down from the baseline.</summary>
internal sealed class StrokeGlyph
{
    private const double ArcStep = Math.PI / 18;

    private StrokeGlyph(double before, double after, List<(double X, double Y)[]> strokes)
    {
        (Before, Strokes) = (before, strokes);
        double right = strokes.Count == 0 ? 0 : strokes.Max(stroke => stroke.Max(p => p.X));
        Advance = before + right + after;
    }

    private StrokeGlyph(double advance, List<(double X, double Y)[]> outlines) =>
        (Advance, Strokes, Outlines) = (advance, [], outlines);

    /// <summary>A glyph of a font.</summary>
    /// <param name="advance">The distance to the next character.</param>
    /// <param name="outlines">What is filled, by the non-zero rule.</param>
    public static StrokeGlyph FromOutlines(double advance, List<(double X, double Y)[]> outlines) => new(advance, outlines);

    /// <summary>Space from the pen position to x = 0 of the strokes.</summary>
    public double Before { get; }

    /// <summary>The distance to the next character.</summary>
    public double Advance { get; }

    /// <summary>Polylines; one of a single point is a dot.</summary>
    public IReadOnlyList<(double X, double Y)[]> Strokes { get; }

    /// <summary>Closed outlines to fill.</summary>
    public IReadOnlyList<(double X, double Y)[]> Outlines { get; } = [];

    /// <summary>Reads a glyph.</summary>
    /// <param name="text">Two letters for the shapes of the left and right sides, s(traight), r(ound) or d(iagonal), then steps separated
    /// by spaces: <c>Mx,y</c> puts the pen down, <c>Lx,y</c> draws a line, <c>Acx,cy,rx,ry,from,to</c> draws an arc of an ellipse between
    /// two angles in degrees (0 right, 90 down), with a line to its start if the pen is down.</param>
    public static StrokeGlyph Parse(string text)
    {
        List<(double X, double Y)[]> strokes = [];
        List<(double X, double Y)> stroke = [];
        string[] steps = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (string step in steps.Skip(1))
        {
            double[] numbers = Array.ConvertAll(step[1..].Split(','), part => double.Parse(part, CultureInfo.InvariantCulture));
            switch (step[0], numbers)
            {
                case ('M', [double x, double y]):
                    Lift();
                    stroke.Add((x, y));
                    break;
                case ('L', [double x, double y]):
                    stroke.Add((x, y));
                    break;
                case ('A', [double x, double y, double rx, double ry, double from, double to]):
                    AddArc(stroke, x, y, rx, ry, from * Math.PI / 180, to * Math.PI / 180);
                    break;
                default:
                    throw new FormatException($"'{step}' is not a step of a glyph");
            }
        }

        Lift();
        return new StrokeGlyph(Bearing(steps[0][0]), Bearing(steps[0][1]), strokes);

        void Lift()
        {
            if (stroke.Count > 0)
                strokes.Add([.. stroke]);
            stroke.Clear();
        }
    }

    private static void AddArc(List<(double X, double Y)> stroke, double x, double y, double rx, double ry, double from, double to)
    {
        int count = (int)Math.Ceiling(Math.Abs(to - from) / ArcStep);
        for (int i = 0; i <= count; i++)
        {
            double angle = from + ((to - from) * i / count);
            stroke.Add((x + (rx * Math.Cos(angle)), y + (ry * Math.Sin(angle))));
        }
    }

    // Round and diagonal sides are set closer; otherwise they would seem further away.
    private static double Bearing(char side) => side switch
    {
        's' => 2.4,
        'r' => 1.8,
        'd' => 1.2,
        _ => throw new FormatException($"'{side}' is not a side of a glyph"),
    };
}
