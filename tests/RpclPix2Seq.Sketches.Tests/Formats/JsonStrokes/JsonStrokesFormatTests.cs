using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Tests.Formats.Svg;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.JsonStrokes;

public sealed class JsonStrokesFormatTests
{
    [Theory]
    [InlineData("[[[1,2],[3,4],[5,6],[7,8]],[[9,9]]]", "1,2 3,4 5,6 7,8 | 9,9")] // a list of strokes of points
    [InlineData("[[[1,2,9],[3,4,9,9],[5,6],[7,8,0.5,1,2,3]]]", "1,2 3,4 5,6 7,8")] // further numbers
    [InlineData("[[1,2],[3,4],[5,6],[7,8]]", "1,2 3,4 5,6 7,8")] // one stroke
    [InlineData("[[{\"x\":1,\"y\":2},{\"t\":0,\"y\":4,\"x\":3}],[{\"y\":6,\"x\":5}]]", "1,2 3,4 | 5,6")] // points by name
    [InlineData("[{\"x\":1,\"y\":2},{\"x\":3,\"y\":4}]", "1,2 3,4")]
    [InlineData("[{\"points\":[[1,2],[3,4]]},{\"color\":\"red\",\"points\":[{\"x\":5,\"y\":6}]}]", "1,2 3,4 | 5,6")]
    [InlineData("{\"points\":[[1,2],[3,4]]}", "1,2 3,4")]
    [InlineData("{\"points\":[1,2,3,4]}", "1,2 3,4")] // x and y in turn
    [InlineData("[{\"tool\":\"pen\",\"points\":[1,2,3,4]},{\"points\":[5,6]}]", "1,2 3,4 | 5,6")]
    [InlineData("{\"strokes\":[[[1,2],[3,4]],[[5,6]]]}", "1,2 3,4 | 5,6")]
    [InlineData("{\"meta\":{\"a\":[1,[2]]},\"strokes\":[{\"points\":[[1,2],[3,4]]}]}", "1,2 3,4")]
    [InlineData("{\"strokes\":[[1,2],[3,4]]}", "1,2 3,4")]
    [InlineData("{\"drawing\":[[[1,2],[3,4],[5,6],[7,8]]]}", "1,2 3,4 5,6 7,8")]
    [InlineData("[[[0,10,20,30],[0,5,0,5]]]", "0,0 10,5 20,0 30,5")] // columns: rows too long for points
    [InlineData("[[[0,10],[0,5]],[[1,2,3],[4,5,6]]]", "0,0 10,5 | 1,4 2,5 3,6")] // columns: rows of different lengths
    [InlineData("[[[0,10,20,30,40],[0,5,0,5,0],[0,100,200,300,400]]]", "0,0 10,5 20,0 30,5 40,0")] // with times
    [InlineData("[[[7],[8]],[[1],[2]]]", "7,8 | 1,2")] // columns of one
    [InlineData("[[1,2,3,4],[5,6,7,8]]", "1,5 2,6 3,7 4,8")]
    [InlineData("{\"drawing\":[[[0,10],[0,5]]]}", "0,0 10,5")] // could be both: columns under Quick, Draw!'s name …
    [InlineData("{\"drawing\":[[[0,10,20],[1,2,3]],[[1,2,3],[4,5,6]]]}", "0,1 10,2 20,3 | 1,4 2,5 3,6")]
    [InlineData("{\"strokes\":[[[0,10],[1,5]]]}", "0,10 1,5")] // … points elsewhere
    [InlineData("[[[0,10,20],[1,2,3]]]", "0,10 1,2")]
    [InlineData("[[[0,10],[1,5]],[[3,4],[5,6],[7,8]]]", "0,10 1,5 | 3,4 5,6 7,8")]
    [InlineData("[[{\"x\":1,\"y\":2},{\"x\":3,\"y\":4}],[[1,2,3,4,5],[1,2,3,4,5]]]", "1,2 3,4 | 1,2 1,2")]
    // with times and pressures
    [InlineData("[[[0,10,20,30,40,50],[0,5,9,30,2,2],[0,1,2,3,4,5],[1,1,1,1,1,1]]]", "0,0 10,5 20,9 30,30 40,2 50,2")]
    // times in some strokes
    [InlineData("[[[0,10,20,30],[0,5,9,30],[0,1,2,3]],[[1,2,3,4,5],[6,7,8,9,10]]]", "0,0 10,5 20,9 30,30 | 1,6 2,7 3,8 4,9 5,10")]
    [InlineData("[[[10,20,0,0.5],[30,40,16,0.6],[1,2,3,4],[5,6,7,8]]]", "10,20 30,40 1,2 5,6")] // points with times and pressures
    [InlineData("{\"points\":[[1,2,3,4,5],[6,7,8,9,10]]}", "1,2 6,7")] // points by name, whatever their length
    [InlineData("[[],[[1,2],[3,4]],[]]", "1,2 3,4")] // empty strokes
    [InlineData("{\"drawing\":[[[],[]],[[1,2,3,4],[1,2,3,4]]]}", "1,1 2,2 3,3 4,4")]
    [InlineData("\uFEFF [[[1.5e0,-2],[3,4.25]]]\r\n", "1.5,-2 3,4.25")]
    public void Every_shape_of_a_drawing_is_read(string content, string expected)
    {
        Drawing drawing = Assert.Single(Documents.Read(new JsonStrokesFormat(), content));
        Assert.Equal(expected, Documents.Text(drawing.Strokes));
        Assert.Equal((true, null, null, "the drawing"), (drawing.IsRaw, drawing.Rows, drawing.Category, drawing.Where));
    }

