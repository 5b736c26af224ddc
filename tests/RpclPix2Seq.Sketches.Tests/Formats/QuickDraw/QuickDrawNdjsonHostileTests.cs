using System.Text;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;

/// <summary>Lines that are damaged, hostile or of another shape: each is skipped with a reason, and the next is read.</summary>
public sealed class QuickDrawNdjsonHostileTests
{
    private const string Dot = """{"drawing":[[[1],[2]]]}""";

    [Theory]
    [InlineData("not JSON", "not json")]
    [InlineData("not JSON", """{"drawing":[[[1],[2]]]} x""")]
    [InlineData("not JSON", """{"drawing":[[[1],[2]]]}{"drawing":[[[1],[2]]]}""")]
    [InlineData("not JSON", """{"drawing":[[[1],[2]""")]
    [InlineData("not JSON", """{"drawing":[[[1,],[2,]]]}""")]
    [InlineData("not JSON", """{"drawing":[[[01],[2]]]}""")]
    [InlineData("not JSON", """{"drawing":[[[NaN],[2]]]}""")]
    [InlineData("not JSON", """{"drawing":"[[[1],[2]]"}""")]
    [InlineData("not JSON", """{"drawing":"[[[1],[2]]]]"}""")]
    [InlineData("no drawing in it", "[]")]
    [InlineData("no drawing in it", "5")]
    [InlineData("no drawing in it", "{}")]
    [InlineData("no drawing in it", """{"word":"cat"}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":5}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":null}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":{"x":1}}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":[1,2]}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":[[1,2],[3,4]]}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":[[[1]]]}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":[[[1],[2],3]]}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":[[["1"],["2"]]]}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":[[[null],[null]]]}""")]
    [InlineData("a drawing that is not a list of strokes [[x…], [y…]]", """{"drawing":[[[[1]],[[2]]]]}""")]
    [InlineData("x and y of different lengths", """{"drawing":[[[1,2],[3]]]}""")]
    [InlineData("x and y of different lengths", """{"drawing":[[[],[3]]]}""")]
    [InlineData("a coordinate that is not finite", """{"drawing":[[[1e999],[2]]]}""")]
    [InlineData("a coordinate that is not finite", """{"drawing":[[[1],[-1e39]]]}""")]
    [InlineData("no strokes", """{"drawing":[]}""")]
    [InlineData("no strokes", """{"drawing":[[[],[]],[[],[],[]]]}""")]
    [InlineData("text that is not Unicode", """{"word":"\ud800","drawing":[[[1],[2]]]}""")]
    [InlineData("text that is not Unicode", """{"key_id":"x\udc00x","drawing":[[[1],[2]]]}""")]
    [InlineData("a word or key that is not text or is too long", """{"word":["cat"],"drawing":[[[1],[2]]]}""")]
    [InlineData("a word or key that is not text or is too long", """{"key_id":{},"drawing":[[[1],[2]]]}""")]
    public void A_line_that_is_no_drawing_is_skipped(string reason, string line)
    {
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.ReadText(
            new QuickDrawNdjsonFormat(), Dot + "\n" + line + "\n" + Dot);

        Assert.Equal(["line 1", "line 3"], drawings.Select(d => d.Where));
        SkippedDrawing only = Assert.Single(skipped);
        Assert.Equal(("line 2", reason), (only.Where, only.Reason));
        Assert.True(only.Detail.Length < 100 && !only.Detail.Any(char.IsControl));
    }

    [Fact]
    public void Text_that_is_not_utf8_is_skipped()
    {
        byte[] bytes = [.. "{\"word\":\"c"u8, 0xC3, .. "t\",\"drawing\":[[[1],[2]]]}\n"u8, .. Encoding.UTF8.GetBytes(Dot)];
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.Read(new QuickDrawNdjsonFormat(), bytes);

        Assert.Equal("text that is not Unicode", Assert.Single(skipped).Reason);
        Assert.Equal("line 2", Assert.Single(drawings).Where);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("""{"a":""")]
    public void Deep_nesting_is_skipped(string opening)
    {
        string deep = """{"other":""" + string.Concat(Enumerable.Repeat(opening, 100_000));
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.ReadText(new QuickDrawNdjsonFormat(), deep + "\n" + Dot);

        Assert.Equal("nested too deeply", Assert.Single(skipped).Reason);
        Assert.Single(drawings);
    }

