using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.Canvases;
using RpclPix2Seq.Sketches.Tests.Formats.Svg;

namespace RpclPix2Seq.Sketches.Tests.Formats.Canvases;

/// <summary>What drawing programs save as trees of objects, each from small documents of our own.</summary>
public sealed class CanvasFormatsTests
{
    [Theory]
    [InlineData("", "1,2 3,4")]
    [InlineData("\"x\":10,\"y\":20,", "11,22 13,24")]
    [InlineData("\"rotation\":90,", "-2,1 -4,3")]
    [InlineData("\"scaleX\":2,\"scaleY\":-1,", "2,-2 6,-4")]
    [InlineData("\"offsetX\":1,\"offsetY\":2,\"rotation\":180,", "0,0 -2,-2")]
    [InlineData("\"skewX\":0.5,", "2,2 5,4")]
    [InlineData("\"skewY\":0.5,", "1,2.5 3,5.5")]
    public void Konva_places_a_line(string attributes, string expected) => Assert.Equal(
        expected, Konva($$"""{"attrs":{{{attributes}}"points":[1,2,3,4],"stroke":"#000"},"className":"Line"}"""));

    [Fact]
    public void Konva_nests_its_transforms() => Assert.Equal(
        "10,2 10,4",
        Konva(
            """
            {"attrs":{"width":50,"height":50},"className":"Stage","children":[{"attrs":{"x":10},"className":"Layer","children":[
            {"attrs":{"rotation":90},"className":"Group","children":[
            {"attrs":{"scaleX":2,"points":[1,0,2,0],"stroke":"red"},"className":"Line"}]}]}]}
            """));

    [Theory]
    [InlineData("\"points\":[0,0,9,0],\"fill\":\"red\"", "Line")]
    [InlineData("\"points\":[0,0,9,0],\"stroke\":\"transparent\"", "Line")]
    [InlineData("\"points\":[0,0,9,0],\"stroke\":\"red\",\"visible\":false", "Line")]
    [InlineData("\"points\":[0,0,9,0],\"stroke\":\"red\",\"opacity\":0", "Line")]
    [InlineData("\"points\":[0,0,9,0],\"stroke\":\"red\",\"strokeEnabled\":false", "Arrow")]
    [InlineData("\"width\":100,\"height\":100,\"fill\":\"#fff\"", "Rect")]
    public void Konva_leaves_out_what_is_not_seen(string attributes, string name) =>
        Assert.Equal("1,2 3,4", Konva(Stage($$"""{"attrs":{ {{attributes}} },"className":"{{name}}"},{{Line}}""")));

    [Fact]
    public void Konva_draws_shapes_and_names_the_rest()
    {
        Drawing drawing = Only(new KonvaFormat(), Stage(
            $$"""
            {"attrs":{"width":4,"height":2,"stroke":"red"},"className":"Rect"},
            {"attrs":{"data":"M0 0h9","stroke":"red"},"className":"Path"},
            {"attrs":{"radius":1,"fill":"red"},"className":"Circle"},{"attrs":{"points":[1,1],"stroke":"red"},"className":"Line"},
            {"attrs":{"text":"a"},"className":"Text"},{"attrs":{},"className":"Image"},{"attrs":{"sides":5},"className":"RegularPolygon"},
            {"attrs":{"points":[0,0,9,9],"stroke":"red","globalCompositeOperation":"destination-out"},"className":"Line"}
            """));
        Assert.Equal(["erasers", "other shapes", "pictures", "text"], drawing.Unread);
        Assert.Equal("0,0 4,0 4,2 0,2 0,0 | 0,0 9,0", Documents.Text(drawing.Strokes.Take(2)));
        Assert.Equal((4, "1,1"), (drawing.Strokes.Count, Documents.Text(drawing.Strokes.Skip(3))));
        Assert.All(drawing.Strokes[2], point => Assert.Equal(1, point.Length(), 0.003f));
    }

