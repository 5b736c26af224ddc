using System.IO.Compression;
using System.Text;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.Excalidraw;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;
using RpclPix2Seq.Sketches.Formats.Pens;
using RpclPix2Seq.Sketches.Tests.Formats.Svg;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats;

/// <summary>Formats of widely used programs, each from a small file of our own.</summary>
public sealed class PeoplesFormatsTests
{
    private const string Session = """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <WhiteboardCaptureSession><WhiteboardDescription><DiagonallyOppositeCoords x="6512" y="1376"/></WhiteboardDescription>
        <StrokeSet><Stroke><Point x="895" y="992" time="1.0"/><Point x="905" y="1010"/></Stroke>
        <Stroke><Point x="1" y="2"/></Stroke></StrokeSet></WhiteboardCaptureSession>
        """;

    private const string Pages = """
        <?xml version="1.0"?><xournal creator="x" fileversion="4"><page width="600" height="800"><background type="solid"/><layer>
        <stroke tool="pen" width="1.4">10 10 20 20 30 10</stroke><stroke tool="eraser">0 0 9 9</stroke><text size="12">cat</text>
        </layer></page><page><layer/></page><page><layer><stroke tool="highlighter">1 2</stroke></layer></page></xournal>
        """;

    [Fact]
    public void Iam_ondb() => Assert.Equal("895,992 905,1010 | 1,2", Strokes(new IamOnDbFormat(), Session));

    [Fact]
    public void Xournal_has_a_drawing_a_page()
    {
        List<Drawing> drawings = Documents.Read(new XournalFormat(), Pages);
        Assert.Equal(
            [("page 1", "10,10 20,20 30,10", "erasers text"), ("page 3", "1,2", "")],
            drawings.Select(drawing => (drawing.Where, Documents.Text(drawing.Strokes), string.Join(' ', drawing.Unread))));
    }

