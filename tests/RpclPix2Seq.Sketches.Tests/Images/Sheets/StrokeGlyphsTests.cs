using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Sketches.Tests.Images.Sheets;

[Collection(MeasuredTests.Name)] // what no font has is kept for the whole process
public class StrokeGlyphsTests
{
    private const string Signs = "·–—−×±→°…’αλμπστ";

    [Fact]
    public void All_printable_ascii_and_the_signs_of_captions_have_glyphs()
    {
        string missing = string.Concat(
            Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Concat(Signs).Where(c => !StrokeGlyphs.Has(c)));
        Assert.Equal("", missing);
    }

    [Fact]
    public void No_two_characters_look_alike()
    {
        char[] all = [.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c)];
        IEnumerable<string> shapes = all.Select(c => string.Join('|', StrokeGlyphs.Of(c).Strokes.Select(s => string.Join(' ', s))));
        Assert.Equal(all.Length, shapes.Distinct().Count());
    }

    [Theory]
    [InlineData('A', 'Z', 14.01, 1.01)]
    [InlineData('a', 'z', 14.6, 4.3)]
    [InlineData('0', '9', 14.11, 0.01)]
    public void Letters_keep_within_their_lines(char first, char last, double above, double below)
    {
        for (char c = first; c <= last; c++)
        {
            StrokeGlyph glyph = StrokeGlyphs.Of(c);
            (double X, double Y)[] points = [.. glyph.Strokes.SelectMany(stroke => stroke)];
            Assert.All(points, p => Assert.InRange(p.Y, -above, below));
            Assert.All(points, p => Assert.InRange(p.X, -0.1, glyph.Advance - glyph.Before));
            Assert.True(points.Max(p => p.Y) > -0.7, $"'{c}' does not stand on its line");
        }
    }

    /// <summary>No font has a character that was never assigned.</summary>
    [Fact]
    public void What_no_font_has_is_written_as_its_code_and_reported_once()
    {
        MissingGlyphs.Take();
        Assert.Equal(StrokeText.Measure("a U+0378 b", 10), StrokeText.Measure("a \u0378 b", 10));
        Assert.Equal(
            Shape(StrokeText.Place("U+0378", 10, 3, 4)), Shape(StrokeText.Place("\u0378", 10, 3, 4)));
        Assert.Contains("U+0378", MissingGlyphs.Take(), StringComparison.Ordinal);
        Assert.Null(MissingGlyphs.Take());
        Assert.Null(new FontFolder([]).Find("П"));
    }

    /// <summary>In a font, П is two bars and a beam, and the middle of О is empty.</summary>
    [Fact]
    public void Other_scripts_come_from_fonts()
    {
        const string folder = "/usr/share/fonts/truetype/dejavu";
        Assert.SkipUnless(Directory.Exists(folder), "Debian's fonts-dejavu-core is not installed");
        FontFolder fonts = new([folder]);
        StrokeGlyph bars = fonts.Find("П")![0], ring = fonts.Find("О")![0];
        Assert.Equal((1, 2), (bars.Outlines.Count, ring.Outlines.Count));
        Assert.All(bars.Outlines[0], p => Assert.InRange(p.Y, -14.5, 0.01));
        Assert.InRange(bars.Outlines[0].Min(p => p.Y), -14.5, -13.5);
        Assert.InRange(bars.Outlines[0].Max(p => p.X), 5, bars.Advance);

        Canvas canvas = new(40, 40, new Rgb(255, 255, 255));
        canvas.Fill([.. ring.Outlines.Select(line => Array.ConvertAll(line, p => (5 + (2 * p.X), 35 + (2 * p.Y))))], new Rgb(0, 0, 0));
        int middle = (int)(5 + ring.Advance);
        Assert.Equal((255, true), (canvas[middle, 21].Red, Enumerable.Range(0, 40).Any(x => canvas[x, 21].Red < 50)));
        Assert.Null(fonts.Find("猫"));
    }

    /// <summary>The first letter of a Hebrew word stands at its right, whether a font has it or it is written as its code.</summary>
    [Fact]
    public void What_is_written_from_right_to_left_is_turned_around()
    {
        const string alef = "א", bet = "ב";
        double first = StrokeText.Measure(alef, 10), second = StrokeText.Measure(bet, 10);
        Assert.Equal(first + second, StrokeText.Measure(alef + bet, 10), 1e-9);
        Assert.SkipWhen(FontFolder.System.Find(alef) is null, "no font has Hebrew letters");
        Assert.Equal(
            $"{Shape(StrokeText.Place(bet, 10, 0, 0))}|{Shape(StrokeText.Place(alef, 10, second, 0))}",
            Shape(StrokeText.Place(alef + bet, 10, 0, 0)));
    }

    /// <summary>A letter of the Arabic script has another shape at the beginning, in the middle and at the end of a word.</summary>
    [Fact]
    public void Letters_are_joined_where_their_script_joins_them()
    {
        const string beh = "ب";
        Assert.SkipWhen(FontFolder.System.Find(beh) is null, "no font has Arabic letters");
        string alone = Shape(StrokeText.Place(beh, 10, 0, 0));
        double three = StrokeText.Measure(beh + beh + beh, 10);
        Assert.InRange(three, 0, 2.9 * StrokeText.Measure(beh, 10));
        Assert.DoesNotContain(alone, Shape(StrokeText.Place(beh + beh + beh, 10, 0, 0)), StringComparison.Ordinal);
    }

    /// <summary>The vowel of "ki" stands before its consonant, though it follows it in the text.</summary>
    [Fact]
    public void Vowels_are_placed_where_their_script_places_them()
    {
        const string ka = "क", ki = "कि";
        Assert.SkipWhen(FontFolder.System.Find(ka) is null, "no font has Devanagari letters");
        IReadOnlyList<StrokeGlyph> one = FontFolder.System.Find(ka)!, both = FontFolder.System.Find(ki)!;
        Assert.Equal(2, both.Count);
        Assert.Equal(one[0].Advance, both[1].Advance, 1e-6);
    }

    /// <summary>Words that are written from right to left follow each other to the left.</summary>
    [Fact]
    public void Words_from_right_to_left_follow_each_other_to_the_left()
    {
        const string first = "שלום", second = "דג";
        Assert.SkipWhen(FontFolder.System.Find(first) is null, "no font has Hebrew letters");
        double left = StrokeText.Measure(second + " ", 10);
        Assert.Equal(
            $"{Shape(StrokeText.Place(second, 10, 0, 0))}|{Shape(StrokeText.Place(first, 10, left, 0))}",
            Shape(StrokeText.Place($"{first} {second}", 10, 0, 0)));
    }

    private static string Shape(IEnumerable<(List<(double X, double Y)[]> Strokes, List<(double X, double Y)[]> Outlines)> glyphs) =>
        string.Join('|', glyphs.SelectMany(glyph => glyph.Strokes.Concat(glyph.Outlines)).Select(line => string.Join(' ', line)));

    [Fact]
    public void Text_that_is_too_long_is_cut_to_fit()
    {
        string cut = StrokeText.Fit("a caption of many words", 10, 90);
        Assert.EndsWith("…", cut);
        Assert.StartsWith("a cap", cut);
        Assert.InRange(StrokeText.Measure(cut, 10), 60, 90);
    }
}