    [Fact]
    public void Lists_hold_drawings_of_every_shape()
    {
        List<Drawing> drawings = Documents.Read(new JsonStrokesFormat(), """
            [{"word": "cat", "key_id": "17", "drawing": [[[0, 5], [1, 1]]]},
             {"strokes": [[[1, 2]]], "id": 18446744073709551615, "label": "dog"},
             [[[1, 2], [3, 4]]], [{"points": [[5, 6]]}], {"category": "", "key": null, "points": [[7, 8]]}]
            """);
        Assert.Equal(["0,1 5,1", "1,2", "1,2 3,4", "5,6", "7,8"], drawings.Select(d => Documents.Text(d.Strokes)));
        Assert.Equal(["cat", "dog", null, null, null], drawings.Select(d => d.Category));
        Assert.Equal(["17", "18446744073709551615", null, null, null], drawings.Select(d => d.Key));
        Assert.Equal(["drawing 1", "drawing 2", "drawing 3", "drawing 4", "drawing 5"], drawings.Select(d => d.Where));
    }

    [Theory]
    [InlineData("[[[[0,10,20,30,40],[5,5,6,7,9],[0,0,0,0,1]]],[[[0,10],[5,6]]]]", "0,5 10,6")] // columns after columns
    [InlineData("[[[[0,10],[5,6]]],[[[0,10,20,30,40],[5,5,6,7,9],[0,0,0,0,1]],[[1],[2]]]]", "0,5 10,6")] // and before them
    [InlineData("[[[[0,10],[5,6]]],[[[0,10],[20,30],[40,50],[5,5]]]]", "0,10 5,6")] // points before points
    // short ones are ambiguous
    [InlineData("[[[[0,1,2],[5,6,7],[0,0,0],[1,1,1]]],[[[0,10,20,30,40],[5,5,6,7,9],[0,0,0,0,1],[1,1,1,1,1]]]]", "0,5 10,5 20,6 30,7 40,9")]
    // with pressures and tilts
    [InlineData(
        "[[[[1,2,3,4,5],[1,2,3,4,5],[1,2,3,4,5],[1,2,3,4,5],[1,2,3,4,5],[1,2,3,4,5],[1,2,3,4,5]]],[[[1,2,3,4,5],[6,7,3,4,5]]]]", "1,2 6,7")]
    public void Another_drawing_tells_what_could_be_read_either_way(string content, string expected) =>
        Assert.Contains(expected, Documents.Read(new JsonStrokesFormat(), content).Select(d => Documents.Text(d.Strokes)));

