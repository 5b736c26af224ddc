using System.Numerics;
using System.Text;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.Excalidraw;
using RpclPix2Seq.Sketches.Tests.Formats.Svg;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.Excalidraw;

public sealed class ExcalidrawFormatTests
{
    private const string Last = """{"type": "line", "x": 0, "y": 0, "points": [[0, 0], [1, 1]]}""";

    [Theory]
    [InlineData(
        """{"type": "freedraw", "x": 10, "y": 20, "points": [[0, 0, 0.5], [1, 2], [3.5, -4]], "pressures": [1]}""", "10,20 11,22 13.5,16")]
    [InlineData("""{"points": [[0, 0], [1, 2]], "y": 20, "x": 10, "type": "line", "roundness": {"type": 2}}""", "10,20 11,22")]
    [InlineData(
        """{"type": "arrow", "x": 10, "y": 20, "points": [[0, 0], [1, 2]], "endArrowhead": "arrow", "angle": null}""", "10,20 11,22")]
    [InlineData("""{"type": "draw", "x": 10, "y": 20, "points": [[0, 0], [1, 2]]}""", "10,20 11,22")]
    [InlineData("""{"type": "freedraw", "x": 10, "y": 20, "points": [[1, 1]]}""", "11,21")]
    [InlineData("""{"type": "rectangle", "x": 1, "y": 2, "width": 3, "height": 4}""", "1,2 4,2 4,6 1,6 1,2")]
    [InlineData("""{"type": "diamond", "x": 0, "y": 0, "width": 4, "height": 6}""", "2,0 4,3 2,6 0,3 2,0")]
    [InlineData(
        """{"type": "rectangle", "x": 0, "y": 0, "width": 4, "height": 2, "angle": 1.5707963267948966}""", "3,-1 3,3 1,3 1,-1 3,-1")]
    [InlineData("""{"type": "line", "x": 10, "y": 0, "points": [[0, 0], [4, 2]], "angle": 3.141592653589793}""", "14,2 10,0")]
    [InlineData("""{"\u0074ype": "l\u0069ne", "x": 10, "y": 0, "points": [[0, 0], [4, 2]]}""", "10,0 14,2")]
    public void Elements_are_drawn_where_they_lie(string element, string expected) =>
        Assert.Equal($"{expected} | 0,0 1,1", Documents.Text(Strokes($"{element},{Last}")));

    [Fact]
    public void Ellipses_fill_their_box()
    {
        Vector2[] stroke = Strokes("""{"type": "ellipse", "x": 10, "y": 20, "width": 40, "height": 20}""")[0];
        Assert.Equal((new Vector2(50, 30), new Vector2(50, 30)), (stroke[0], stroke[^1]));
        Assert.All(stroke, p => Assert.Equal(1, ((p - new Vector2(30, 30)) / new Vector2(20, 10)).Length(), 0.003));
        Assert.InRange(stroke.Length, 17, 100);
        Vector2[] turned = Strokes("""{"type": "ellipse", "x": 10, "y": 20, "width": 40, "height": 20, "angle": 1.5707963267948966}""")[0];
        Assert.Equal(
            (20, 40, 10, 50),
            (Round(turned.Min(p => p.X)), Round(turned.Max(p => p.X)), Round(turned.Min(p => p.Y)), Round(turned.Max(p => p.Y))));
    }

    [Theory]
    [InlineData("""{"type": "line", "x": 0, "y": 0, "points": [[0, 0], [9, 9]], "isDeleted": true}""")]
    [InlineData("""{"type": "text", "x": 0, "y": 0, "width": 9, "height": 9, "text": "words \ud800"}""")]
    [InlineData("""{"type": "image", "x": 0, "y": 0, "width": 9, "height": 9}, {"type": "frame", "width": 9, "height": 9}""")]
    [InlineData("""{"type": "hexagon", "width": 9, "height": 9}, {"width": 9}, {}""")]
    [InlineData("""{"type": "freedraw", "x": 0, "y": 0, "points": []}, {"type": "line", "points": null}, {"type": ["line"]}""")]
    [InlineData("""{"type": "te\ud800xt", "\udfff": 1}""")]
    [InlineData("""{"type": "rectangle", "width": 9, "height": 9, "strokeColor": "transparent", "backgroundColor": "transparent"}""")]
    [InlineData("""{"type": "ellipse", "width": 9, "height": 9, "strokeColor": "#000", "backgroundColor": "#fff", "opacity": 0}""")]
    [InlineData("""{"type": "rectangle", "width": 9, "height": 9, "strokeColor": "transparent"}""")]
    public void What_is_not_drawn_is_left_out(string element) => Assert.Equal("0,0 1,1", Documents.Text(Strokes($"{element},{Last}")));

