using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.Svg;

public sealed partial class SvgWriterTests
{
    private static readonly StrokePoint[] Corner = [new(5, 5, false), new(10, 0, false), new(0, 10, true), new(-10, -5, true)];

    [Fact]
    public void Strokes_are_moves_and_lines_and_dots_are_lines_of_no_length() =>
        Assert.Equal("m10 10l80 0 0 80m-80-40h0", SvgWriter.PathData(Corner, new SvgOptions { Size = 100, Margin = 10 }));

    [Fact]
    public void A_first_row_of_ink_is_drawn_from_the_origin() =>
        Assert.Equal(
            "m10 10l80 80", SvgWriter.PathData([new(3, 3, true)], new SvgOptions { Size = 100, Margin = 10, FirstRow = FirstRow.Ink }));

    [Fact]
    public void The_document_is_well_formed_and_carries_the_options()
    {
        SvgOptions options = new() { Size = 100, Margin = 10, LineWidth = 0.5, Color = "#1a6bb5", Background = "white" };
        XElement svg = XDocument.Parse(SvgWriter.Document(Corner, options)).Root!;
        Assert.Equal("0 0 100 100", svg.Attribute("viewBox")!.Value);
        XElement path = svg.Elements().Single(e => e.Name.LocalName == "path");
        Assert.Equal(("#1a6bb5", ".5", "round", "round", "none"), (path.Attribute("stroke")!.Value, path.Attribute("stroke-width")!.Value,
            path.Attribute("stroke-linecap")!.Value, path.Attribute("stroke-linejoin")!.Value, path.Attribute("fill")!.Value));
        Assert.Equal("white", svg.Elements().First().Attribute("fill")!.Value);
    }

    [Fact]
    public void Any_sketch_fits_its_box_and_fills_it() =>
        TestSketches.GenEighths.Where(HasExtent).ForAll(sketch =>
        {
            SvgOptions options = new() { Size = 64, Margin = 4 };
            List<(double X, double Y)> points = Walk(SvgWriter.PathData(sketch.Points, options));
            Assert.Equal(sketch.Length, points.Count);
            Assert.All(points, p => Assert.True(p.X is >= 3.99 and <= 60.01 && p.Y is >= 3.99 and <= 60.01, $"{p}"));
            double extent = Math.Max(points.Max(p => p.X) - points.Min(p => p.X), points.Max(p => p.Y) - points.Min(p => p.Y));
            Assert.InRange(extent, 55.98, 56.02);
        }, count: 500);

    [Fact]
    public void Empty_and_single_points_are_drawn_in_the_middle()
    {
        Assert.Equal("", SvgWriter.PathData([]));
        Assert.Equal("m50 50h0", SvgWriter.PathData([new(7, -3, true)], new SvgOptions { Size = 100 }));
        XDocument.Parse(SvgWriter.Document([]));
    }

    [Fact]
    public void Bad_options_and_points_are_refused()
    {
        Assert.Throws<InputException>(() => SvgWriter.PathData([new(float.NaN, 0, true)]));
        Assert.Throws<InputException>(() => SvgWriter.PathData(Corner, new SvgOptions { Size = 0 }));
        Assert.Throws<InputException>(() => SvgWriter.PathData(Corner, new SvgOptions { Margin = 128 }));
        Assert.Throws<InputException>(() => SvgWriter.PathData(Corner, new SvgOptions { LineWidth = double.NaN }));
        Assert.Throws<InputException>(() => SvgWriter.PathData(Corner, new SvgOptions { Color = "\"/><script>" }));
        Assert.NotEmpty(SvgWriter.PathData([new(float.MaxValue, 0, false), new(float.MaxValue, 0, false), new(float.MinValue, 9, true)]));
    }

    private static bool HasExtent(Sketch sketch) => sketch.Points[1..].ToArray().Any(p => p.Dx != 0 || p.Dy != 0);

    /// <summary>The points of a path that consists of relative m, l and h0.</summary>
    private static List<(double X, double Y)> Walk(string path)
    {
        List<(double X, double Y)> points = [];
        double x = 0, y = 0;
        double[] numbers = [.. Numbers().Matches(path.Replace("h0", "", StringComparison.Ordinal))
            .Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];
        for (int i = 0; i < numbers.Length; i += 2)
        {
            x += numbers[i];
            y += numbers[i + 1];
            points.Add((x, y));
        }

        return points;
    }

    [GeneratedRegex(@"-?(\d+(\.\d+)?|\.\d+)")]
    private static partial Regex Numbers();
}