    [Fact]
    public void Objects_with_points_and_a_category_are_drawings()
    {
        List<Drawing> drawings = Documents.Read(
            new JsonStrokesFormat(), """[{"word":"cat","points":[[1,2],[3,4]]},{"points":[[5,6]],"word":"dog"}]""");
        Assert.Equal([("cat", "1,2 3,4"), ("dog", "5,6")], drawings.Select(d => (d.Category!, Documents.Text(d.Strokes))));
        Assert.Equal("1,2 | 3,4", Documents.Text(Assert.Single(Documents.Read(
            new JsonStrokesFormat(), """{"strokes":[{"label":"wheel","points":[[1,2]]},{"label":"body","points":[[3,4]]}]}""")).Strokes));
    }

    [Fact]
    public void A_place_beside_points_is_no_point() => Assert.Equal("0,0 5,5", Documents.Text(Documents.Read(
        new JsonStrokesFormat(), """[{"points":[[0,0],[5,5]],"x":10,"y":20,"category":"cat"}]""")[0].Strokes));

    [Theory]
    [InlineData("[[[0,10,20,30,40],[5,5,6,7]]]", "x and y of different lengths")]
    [InlineData("[[[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]]]", "x and y of different lengths")]
    public void Rows_that_are_neither_points_nor_columns_are_refused(string content, string said) =>
        Assert.Contains(said, Documents.Error(new JsonStrokesFormat(), content), StringComparison.Ordinal);

    [Fact]
    public void A_bare_list_of_drawings_is_read() => Assert.Equal(["1,2 3,4 | 5,6", "7,8"], Documents.Read(
        new JsonStrokesFormat(), "[[[[1,2],[3,4]],[[5,6]]],[[[7,8]]]]").Select(d => Documents.Text(d.Strokes)));

    [Fact]
    public void Stroke_3_rows_stay_rows()
    {
        Drawing drawing = Assert.Single(Documents.Read(
            new JsonStrokesFormat(), """{"category": "cat", "stroke3": [[1, 2, 0], [0.5, -3, 1], [0, 0, 1.0]]}"""));
        Assert.Equal([new(1, 2, false), new(0.5f, -3, true), new(0, 0, true)], drawing.Rows!.Points.ToArray());
        Assert.Equal(("cat", false, 0), (drawing.Category, drawing.IsRaw, drawing.Strokes.Count));
    }

    [Fact]
    public void Rows_and_strokes_survive_the_round_trip() => TestSketches.GenReal.Array[1, 5].ForAll(sketches =>
    {
        string rows = string.Join(",\n", sketches.Select(s => $$"""{"stroke3": [{{string.Join(',', s.Points.ToArray().Select(Row))}}]}"""));
        List<Drawing> read = Documents.Read(new JsonStrokesFormat(), $"[{rows}]");
        TestSketches.AssertEqual(sketches, [.. read.Select(d => d.Rows!)]);

        // By name, so that no drawing can be mistaken for columns.
        List<Vector2[]>[] strokes = [.. sketches.Select(s => Polylines.FromStroke3(s.Points, FirstRow.Move))];
        string named = string.Join(",\n", strokes.Select(drawing => $$"""
            {"strokes": [{{string.Join(',', drawing.Select(s => $"[{string.Join(',', s.Select(Named))}]"))}}]}
            """));
        Assert.Equal(strokes, Documents.Read(new JsonStrokesFormat(), $"[{named}]").Select(d => d.Strokes));
        string columns = string.Join(",\n", strokes.Select(
            drawing => $$"""{"drawing": [{{string.Join(',', drawing.Select(Columns))}}]}"""));
        Assert.Equal(strokes, Documents.Read(new JsonStrokesFormat(), $"[{columns}]").Select(d => d.Strokes));
    }, count: 200);

    [Fact]
    public void A_file_of_several_drawings_is_read()
    {
        string path = Documents.Fixture("JsonStrokes/drawings.json");
        DrawingFile file = DrawingFile.At(path);
        Assert.True(new JsonStrokesFormat().Recognizes(file.Name, file.Head));
        List<SkippedDrawing> skipped = [];
        List<Drawing> drawings = Documents.ReadFile(new JsonStrokesFormat(), path, skipped: skipped);
        Assert.Equal(["square", "square", "corner", "steps"], drawings.Select(d => d.Category));
        Assert.Equal(Documents.Text(drawings[0].Strokes), Documents.Text(drawings[1].Strokes));
        Assert.Equal(new SkippedDrawing("drawing 4", "no strokes", "'strokes', byte 375"), Assert.Single(skipped));
    }

