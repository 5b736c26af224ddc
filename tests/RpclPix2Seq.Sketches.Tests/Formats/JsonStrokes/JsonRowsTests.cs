using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;
using RpclPix2Seq.Sketches.Tests.Formats.Svg;

namespace RpclPix2Seq.Sketches.Tests.Formats.JsonStrokes;

/// <summary>What json.dumps(sketch.tolist()) writes: offsets, not points.</summary>
public sealed class JsonRowsTests
{
    private const string Hook = "[[10,10,0],[20,5,0],[5,5,1],[10,-10,0],[4,4,1]]", Bar = "[[0,0,0],[30,5,1]]";

    [Theory]
    [InlineData(Hook, "10,10 20,5 5,5^ 10,-10 4,4^")]
    [InlineData($"[{Hook}, {Bar}]", "10,10 20,5 5,5^ 10,-10 4,4^ | 0,0 30,5^")]
    [InlineData($"[{Bar}]", "0,0 30,5^")]
    [InlineData("[[1,2,1,0,0],[3,4,0,1,0],[0,0,0,0,1]]", "1,2 3,4^")]
    [InlineData("[[[1,2,1,0,0],[3,4,0,1,0],[0,0,0,0,1],[0,0,0,0,1]], [[5,6,1,0,0]]]", "1,2 3,4^ | 5,6")]
    [InlineData("[[1.5,2.0,0.0],[3,4,1.0]]", "1.5,2 3,4^")]
    public void Rows_are_offsets(string text, string expected) => Assert.Equal(expected, Rows(Read(text)));

    [Fact]
    public void Splits_are_kept()
    {
        List<Drawing> drawings = Read(
            $$"""{"name": "x", "train": [{{Hook}}, {{Bar}}], "note": [1], "val": [{{Bar}}], "test": [{{Hook}}], "more": [] }""");
        Assert.Equal(
            [DatasetSplit.Train, DatasetSplit.Train, DatasetSplit.Valid, DatasetSplit.Test], drawings.Select(drawing => drawing.Split));
        Assert.Equal("10,10 20,5 5,5^ 10,-10 4,4^ | 0,0 30,5^ | 0,0 30,5^ | 10,10 20,5 5,5^ 10,-10 4,4^", Rows(drawings));
    }

    [Fact]
    public void Unfinished_sketches_among_others_make_no_points_of_all()
    {
        List<SkippedDrawing> skipped = [];
        List<Drawing> drawings = Documents.Read(
            new JsonStrokesFormat(), $"[{Hook},{Bar},[[10,10,0],[20,5,0]],[],{Bar}]", skipped: skipped);
        Assert.Equal("10,10 20,5 5,5^ 10,-10 4,4^ | 0,0 30,5^ | 10,10 20,5 | 0,0 30,5^", Rows(drawings));
        Assert.Single(skipped);
    }

    [Theory]
    [InlineData("[[10,10,0],[20,5,0]]")]
    [InlineData("[[10,10,1],[20,5,1]]")]
    [InlineData("[[10,10,0.5],[20,5,1]]")]
    [InlineData("[[10,10,0],[20,5,2]]")]
    [InlineData("[[10,10],[20,5]]")]
    [InlineData("[[[10,10,0],[20,5,0]],[[0,0,0],[30,5,1]]]")]
    [InlineData("[[1,2,1,1,0],[3,4,0,1,0]]")]
    public void Points_with_times_or_pressures_stay_points(string text) => Assert.All(Read(text), drawing => Assert.Null(drawing.Rows));

    [Theory]
    [InlineData("""{"train": [[[1,2,0],[3,4,1]]], "test": [""")]
    [InlineData("[[[1,2,0],[3,4,1]]] 1")]
    public void A_file_that_is_not_json_is_reported(string text) =>
        Assert.Contains("JSON", Documents.Error(new JsonStrokesFormat(), text), StringComparison.Ordinal);

    private static List<Drawing> Read(string text) => Documents.Read(new JsonStrokesFormat(), text);

    private static string Rows(IEnumerable<Drawing> drawings) => string.Join(" | ", drawings.Select(drawing => string.Join(
        ' ', drawing.Rows!.Points.ToArray().Select(row => $"{row.Dx},{row.Dy}{(row.PenUp ? "^" : "")}"))));
}