    /// <summary>With a tension of 0.5 and even steps, the handles at an inner point are a quarter of the chord of its neighbors.</summary>
    [Fact]
    public void Konva_curves_through_the_points_of_a_line_with_tension()
    {
        const string line = """{"attrs":{"points":[0,0,10,10,20,0],"stroke":"red","tension":0.5},"className":"Line"}""";
        Vector2[] stroke = Only(new KonvaFormat(), line).Strokes.Single();
        Assert.Equal((new Vector2(0, 0), new Vector2(20, 0)), (stroke[0], stroke[^1]));
        Assert.Contains(new Vector2(10, 10), stroke);

        // The first half is the quadratic curve from (0, 0) over (5, 10) to (10, 10).
        Assert.All(stroke.Where(p => p.X < 10), p => Assert.Equal(QuadraticAt(p.X / 10), p.Y, 0.05f));

        static float QuadraticAt(float t) => (20 * t * (1 - t)) + (10 * t * t);
    }

    [Fact]
    public void Konva_closes_a_curve() => Assert.Equal(
        new Vector2(0, 0),
        Only(new KonvaFormat(), """{"attrs":{"points":[0,0,9,0,9,9,0,9],"stroke":"red","tension":0.4,"closed":true},"className":"Line"}""")
            .Strokes.Single()[^1]);

    [Theory]
    [InlineData("\"left\":10,\"top\":20", "10,20 14,26")]
    [InlineData("\"left\":10,\"top\":20,\"strokeWidth\":2", "11,21 15,27")]
    [InlineData("\"left\":10,\"top\":20,\"originX\":\"center\",\"originY\":\"center\"", "8,17 12,23")]
    [InlineData("\"left\":10,\"top\":20,\"originX\":\"right\",\"originY\":\"bottom\"", "6,14 10,20")]
    [InlineData("\"left\":10,\"top\":20,\"originX\":0.5,\"originY\":1", "8,14 12,20")]
    [InlineData("\"left\":10,\"top\":20,\"scaleX\":2,\"scaleY\":0.5", "10,20 18,23")]
    [InlineData("\"left\":10,\"top\":20,\"angle\":90", "10,20 4,24")]
    [InlineData("\"left\":0,\"top\":0,\"flipX\":true", "4,0 0,6")]
    [InlineData("\"left\":0,\"top\":0,\"skewX\":45", "0,0 10,6")]
    [InlineData("\"left\":0,\"top\":0,\"pathOffset\":{\"x\":0,\"y\":0}", "102,103 106,109")]
    public void Fabric_places_a_path(string attributes, string expected) => Assert.Equal(
        expected, Fabric(
            $$"""
            {"type":"path","width":4,"height":6,"strokeWidth":0,"stroke":"red","fill":"#000",
            "path":[["M",100,100],["L",104,106]],{{attributes}}}
            """));

    [Fact]
    public void Fabric_places_by_the_center_since_version_7() => Assert.Equal(
        "-2,-3 2,3",
        Documents.Text(Only(
            new FabricFormat(),
            """{"version":"7.0.0","objects":[{"type":"Path","width":4,"height":6,"stroke":"red","path":"M 0 0 L 4 6"}]}""").Strokes));

    /// <summary>
    /// fabric.js takes the box of (0, 0) over (4, 8) to (8, 0) as that of a cubic curve with its control point twice: 6 high, not 4.
    /// </summary>
    [Fact]
    public void Fabric_measures_quadratic_curves_as_it_does()
    {
        string path = Canvas(
            """{"type":"path","left":0,"top":0,"width":8,"height":6,"strokeWidth":0,"fill":"red","path":[["M",0,0],["Q",4,8,8,0]]}""");
        Vector2[] stroke = Only(new FabricFormat(), path).Strokes[0];
        Assert.Equal((0, 0, 4), (stroke[0].Y, stroke[^1].Y, stroke.Max(point => point.Y)));
    }

    [Fact]
    public void Fabric_places_the_parts_of_a_group_around_its_center() => Assert.Equal(
        "10,20 20,30 | 20,20 10,30",
        Fabric(
            """
            {"type":"group","left":10,"top":20,"width":10,"height":10,"strokeWidth":0,"objects":[
            {"type":"line","left":-5,"top":-5,"width":10,"height":10,"strokeWidth":0.0,
            "x1":-5,"y1":-5,"x2":5,"y2":5,"stroke":"red","fill":"red"},
            {"type":"polyline","left":-5,"top":-5,"width":10,"height":10,"strokeWidth":0,"points":[{"x":90,"y":0},{"x":80,"y":10}]}]}
            """.Replace("\"strokeWidth\":0.0", "\"strokeWidth\":1e-9", StringComparison.Ordinal)));