    [Theory]
    [InlineData("[[1, 1e999]]", "a coordinate that is not finite")]
    [InlineData("[[1, -1e39]]", "a coordinate that is not finite")]
    [InlineData("[[[1, \"2\"]]]", "a stroke that is not a list of points")]
    [InlineData("[[[1, null], [3, 4]]]", "a stroke that is not a list of points")]
    [InlineData("[[[1, [2]], [3, 4]]]", "a stroke that is not a list of points")]
    [InlineData("[[[1, 2], 3]]", "a stroke that is not a list of points")]
    [InlineData("[[[1, 2]], 3]", "a stroke that is not a list of points")]
    [InlineData("[[[1, 2]], {\"color\": 1}]", "a stroke that is not a list of points")]
    [InlineData("[{\"points\": 5}]", "a stroke that is not a list of points")]
    [InlineData("[{\"points\": [[1, 2]], \"points\": [[3, 4]]}]", "two drawings in one")]
    [InlineData("[[[1, 2], [3]]]", "a point of fewer than two numbers")]
    [InlineData("[[{\"x\": 1}]]", "a point of fewer than two numbers")]
    [InlineData("[[{\"x\": 1, \"y\": 1e999}]]", "a coordinate that is not finite")]
    [InlineData("[[[1, 2, 3, 4, 5], [1, 2, 3]]]", "x and y of different lengths")]
    [InlineData("5", "not a list of strokes")]
    [InlineData("[\"text\"]", "not a list of strokes")]
    [InlineData("[[[[[1, 2]]]]]", "not a list of strokes")]
    [InlineData("{}", "no strokes")]
    [InlineData("{\"strokes\": []}", "no strokes")]
    [InlineData("{\"strokes\": [[], []]}", "no strokes")]
    [InlineData("{\"strokes\": null}", "not a list of strokes")]
    [InlineData("{\"strokes\": [1, 2]}", "not a list of strokes")]
    [InlineData("{\"strokes\": [[1, 2]], \"drawing\": [[1, 2]]}", "two drawings in one")]
    [InlineData("{\"strokes\": [[1, 2]], \"word\": \"c\\ud800at\"}", "text that is not Unicode")]
    [InlineData("{\"stroke3\": []}", "no strokes")]
    [InlineData("{\"stroke3\": [[1, 2]]}", "stroke-3 rows that are not [dx, dy, 0 or 1]")]
    [InlineData("{\"stroke3\": [[1, 2, 3]]}", "stroke-3 rows that are not [dx, dy, 0 or 1]")]
    [InlineData("{\"stroke3\": [[1, 2, 0, 0]]}", "stroke-3 rows that are not [dx, dy, 0 or 1]")]
    [InlineData("{\"stroke3\": [[1e999, 2, 0]]}", "stroke-3 rows that are not [dx, dy, 0 or 1]")]
    [InlineData("{\"\\udc00\": 1, \"stroke3\": 5}", "stroke-3 rows that are not [dx, dy, 0 or 1]")]
    public void What_is_wrong_in_a_list_is_skipped_and_the_rest_read(string drawing, string reason)
    {
        List<SkippedDrawing> skipped = [];
        List<Drawing> read = Documents.Read(new JsonStrokesFormat(), $"[[[[1, 2]]], {drawing}, [[[3, 4]]]]", skipped: skipped);
        Assert.Equal(["1,2", "3,4"], read.Select(d => Documents.Text(d.Strokes)));
        Assert.Equal(new SkippedDrawing("drawing 2", reason), Assert.Single(skipped) with { Detail = "" });
        Assert.Matches("^('[a-z0-9]+', )?byte [0-9]+$", skipped[0].Detail);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("[]")]
    [InlineData("[[]]")]
    [InlineData("{}")]
    [InlineData("5")]
    [InlineData("[1, 2]")]
    [InlineData("[null]")]
    [InlineData("[[[[[[1, 2]]]]]]")]
    [InlineData("{\"x\": 1, \"y\": 2}")]
    [InlineData("{\"strokes\": [[1, 1e999]]}")]
    [InlineData("{\"strokes\": [[1, NaN]]}")]
    [InlineData("[[[1, 2], [3, 4]]")]
    [InlineData("[[[1, 2], [3, 4]]] 5")]
    [InlineData("{\"strokes\": [[1, 2]]} {\"strokes\": [[1, 2]]}")]
    [InlineData("[{\"strokes\": [[1, 2]]}] [")]
    [InlineData("[{\"strokes\": [[1, 2]]}, {\"strokes\": [[1,")]
    [InlineData("[[1, 2],]")]
    [InlineData("// comment\n[[1, 2]]")]
    [InlineData("<svg/>")]
    public void A_file_that_is_not_a_drawing_is_one_clear_error(string content) =>
        Documents.Error(new JsonStrokesFormat(), content, skipped: []);

