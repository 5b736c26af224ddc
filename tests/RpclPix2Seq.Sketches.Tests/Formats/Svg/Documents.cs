using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.Svg;

/// <summary>Reads documents that tests make up, through a file.</summary>
internal static class Documents
{
    public static string Fixture(string name) =>
        Path.Combine(SharedFolder.ProjectRoot, "tests", "RpclPix2Seq.Sketches.Tests", "Fixtures", name);

    public static List<Drawing> Read(
        IDrawingFormat format, byte[] content, DrawingLimits? limits = null, List<SkippedDrawing>? skipped = null)
    {
        using TemporaryFolder folder = new();
        string path = folder.File("document");
        File.WriteAllBytes(path, content);
        return ReadFile(format, path, limits, skipped);
    }

    public static List<Drawing> Read(
        IDrawingFormat format, string content, DrawingLimits? limits = null, List<SkippedDrawing>? skipped = null) =>
        Read(format, Encoding.UTF8.GetBytes(content), limits, skipped);

    public static List<Drawing> ReadFile(
        IDrawingFormat format, string path, DrawingLimits? limits = null, List<SkippedDrawing>? skipped = null)
    {
        DrawingFile file = DrawingFile.At(path, limits);
        return [.. format.Read(file, skip => (skipped ?? throw new InvalidOperationException($"{skip}")).Add(skip))];
    }

    /// <summary>The strokes of a fixture, which holds one drawing and is recognized as SVG.</summary>
    public static IReadOnlyList<Vector2[]> FixtureStrokes(IDrawingFormat format, string name)
    {
        DrawingFile file = DrawingFile.At(Fixture(name));
        Assert.True(format.Recognizes(file.Name, file.Head));
        return Assert.Single(ReadFile(format, Fixture(name))).Strokes;
    }

    /// <summary>An svg element with this content, 100 px wide and high.</summary>
    public static string Around(string content) => $"""<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">{content}</svg>""";

    /// <summary>The strokes of an svg element with this content, 100 px wide and high.</summary>
    public static IReadOnlyList<Vector2[]> Svg(string content, DrawingLimits? limits = null) =>
        Assert.Single(Read(new SvgFormat(), Around(content), limits)).Strokes;

    /// <summary>The strokes of a path.</summary>
    public static IReadOnlyList<Vector2[]> SvgPath(string data) => Svg($"<path d=\"{data}\"/>");

    /// <summary>Strokes as text: points separated by spaces, strokes by bars, at most three decimals.</summary>
    public static string Text(IEnumerable<Vector2[]> strokes) =>
        string.Join(" | ", strokes.Select(stroke => string.Join(' ', stroke.Select(p => $"{Rounded(p.X)},{Rounded(p.Y)}"))));

    public static string Error(IDrawingFormat format, string content, DrawingLimits? limits = null, List<SkippedDrawing>? skipped = null) =>
        Error(format, Encoding.UTF8.GetBytes(content), limits, skipped);

    /// <summary>The error message for an invalid document.</summary>
    public static string Error(IDrawingFormat format, byte[] content, DrawingLimits? limits = null, List<SkippedDrawing>? skipped = null)
    {
        InputException error = Assert.Throws<InputException>(() => Read(format, content, limits, skipped));
        Assert.InRange(error.Message.Length, 20, 600);
        Assert.DoesNotContain(error.Message, char.IsControl);
        return error.Message;
    }

    // Adding 0 turns −0 into 0.
    private static string Rounded(float value) => $"{Math.Round(value, 3) + 0.0:0.###}";
}
