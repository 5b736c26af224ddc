using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Sketches.Tests.Images.Sheets;

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

    [Fact]
    public void What_has_no_glyph_shows_as_a_box()
    {
        Assert.False(StrokeGlyphs.Has('字'));
        Assert.NotEmpty(StrokeGlyphs.Of('字').Strokes);
    }

    [Theory]
    [InlineData("short", 200, "short")]
    [InlineData("", 5, "")]
    [InlineData("two\nlines", 200, "two lines")]
    [InlineData("anything", 0.5, "")]
    [InlineData("anything", -10, "")]
    public void Text_that_fits_stays_and_text_that_cannot_goes(string text, double width, string expected) =>
        Assert.Equal(expected, StrokeText.Fit(text, 10, width));

    [Fact]
    public void Text_that_is_too_long_is_cut_to_fit()
    {
        string cut = StrokeText.Fit("a caption of many words", 10, 90);
        Assert.EndsWith("…", cut);
        Assert.StartsWith("a cap", cut);
        Assert.InRange(StrokeText.Measure(cut, 10), 60, 90);
    }
}
