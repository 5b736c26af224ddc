using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Recipes;

/// <summary>A file to save.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Content">Its content.</param>
internal sealed record SketchFile(string Name, string Type, byte[] Content);

/// <summary>Makes files of sketches.</summary>
internal static class SketchFiles
{
    private const int Pixels = 512;
    private const double LineWidth = 4;

    /// <summary>Makes one.</summary>
    /// <param name="strokes">Checked strokes.</param>
    /// <param name="recipe">What made them, or null.</param>
    /// <param name="format">The kind of file.</param>
    public static SketchFile Of(Vector2[][] strokes, Recipe? recipe, ExportFormat format)
    {
        string? mark = recipe is null ? null : RecipeMark.Text(recipe);
        switch (format)
        {
            case ExportFormat.Svg:
                return Svg("sketch.svg", SvgFile.Still(strokes, mark));
            case ExportFormat.AnimatedSvg:
                return Svg("sketch-animated.svg", SvgFile.Animated(strokes, mark));
            case ExportFormat.PlotterSvg:
                return Svg("sketch-plotter.svg", SvgFile.Plotter(strokes, mark));
            case ExportFormat.Png:
                byte[] png = SketchOf(strokes).ToPng(Pixels, LineWidth);
                return new SketchFile("sketch.png", "image/png", mark is null ? png : RecipeMark.IntoPng(png, mark));
            case ExportFormat.Gif:
                return new SketchFile("sketch.gif", "image/gif", SketchOf(strokes).ToGif(Pixels, LineWidth));
            default:
                string json = SketchOf(strokes).ToJson();
                return new SketchFile(
                    "sketch.json", "application/json",
                    Encoding.UTF8.GetBytes(mark is null ? json : $"{json[..^1]},\"{RecipeMark.Member}\":{mark}}}"));
        }
    }

    private static SketchFile Svg(string name, string text) => new(name, "image/svg+xml", Encoding.UTF8.GetBytes(text));

    private static Sketch SketchOf(Vector2[][] strokes) => new Sketch(Polylines.ToStroke3(strokes, FirstRow.Move)).Tagged(FirstRow.Move);
}