    [Fact]
    public void A_file_and_a_clipboard_are_read()
    {
        IReadOnlyList<Vector2[]> file = Documents.FixtureStrokes(new ExcalidrawFormat(), "Excalidraw/flower.excalidraw");
        Assert.Equal(5, file.Count);
        Assert.Equal("100,60 100,100 96,140", Documents.Text([file[1]]));
        string clipboard = $$"""{"elements": [{{Last}}], "files": {}, "type": "excalidraw/clipboard"}""";
        Assert.Equal("0,0 1,1", Documents.Text(Assert.Single(Documents.Read(new ExcalidrawFormat(), "\uFEFF" + clipboard)).Strokes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type": "excalidraw"}""")]
    [InlineData("""{"type": "excalidraw", "elements": []}""")]
    [InlineData("""{"type": "excalidraw", "elements": 5}""")]
    [InlineData("""{"type": "excalidraw", "elements": [5]}""")]
    [InlineData("""{"type": "excalidraw", "elements": [""")]
    [InlineData($$"""{"type": "other", "elements": [{{Last}}]}""")]
    [InlineData($$"""{"type": 5, "elements": [{{Last}}]}""")]
    [InlineData($$"""{"elements": [{{Last}}]}""")]
    [InlineData($$"""{"type": "excalidraw", "elements": [{{Last}}]} {}""")]
    [InlineData($$"""{"type": "excalidraw", "elements": [{{Last}}], }""")]
    [InlineData("""{"type": "excalidraw", "elements": [{"type": "line", "x": 1e999}]}""")]
    [InlineData("""{"type": "excalidraw", "elements": [{"type": "line", "x": NaN}]}""")]
    [InlineData("""{"type": "excalidraw", "elements": [{"type": "line", "x": "1"}]}""")]
    [InlineData("""{"type": "excalidraw", "elements": [{"type": "line", "points": [[1, 1e39]]}]}""")]
    [InlineData("""{"type": "excalidraw", "elements": [{"type": "line", "points": [[1]]}]}""")]
    [InlineData("""{"type": "excalidraw", "elements": [{"type": "line", "points": [5]}]}""")]
    [InlineData("""{"type": "excalidraw", "elements": [{"type": "rectangle", "x": 3e38, "width": 3e38, "height": 1}]}""")]
    public void A_file_that_is_not_a_drawing_is_one_clear_error(string content) => Documents.Error(new ExcalidrawFormat(), content);

    [Fact]
    public void Depth_and_points_are_limited()
    {
        Documents.Error(new ExcalidrawFormat(), $$"""{"type": "excalidraw", "x": {{new string('[', 100_000)}}""");
        DrawingLimits limits = new() { Points = 10 };
        string points = string.Join(',', Enumerable.Range(0, 11).Select(i => $"[{i},{i}]"));
        Assert.Contains("10 points", Error($$"""{"type": "line", "points": [{{points}}]}"""), StringComparison.Ordinal);
        Assert.Contains("10 points", Error(string.Join(',', Enumerable.Repeat(Last, 6))), StringComparison.Ordinal);
        Assert.Contains("10 points", Error("""{"type": "ellipse", "width": 9, "height": 9}"""), StringComparison.Ordinal);

        string Error(string elements) =>
            Documents.Error(new ExcalidrawFormat(), $$"""{"type": "excalidraw", "elements": [{{elements}}]}""", limits);
    }

    [Fact]
    public void Damaged_documents_are_read_or_refused_in_one_line()
    {
        byte[] whole = File.ReadAllBytes(Documents.Fixture("Excalidraw/flower.excalidraw"));
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 8].ForAll(changes =>
        {
            byte[] damaged = [.. whole];
            foreach ((int at, byte value) in changes)
                damaged[at] = value;
            try
            {
                Assert.NotEmpty(Assert.Single(Documents.Read(new ExcalidrawFormat(), damaged)).Strokes);
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }, count: 500);
        int end = whole.AsSpan().TrimEnd("\n"u8).Length;
        for (int length = 0; length < end; length += 7)
            Documents.Error(new ExcalidrawFormat(), whole[..length]);
    }

    [Theory]
    [InlineData("a.excalidraw", "", true)]
    [InlineData("a.json", "{\n  \"type\": \"excalidraw\",", true)]
    [InlineData("a", "\uFEFF{\"type\":\"excalidraw/clipboard\"", true)]
    [InlineData("a.json", "{\"elements\": [{\"type\": \"line\"}], \"type\" : \"excalidraw\"}", true)]
    [InlineData("a.json", "{\"type\": \"excalidrawlib\"}", true)]
    [InlineData("a.json", "{\"strokes\": []}", false)]
    public void Files_are_recognized_by_name_or_content(string name, string head, bool expected) =>
        Assert.Equal(expected, new ExcalidrawFormat().Recognizes(name, Encoding.UTF8.GetBytes(head)));

    private static double Round(float value) => Math.Round(value, 2);

    private static IReadOnlyList<Vector2[]> Strokes(string elements)
    {
        Drawing drawing = Assert.Single(Documents.Read(
            new ExcalidrawFormat(),
            $$"""{"type": "excalidraw", "version": 2, "source": "", "elements": [{{elements}}], "appState": {"a": [1] } }"""));
        Assert.True(drawing.IsRaw);
        return drawing.Strokes;
    }
}