    [Fact]
    public void Drawings_before_a_broken_end_are_given()
    {
        List<Drawing> read = [];
        string error = Documents.Error(new Recording(read), "[[[[1, 2]]], [[[3, 4]]], [[[5, ");
        Assert.Equal(["1,2", "3,4"], read.Select(d => Documents.Text(d.Strokes)));
        Assert.Contains("line 1, byte", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_points_and_numbers_are_limited()
    {
        Documents.Error(new JsonStrokesFormat(), new string('[', 1_000_000));
        Documents.Error(
            new JsonStrokesFormat(), $$"""{"strokes": [[[1, 2]]], "x": {{string.Concat(Enumerable.Repeat("{\"a\":", 100_000))}}""");
        DrawingLimits limits = new() { Points = 10 };
        string points = string.Join(',', Enumerable.Range(0, 11).Select(i => $"[{i},{i}]"));
        string numbers = string.Join(',', Enumerable.Range(0, 1000)), rows = string.Join(',', Enumerable.Repeat("[]", 1000));
        string row3 = string.Join(',', Enumerable.Repeat("[1,1,0]", 11));
        List<SkippedDrawing> skipped = [];
        List<Drawing> read = Documents.Read(
            new JsonStrokesFormat(), $$"""[[[[1,2]]],[[{{points}}]],[[[{{numbers}}]]],[[{{rows}},[1]]],{"stroke3":[{{row3}}]},[[[3,4]]]]""",
            limits, skipped);
        Assert.Equal(2, read.Count);
        Assert.Equal(
            Enumerable.Range(2, 4).Select(i => new SkippedDrawing($"drawing {i}", "too many points")),
            skipped.Select(one => one with { Detail = "" }));
    }

    [Theory]
    [InlineData("a.json", "[[[1,2]]]", true)]
    [InlineData("a.JSON", "\uFEFF\n {", true)]
    [InlineData("a.json", "5", false)]
    [InlineData("a.txt", "[[[1,2]]]", false)]
    [InlineData("a.json", "<svg>", false)]
    public void Files_are_recognized_by_name_and_content(string name, string head, bool expected) =>
        Assert.Equal(expected, new JsonStrokesFormat().Recognizes(name, Encoding.UTF8.GetBytes(head)));

    private static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Row(StrokePoint p) => $"[{Number(p.Dx)},{Number(p.Dy)},{(p.PenUp ? 1 : 0)}]";

    private static string Columns(Vector2[] stroke) =>
        $"[[{string.Join(',', stroke.Select(p => Number(p.X)))}],[{string.Join(',', stroke.Select(p => Number(p.Y)))}]]";

    private static string Named(Vector2 p) => $$"""{"x":{{Number(p.X)}},"y":{{Number(p.Y)}}}""";

    /// <summary>Keeps what was read before an error.</summary>
    private sealed class Recording(List<Drawing> read) : IDrawingFormat
    {
        private readonly JsonStrokesFormat _format = new();

        public string Name => _format.Name;

        public string Description => _format.Description;

        public bool Recognizes(string fileName, ReadOnlySpan<byte> head) => _format.Recognizes(fileName, head);

        public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
        {
            foreach (Drawing drawing in _format.Read(file, skip))
            {
                read.Add(drawing);
                yield return drawing;
            }
        }
    }
}