    [Fact]
    public void Fabric_draws_shapes_and_names_the_rest()
    {
        Drawing drawing = Only(new FabricFormat(), Canvas(
            """
            {"type":"rect","left":0,"top":0,"width":4,"height":2,"strokeWidth":0},{"type":"triangle","width":4,"height":2,"strokeWidth":0},
            {"type":"circle","radius":5,"width":10,"height":10,"fill":"transparent"},{"type":"ellipse","rx":5,"ry":1,"opacity":0},
            {"type":"textbox","text":"a"},{"type":"image"},{"type":"lamp"},{"type":"path","globalCompositeOperation":"destination-out"}
            """));
        Assert.Equal("0,0 4,0 4,2 0,2 0,0 | 0,2 2,0 4,2 0,2", Documents.Text(drawing.Strokes));
        Assert.Equal(["erasers", "other shapes", "pictures", "text"], drawing.Unread);
    }

    [Theory]
    [InlineData("""{"type":"path","path":[["M",0,0],["L",1,"a"]]}""", "objects[0].path[1]: expected a command of a path")]
    [InlineData("""{"type":"path"}""", "objects[0].path: expected the commands of a path")]
    [InlineData("""{"type":"polygon","points":[[1,2]]}""", "objects[0].points[0]: expected a point")]
    [InlineData("""{"type":"rect","left":"wide"}""", "objects[0].left: expected a finite number, found '\"wide\"'")]
    [InlineData("""{"type":"image"}""", "found only pictures")]
    public void Fabric_errors_name_the_key(string one, string expected) =>
        Assert.Contains(expected, Documents.Error(new FabricFormat(), Canvas(one)), StringComparison.Ordinal);

    [Fact]
    public void Tldraw_draws_pages_in_order_with_what_is_inside_other_shapes()
    {
        List<Drawing> drawings = Documents.Read(new TldrawFormat(), Tldraw(
            """{"id":"page:b","typeName":"page","index":"a2"},{"id":"page:a","typeName":"page","index":"a3"}""",
            Shape("late", "page:a", "a2", "draw", Points), Shape("early", "page:a", "a1", "draw", Points, "\"x\":10,\"y\":20"),
            Shape("group", "page:b", "a1", "group", "", "\"x\":100,\"rotation\":1.5707963267948966"),
            Shape("inside", "shape:group", "a1", "highlight", Points, "\"x\":1"),
            Shape("text", "page:b", "a2", "text", ""), Shape("picture", "page:b", "a2", "image", ""),
            Shape("arrow", "page:b", "a2", "arrow", "")));
        Assert.Equal(
            [("page 1", "98,2 96,4", "arrows pictures text"), ("page 2", "11,22 13,24 | 1,2 3,4", "")],
            drawings.Select(drawing => (drawing.Where, Documents.Text(drawing.Strokes), string.Join(' ', drawing.Unread))));
    }

