using System.IO.Compression;
using System.Text;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;

public sealed class QuickDrawNdjsonFormatTests
{
    private const string Dot = """{"drawing":[[[1],[2]]]}""";

    [Fact]
    public void Simplified_drawings_are_read_with_all_that_is_known_of_them()
    {
        (List<Drawing> drawings, List<SkippedDrawing> skipped) =
            QuickDrawFixtures.Read(new QuickDrawNdjsonFormat(), QuickDrawFixtures.PathOf("simplified.ndjson"));

        Assert.Empty(skipped);
        Assert.Equal(["line 1", "line 2", "line 3"], drawings.Select(d => d.Where));
        Assert.Equal(QuickDrawFixtures.Words, drawings.Select(d => d.Category));
        Assert.Equal(QuickDrawFixtures.Keys, drawings.Select(d => d.Key));
        Assert.All(drawings, d => Assert.True(d is { IsRaw: false, Rows: null, Split: null }));
        for (int i = 0; i < drawings.Count; i++)
            QuickDrawFixtures.AssertSame(QuickDrawFixtures.Drawings[i], drawings[i].Strokes);
    }

    [Fact]
    public void Raw_drawings_are_recognized_by_their_times()
    {
        List<Drawing> drawings = QuickDrawFixtures.Read(new QuickDrawNdjsonFormat(), QuickDrawFixtures.PathOf("raw.ndjson")).Drawings;

        Assert.All(drawings, d => Assert.True(d.IsRaw));
        Assert.Equal([3, 2, 1], drawings.Select(d => d.Strokes.Count));
        Assert.Equal((90f, 183f), (drawings[0].Strokes[0][0].X, drawings[0].Strokes[0][0].Y));
        Assert.Equal(153, drawings[0].Strokes[0].Length);
    }

    [Fact]
    public void Drawings_that_were_not_recognized_can_be_left_out()
    {
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.ReadText(
            new QuickDrawNdjsonFormat(recognizedOnly: true), File.ReadAllText(QuickDrawFixtures.PathOf("simplified.ndjson")) + Dot);

        Assert.Equal(["line 1", "line 2", "line 4"], drawings.Select(d => d.Where)); // line 4 does not say
        Assert.Equal([new SkippedDrawing("line 3", "not recognized in the game")], skipped);
    }

    [Fact]
    public void Line_ends_marks_and_blank_lines_make_no_difference()
    {
        string text = "\uFEFF" + Dot + "\r\n\r\n  \n\t\r\n" + Dot + "\n" + Dot;
        (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.ReadText(new QuickDrawNdjsonFormat(), text);

        Assert.Empty(skipped);
        Assert.Equal(["line 1", "line 5", "line 6"], drawings.Select(d => d.Where));
    }

    [Fact]
    public void Gzip_is_undone()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(File.ReadAllBytes(QuickDrawFixtures.PathOf("simplified.ndjson")));

        Assert.Equal(3, QuickDrawFixtures.Read(new QuickDrawNdjsonFormat(), packed.ToArray()).Drawings.Count);
    }

    [Theory]
    [InlineData("""{"drawing":[[[1],[2]]],"key_id":7,"word":"cat"}""")]
    [InlineData("""{ "x" : {"drawing":[1,{}]}, "key_id" : "7" , "word":"cat", "drawing" : [ [ [ 1 ] , [ 2 ] ] ] }""")]
    [InlineData("""{"word":"c\u0061t","\u006bey_id":"7","drawing":[[[1.0],[20e-1]]]}""")]
    [InlineData("""{"word":"cat","key_id":"7","drawing":[[[],[]],[],[[1],[2]]]}""")]
    [InlineData("""{"word":"cat","key_id":"7","drawing":"[[[1],\u005b2]]]"}""")]
    [InlineData("""{"word":"cat","key_id":"7","recognized":"?","drawing":[[[1],[2]]],"timestamp":null}""")]
    public void Order_space_escapes_and_other_properties_make_no_difference(string line)
    {
        (List<Drawing> drawings, _) = QuickDrawFixtures.ReadText(new QuickDrawNdjsonFormat(recognizedOnly: true), line);

        Drawing drawing = Assert.Single(drawings);
        Assert.Equal(("cat", "7", false), (drawing.Category, drawing.Key, drawing.IsRaw));
        QuickDrawFixtures.AssertSame([[new(1, 2)]], drawing.Strokes);
    }

    [Fact]
    public void What_a_line_does_not_say_is_not_taken_from_the_line_before()
    {
        List<Drawing> drawings = QuickDrawFixtures.ReadText(
            new QuickDrawNdjsonFormat(), """{"word":"cat","key_id":"1","drawing":[[[1],[2],[0]]]}""" + "\n" + Dot).Drawings;

        Assert.Equal(("cat", "1", true), (drawings[0].Category, drawings[0].Key, drawings[0].IsRaw));
        Assert.Equal((null, null, false), (drawings[1].Category, drawings[1].Key, drawings[1].IsRaw));
    }

    [Theory]
    [InlineData("cat.ndjson", Dot, true)]
    [InlineData("cat.NDJSON", "\uFEFF\r\n {\"word\":", true)]
    [InlineData("cat.jsonl", Dot + "\n" + Dot, true)]
    [InlineData("cat.ndjson", "<svg/>", false)]
    [InlineData("cat.ndjson", "", false)]
    [InlineData("cat", Dot + "\n" + Dot, true)]
    [InlineData("cat.txt", "{\"word\":\"cat\",\"drawing\":[[[1,2", true)]
    [InlineData("cat.txt", "{\"word\":\"cat\"}\n" + Dot, false)]
    [InlineData("cat.txt", "{\"word\":{\"drawing\":[]}}\n", false)]
    [InlineData("cat.txt", "{nonsense \"drawing\":}\n", false)]
    [InlineData("cat.json", Dot, false)]
    [InlineData("cat.json", "{\n\"drawing\":[[[1],[2]]]\n}", false)]
    [InlineData("cat.json", Dot + "\n" + Dot, true)]
    public void Files_are_recognized_by_their_first_line(string name, string head, bool expected) =>
        Assert.Equal(expected, new QuickDrawNdjsonFormat().Recognizes(name, Encoding.UTF8.GetBytes(head)));

    [Theory]
    [InlineData("simplified", new[] { 25, 25, 25, 25, 25 }, 919, 7691)]
    [InlineData("raw", new[] { 22, 15, 26, 22, 19 }, 742, 25511)]
    public void Real_files_are_read_without_loss(string kind, int[] counts, int strokes, int points)
    {
        string[] categories = ["bee", "bus", "flower", "giraffe", "pig"];
        QuickDrawNdjsonFormat format = new();
        List<Drawing> all = [];
        for (int i = 0; i < categories.Length; i++)
        {
            string path = SharedFolder.Require($"quickdraw/ndjson/{kind}/{categories[i]}.ndjson");
            Assert.True(format.Recognizes(Path.GetFileName(path), DrawingFile.At(path).Head));
            (List<Drawing> drawings, List<SkippedDrawing> skipped) = QuickDrawFixtures.Read(format, path);
            Assert.Empty(skipped);
            Assert.Equal(counts[i], drawings.Count);
            Assert.All(drawings, d => Assert.Equal((categories[i], kind == "raw"), (d.Category, d.IsRaw)));
            Assert.Equal(drawings.Count, drawings.Select(d => d.Key).Distinct().Count());
            all.AddRange(drawings);
        }

        Assert.Equal((strokes, points), (all.Sum(d => d.Strokes.Count), all.Sum(d => d.Strokes.Sum(s => s.Length))));
    }
}