    [Fact]
    public void Xournal_is_compressed_as_the_program_saves_it()
    {
        using TemporaryFolder folder = new();
        using (GZipStream gzip = new(File.Create(folder.File("a.xopp")), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(Pages));
        DrawingFile file = DrawingFile.At(folder.File("a.xopp"));
        Assert.Equal(2, new DrawingFormats().Recognize(file)!.Read(file, _ => { }).Count());
    }

    [Theory]
    [InlineData("START\n10.0,-20.0,0.0\n12,-25,10\nBREAK\n1,-1,2\nBREAK\n", "10,20 12,25 | 1,1")]
    [InlineData("START\r\n1,-2,0\r\n3,-4,0\r\n", "1,2 3,4")]
    public void Omniglot(string text, string expected) => Assert.Equal(expected, Strokes(new OmniglotFormat(), text));

    [Fact]
    public void Unipen_without_segments_is_one_drawing() => Assert.Equal(
        "1,-2 3,-4 | 5,-6",
        Strokes(new UnipenFormat(), ".VERSION 1.0\n.COORD T X Y\n.PEN_DOWN\n9 1 2\n9 3 4\n.PEN_UP\n9 7 8\n.PEN_DOWN\n9 5 6\n.PEN_UP\n"));

    [Fact]
    public void Unipen_takes_no_more_strokes_and_points_than_there_are()
    {
        const string line = ".COORD X Y\n.PEN_DOWN\n1 2\n3 4\n.PEN_UP\n";
        List<SkippedDrawing> skipped = [];
        Assert.Empty(Documents.Read(new UnipenFormat(), $".SEGMENT CHARACTER {int.MaxValue} OK \"a\"\n{line}", skipped: skipped));
        Assert.Single(skipped);
        string again = string.Concat(Enumerable.Repeat("0-9999,", 50));
        Assert.Contains(
            "points in all",
            Documents.Error(
                new UnipenFormat(), $".SEGMENT CHARACTER {again}0 OK \"a\"\n{line}", DrawingLimits.Default with { Points = 10 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Xournal_limits_the_points_of_a_page()
    {
        string page = "<page><layer><stroke tool='pen'>1 1 2 2 3 3</stroke></layer></page>", document = $"<xournal>{page}{page}</xournal>";
        Assert.Equal(2, Documents.Read(new XournalFormat(), document, DrawingLimits.Default with { Points = 4 }).Count);
        Documents.Error(new XournalFormat(), document, DrawingLimits.Default with { Points = 2 });
    }

    [Fact]
    public void Unipen_has_a_drawing_a_character()
    {
        List<Drawing> drawings = Documents.Read(new UnipenFormat(), """
            .VERSION 1.0
            .HIERARCHY WORD CHARACTER
            .COORD X Y T
            .SEGMENT WORD 0-2 OK "to"
            .SEGMENT CHARACTER 0-1 OK "t"
            .SEGMENT CHARACTER 2:0-2:9 OK "o"
            .PEN_DOWN
            0 0 1
            0 9 2
            .PEN_UP
            .PEN_DOWN
            -2 5 3
            2 5 4
            .PEN_UP
            .PEN_DOWN
            5 0 5
            6 1 6
            .PEN_UP
            """);
        Assert.Equal(
            [("t", "0,0 0,-9 | -2,-5 2,-5"), ("o", "5,0 6,-1")],
            drawings.Select(drawing => (drawing.Category!, Documents.Text(drawing.Strokes))));
    }

    [Theory]
    [InlineData(
        """{"character":"二","strokes":["M 1 2 L 3 4 Z","M 5 5 Z"],"medians":[[[1,8],[2,7],[3,7]],[[1,6],[1,2]]]}""",
        "1,-8 2,-7 3,-7 | 1,-6 1,-2", "二")]
    [InlineData("""{"medians":[[[1,8],[2,7]]],"strokes":["M"]}""", "1,-8 2,-7", null)]
    [InlineData(
        """[{"drawMode":true,"strokeWidth":4,"paths":[{"x":1,"y":1},{"x":2,"y":3}]},{"paths":[{"x":9,"y":9}],"drawMode":false}]""",
        "1,1 2,3", null)]
    [InlineData(
        """{"lines":[{"points":[{"x":1,"y":2},{"x":3,"y":4}],"brushColor":"#444"},{"points":[{"x":5,"y":6}]}],"width":400}""",
        "1,2 3,4 | 5,6", null)]
    [InlineData(
        """{"strokeGroups":[{"penStyle":"x","strokes":[{"x":[1,3],"y":[2,4],"t":[0,1]}]},{"strokes":[{"x":[5],"y":[6]}]}]}""",
        "1,2 3,4 | 5,6", null)]
    [InlineData("""[{"X":[1,3],"Y":[2,4]},{"X":[5,6],"Y":[7,8]}]""", "1,2 3,4 | 5,7 6,8", null)]
    [InlineData("""{"X":[1,3],"Y":[2,4]}""", "1,2 3,4", null)]
    [InlineData("""{"strokes":[{"x":[1,3],"y":[2,4]}],"word":"cat"}""", "1,2 3,4", "cat")]
    public void Json_of_canvases_and_characters(string text, string expected, string? category)
    {
        Drawing drawing = Assert.Single(Documents.Read(new JsonStrokesFormat(), text));
        Assert.Equal((expected, category), (Documents.Text(drawing.Strokes), drawing.Category));
    }

    [Theory]
    [InlineData("""[{"drawMode":true,"paths":[{"x":1,"y":1}]},{"paths":[{"x":9,"y":9}],"drawMode":false}]""", "1,1")]
    [InlineData("""[{"tool":"pen","points":[1,2,3,4]},{"tool":"eraser","points":[5,6,7,8]}]""", "1,2 3,4")]
    public void Json_of_erasers_is_named(string text, string expected)
    {
        Drawing drawing = Assert.Single(Documents.Read(new JsonStrokesFormat(), text));
        Assert.Equal((expected, "erasers"), (Documents.Text(drawing.Strokes), Assert.Single(drawing.Unread)));
    }

    [Theory]
    [InlineData("""{"points":[1,2,3]}""")]
    [InlineData("""{"points":[1,2,"a",4]}""")]
    [InlineData("""{"strokes":[{"x":[1,3],"y":[2]}]}""")]
    [InlineData("""{"strokes":[{"x":[1,3]}]}""")]
    [InlineData("""{"medians":["M 1 2"]}""")]
    [InlineData("""{"strokeGroups":[1]}""")]
    public void Json_of_canvases_that_is_broken(string text) => Documents.Error(new JsonStrokesFormat(), text);

    [Theory]
    [InlineData(
        """
        {"type":"excalidrawlib","version":2,"libraryItems":[
        {"id":"a","name":"hook","elements":[@1]},{"elements":[@2]},{"name":"none"}]}
        """)]
    [InlineData("""{"type":"excalidrawlib","version":1,"library":[[@1],[@2],[]]}""")]
    public void Libraries_have_a_drawing_an_item(string text)
    {
        text = text.Replace("@1", Line(1), StringComparison.Ordinal).Replace("@2", Line(2), StringComparison.Ordinal);
        List<Drawing> drawings = Documents.Read(new ExcalidrawFormat(), text);
        Assert.Equal(["0,0 1,1", "0,0 2,2"], drawings.Select(drawing => Documents.Text(drawing.Strokes)));
        Assert.Equal(
            [text.Contains("hook", StringComparison.Ordinal) ? "hook" : null, null], drawings.Select(drawing => drawing.Category));
    }

    [Fact]
    public void Notes_hold_a_drawing() => Assert.Equal("0,0 3,3", Strokes(
        new ExcalidrawNoteFormat(),
        $"---\nexcalidraw-plugin: parsed\n---\n# Drawing\n```json\n{{\"type\":\"excalidraw\",\n\"elements\":[{Line(3)}]}}\n```\n%%"));

    [Theory]
    [InlineData("BIUwNmD2A0AEDukBOYAmBCIA", "Hello, world!")]
    public void Compressed_text_is_that_of_the_javascript_library(string base64, string expected) =>
        Assert.Equal(expected, LzString.Decompress(base64, 1000));

    [Fact]
    public void Damaged_compressed_text_is_refused()
    {
        Assert.Null(LzString.Decompress("", 1000));
        Assert.Null(LzString.Decompress("BIUw", 1000));
        Assert.Null(LzString.Decompress("////////", 1000));
        Assert.Null(LzString.Decompress("BIUwNmD2A0AEDukBOYAmBCIA", 5));
        Assert.Contains("damaged", Documents.Error(new ExcalidrawNoteFormat(), "```compressed-json\nBIUw\n```"), StringComparison.Ordinal);
        Assert.Contains("a block", Documents.Error(new ExcalidrawNoteFormat(), "# Drawing"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Session, "iam-ondb")]
    [InlineData(Pages, "xournal")]
    [InlineData("START\n1,2,3\n", "omniglot")]
    [InlineData(".VERSION 1.0\n", "unipen")]
    [InlineData("---\nexcalidraw-plugin: parsed\n", "excalidraw-note")]
    [InlineData("""{"type":"excalidrawlib"}""", "excalidraw")]
    public void Each_is_recognized(string text, string name)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a"), text);
        Assert.Equal(name, new DrawingFormats().Recognize(DrawingFile.At(folder.File("a")))!.Name);
    }

    [Theory]
    [InlineData("<WhiteboardCaptureSession><Stroke><Point x='1'/></Stroke></WhiteboardCaptureSession>", "a number y")]
    [InlineData("<WhiteboardCaptureSession/>", "strokes with points")]
    public void Sessions_that_are_broken(string text, string expected) =>
        Assert.Contains(expected, Documents.Error(new IamOnDbFormat(), text), StringComparison.Ordinal);

    [Theory]
    [InlineData("START\n1;2\n", "line 2")]
    [InlineData("START\n1,nan,0\n", "line 2")]
    [InlineData("START\nBREAK\n", "strokes with points")]
    public void Omniglot_that_is_broken(string text, string expected) =>
        Assert.Contains(expected, Documents.Error(new OmniglotFormat(), text), StringComparison.Ordinal);

    private static string Line(int length) => $$"""{"type":"line","x":0,"y":0,"points":[[0,0],[{{length}},{{length}}]]}""";

    private static string Strokes(IDrawingFormat format, string text) =>
        Documents.Text(Assert.Single(Documents.Read(format, text)).Strokes);
}