    [Theory]
    [InlineData(
        "draw",
        """
        "segments":[{"points":[{"x":0,"y":0},{"x":2,"y":0}]},{"points":[{"x":2,"y":2}]}],"isClosed":true
        """,
        "0,0 2,0 2,2 0,0")]
    [InlineData("draw", "\"segments\":[{\"points\":[{\"x\":5,\"y\":6}]}]", "5,6")]
    [InlineData("draw", "\"segments\":[{\"points\":[{\"x\":1,\"y\":1},{\"x\":2,\"y\":3}]}],\"scaleX\":2,\"scaleY\":-1", "2,-1 4,-3")]
    [InlineData("line", "\"points\":{\"b\":{\"index\":\"a2\",\"x\":9,\"y\":8},\"a\":{\"index\":\"a1\",\"x\":0,\"y\":0}}", "0,0 9,8")]
    [InlineData("line", "\"handles\":{\"start\":{\"index\":\"a1\",\"x\":0,\"y\":0},\"end\":{\"index\":\"a2\",\"x\":9,\"y\":8}}", "0,0 9,8")]
    [InlineData("arrow", "\"start\":{\"x\":1,\"y\":2},\"end\":{\"x\":3,\"y\":4},\"bend\":0", "1,2 3,4")]
    [InlineData("geo", "\"geo\":\"rectangle\",\"w\":4,\"h\":1,\"growY\":1", "0,0 4,0 4,2 0,2 0,0")]
    [InlineData("geo", "\"geo\":\"diamond\",\"w\":4,\"h\":2", "2,0 4,1 2,2 0,1 2,0")]
    public void Tldraw_draws_a_shape(string type, string props, string expected) =>
        Assert.Equal(expected, Documents.Text(Only(new TldrawFormat(), Tldraw("", Shape("a", "page:a", "a1", type, props))).Strokes));

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, -2)]
    [InlineData(8, 8)]
    [InlineData(8, -8)]
    public void Tldraw_bends_an_arrow_to_the_right_of_its_direction(float length, float bend)
    {
        string props = $$"""
            "start":{"x":0,"y":0},"end":{"x":{{length}},"y":0},"bend":{{bend}}
            """;
        Vector2[] arc = Only(new TldrawFormat(), Tldraw("", Shape("a", "page:a", "a1", "arrow", props))).Strokes.Single();
        float radius = ((length * length / 4) + (bend * bend)) / (2 * MathF.Abs(bend));
        Vector2 center = new(length / 2, bend - (MathF.Sign(bend) * radius));
        Assert.Equal((new Vector2(0, 0), new Vector2(length, 0)), (arc[0], arc[^1]));
        Assert.All(arc, p => Assert.Equal(radius, Vector2.Distance(p, center), 0.01f));
        Assert.Equal(bend, arc.MaxBy(p => MathF.Abs(p.Y)).Y, 0.05f);
    }

    [Fact]
    public void Tldraw_names_arrows_whose_ends_others_decide()
    {
        const string ends = "\"start\":{\"x\":1,\"y\":2},\"end\":{\"x\":3,\"y\":4}";
        Drawing drawing = Only(new TldrawFormat(), Tldraw(
            """{"id":"binding:b","typeName":"binding","type":"arrow","fromId":"shape:bound","toId":"shape:free"}""",
            Shape("free", "page:a", "a1", "arrow", ends), Shape("bound", "page:a", "a2", "arrow", ends),
            Shape("elbow", "page:a", "a3", "arrow", ends + ",\"kind\":\"elbow\"")));
        Assert.Equal(("1,2 3,4", "arrows"), (Documents.Text(drawing.Strokes), drawing.Unread.Single()));
    }

    [Fact]
    public void Tldraw_unpacks_points_of_both_packed_forms()
    {
        byte[] steps = [.. Floats(100.5f, -7, 0.5f), .. Halves(1.5, 2, 0, -2, 0.25, 0.1)];
        byte[] places = Halves(1, 2, 0.5, 3, 4, 0.5);
        string props = $$"""
            "segments":[{"type":"free","path":"{{Convert.ToBase64String(steps)}}"},
            {"type":"straight","points":"{{Convert.ToBase64String(places)}}"}]
            """;
        Assert.Equal(
            "100.5,-7 102,-5 100,-4.75 1,2 3,4",
            Documents.Text(Only(new TldrawFormat(), Tldraw("", Shape("a", "page:a", "a1", "draw", props))).Strokes));
    }

    [Theory]
    [InlineData("""{"document":{"store":{"shape:a":SHAPE},"schema":{}},"session":{}}""")]
    [InlineData("""{"type":"application/tldraw","kind":"content","data":{"shapes":[SHAPE],"schema":{},"rootShapeIds":["shape:a"]}}""")]
    [InlineData(
        """
        {"type":"application/tldraw","data":{"shapes":[
        {"type":"draw","props":{"segments":[{"points":[{"x":1,"y":2},{"x":3,"y":4}]}]}}]}}
        """)]
    [InlineData("""<meta charset='utf-8'><div data-tldraw>{"type":"application/tldraw","data":{"shapes":[SHAPE]}}</div>""")]
    public void Tldraw_reads_snapshots_and_copied_content(string text)
    {
        string content = text.Replace("SHAPE", Shape("a", "page:a", "a1", "draw", Points), StringComparison.Ordinal);
        Assert.Equal("1,2 3,4", Documents.Text(Only(new TldrawFormat(), content).Strokes));
    }

    [Theory]
    [InlineData("\"segments\":[{\"path\":\"AAAA\"}]", "records[0].props.segments[0].path: expected points as base64: 12 bytes")]
    [InlineData("\"segments\":[{\"path\":\"?\"}]", "segments[0].path: expected points as base64")]
    [InlineData("\"segments\":[{\"points\":[{\"x\":\"a\",\"y\":0}]}]", "segments[0].points[0].x: expected a finite number")]
    public void Tldraw_errors_name_the_key(string props, string expected) => Assert.Contains(
        expected, Documents.Error(new TldrawFormat(), Tldraw("", Shape("a", "page:a", "a1", "draw", props))), StringComparison.Ordinal);

    [Fact]
    public void Tldraw_refuses_shapes_with_one_id_before_it_draws_their_children_again_and_again() => Assert.Contains(
        "several with the same id",
        Documents.Error(new TldrawFormat(), Tldraw("", string.Join(',', Enumerable.Range(1, 60).SelectMany(
            k => Enumerable.Repeat(Shape($"{k}", k == 1 ? "page:a" : $"shape:{k - 1}", "a1", "group", ""), 2))))),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[]")]
    public void Fabric_refuses_what_is_no_object(string one) =>
        Assert.Contains("objects[0]", Documents.Error(new FabricFormat(), Canvas(one)), StringComparison.Ordinal);

    [Theory]
    [InlineData("konva", """{"attrs":{"points":[1,2,3,4],"stroke":"red"},"className":"Line"}""")]
    [InlineData("fabric", """{"version":"5.3.0","objects":[{"type":"line"}]}""")]
    [InlineData("tldraw", """{"tldrawFileFormatVersion":1,"records":[]}""")]
    [InlineData("tldraw", """<div data-tldraw>BIUwNmD2A0AEDukBOYAmBCIA</div>""")]
    [InlineData("json-strokes", """[{"tool":"pen","points":[1,2,3,4]}]""")]
    [InlineData("json-strokes", """{"strokes":[[[1,2],[3,4]]],"objects":2}""")]
    public void Recognizes(string expected, string content) =>
        Assert.Equal(expected, new DrawingFormats().Recognize(DrawingFile.InMemory("a.json", Encoding.UTF8.GetBytes(content)))?.Name);

    [Fact]
    public void Half_a_character_is_an_error() => Assert.Contains(
        "valid Unicode text", Documents.Error(new FabricFormat(), """{"objects":[{"type":"\ud800"}]}"""), StringComparison.Ordinal);

    private const string Points = """ "segments":[{"type":"free","points":[{"x":1,"y":2,"z":0.5},{"x":3,"y":4}]}] """;
    private const string Line = """{"attrs":{"points":[1,2,3,4],"stroke":"#000"},"className":"Line"}""";

    private static Drawing Only(IDrawingFormat format, string content) => Assert.Single(Documents.Read(format, content));

    private static string Konva(string content) => Documents.Text(Only(new KonvaFormat(), content).Strokes);

    private static string Fabric(string content) => Documents.Text(Only(new FabricFormat(), Canvas(content)).Strokes);

    private static string Canvas(string objects) => $$"""{"version":"5.3.0","objects":[{{objects}}]}""";

    private static string Stage(string nodes) => $$"""
        {"attrs":{"width":100,"height":100},"className":"Stage","children":[{"attrs":{},"className":"Layer","children":[{{nodes}}]}]}
        """;

    private static string Tldraw(string pages, params string[] shapes) => $$"""
        {"tldrawFileFormatVersion":1,"records":[{{string.Join(',', shapes)}}{{(pages.Length > 0 ? "," : "")}}{{pages}}]}
        """;

    private static string Shape(string id, string parent, string index, string type, string props, string place = "\"y\":0") => $$"""
        {"id":"shape:{{id}}","typeName":"shape","type":"{{type}}","parentId":"{{parent}}","index":"{{index}}",
        {{place}},"props":{ {{props}} } }
        """;

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static byte[] Halves(params double[] values) => [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))];
}