    [Fact]
    public void A_last_line_that_is_cut_off_is_told_as_that()
    {
        byte[] whole = File.ReadAllBytes(QuickDrawFixtures.PathOf("simplified.ndjson"));
        int lastLine = whole.AsSpan(0, whole.Length - 1).LastIndexOf((byte)'\n') + 1;
        for (int length = lastLine + 1; length < whole.Length - 1; length++)
        {
            (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.Read(new QuickDrawNdjsonFormat(), whole[..length]);
            Assert.Equal(2, drawings.Count);
            Assert.Equal("cut off at the end of the file", Assert.Single(skipped).Reason);
        }
    }

    [Fact]
    public void A_line_over_the_limit_is_skipped()
    {
        DrawingLimits limits = new() { LineBytes = 40 };
        string fits = """{"drawing":[[[1],[2]]],"word":"1234567"}""", longer = fits.Replace("7", "78", StringComparison.Ordinal);
        Assert.Equal(40, fits.Length);
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.ReadText(
            new QuickDrawNdjsonFormat(), $"{longer}\n{fits}\n{new string('x', 1_000_000)}\n{fits}\n{longer}", limits);

        Assert.Equal(["line 2", "line 4"], drawings.Select(d => d.Where));
        Assert.Equal(["line 1", "line 3", "line 5"], skipped.Select(s => s.Where));
        Assert.All(skipped, s => Assert.Equal(("a line that is too long", "over 40 bytes"), (s.Reason, s.Detail)));
    }

    [Fact]
    public void Points_over_the_limit_are_skipped_whether_in_one_stroke_or_many()
    {
        DrawingLimits limits = new() { Points = 600 };
        string one = Stroke(600), over = Stroke(601), many = string.Join(',', Enumerable.Repeat(Stroke(100), 7));
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.ReadText(
            new QuickDrawNdjsonFormat(), string.Join('\n', new[] { over, one, many, one }.Select(s => $$"""{"drawing":[{{s}}]}""")),
            limits);

        Assert.Equal(["line 2", "line 4"], drawings.Select(d => d.Where));
        Assert.Equal(["too many points", "too many points"], skipped.Select(s => s.Reason));

        static string Stroke(int points) => $"[[{Numbers(points)}],[{Numbers(points)}]]";
        static string Numbers(int count) => string.Join(',', Enumerable.Range(0, count));
    }

    [Fact]
    public void A_long_word_is_not_taken_over() =>
        Assert.Equal("a word or key that is not text or is too long", Assert.Single(QuickDrawFixtures.ReadText(
            new QuickDrawNdjsonFormat(), $$"""{"word":"{{new string('w', 1025)}}","drawing":[[[1],[2]]]}""").Skipped).Reason);

    [Fact]
    public void A_file_of_garbage_is_given_up()
    {
        string garbage = string.Concat(Enumerable.Repeat("{]\n", 9_999));
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.ReadText(
            new QuickDrawNdjsonFormat(), garbage + Dot + "\n" + garbage);
        Assert.Equal((1, 19_998), (drawings.Count, skipped.Count));

        string message = Assert.Throws<InputException>(
            () => QuickDrawFixtures.ReadText(new QuickDrawNdjsonFormat(), garbage + "{]\n" + Dot)).Message;
        Assert.Contains(
            "line 10000: expected a drawing per line, found 10000 lines in a row without one", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simplified.ndjson")]
    [InlineData("raw.ndjson")]
    public void Flipped_bytes_never_do_more_than_skip_a_drawing(string fixture)
    {
        byte[] whole = File.ReadAllBytes(QuickDrawFixtures.PathOf(fixture));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255]).Array[1, 4].ForAll(flips =>
        {
            byte[] flipped = [.. whole];
            foreach ((int at, byte mask) in flips)
                flipped[at] ^= mask;
            (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.Read(new QuickDrawNdjsonFormat(), flipped);
            Assert.InRange(drawings.Count + skipped.Count, 1, 3 + flips.Length);
            Assert.All(
                drawings, d => Assert.All(d.Strokes, s => Assert.All(s, p => Assert.True(float.IsFinite(p.X) && float.IsFinite(p.Y)))));
        }, count: 500);
    }
}
