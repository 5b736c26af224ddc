using System.Text;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.Svg;
using RpclPix2Seq.Sketches.Images.Sheets;
using static RpclPix2Seq.Sketches.Images.Maps.MapLayout;
using static RpclPix2Seq.Sketches.Images.Sheets.SheetStyle;
using static RpclPix2Seq.Sketches.Images.Sheets.SheetSvg;

namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>Draws maps as SVG: a path of dots for each group, cards with sketches as paths, text as text.</summary>
internal static class MapSvg
{
    /// <summary>A complete SVG document.</summary>
    /// <exception cref="InputException">A value of the map is out of range, or an offset is not finite.</exception>
    public static string Render(SketchMap map)
    {
        MapLayout layout = MapLayout.Of(map.Validate());
        (string width, string height) = (Number(Math.Ceiling(layout.Width)), Number(Math.Ceiling(layout.Height)));
        StringBuilder svg = new();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" "
            + "role=\"img\">\n");
        if (map.Title.Length > 0)
            svg.Append($"<title>{XmlText.Escape(map.Title)}</title>\n");
        svg.Append($"<style>{Style(ThumbLine)}.dots,.ellipse{{fill:none;stroke-linecap:round}}")
            .Append($".dots{{stroke-width:{Number(2 * layout.DotRadius)}}}.ellipse{{stroke-width:{Number(EllipseWidth)}}}")
            .Append($".thumb{{fill:{Card(SheetTone.White).Css};stroke-width:{Number(ThumbBorder)}}}</style>\n")
            .Append($"<rect width=\"100%\" height=\"100%\" fill=\"{Paper.Css}\"/>\n");
        AppendDots(svg, map, layout);
        foreach ((IReadOnlyList<(double X, double Y)[]> outlines, int? color) in layout.Ellipses)
            svg.Append($"<path class=\"ellipse\" stroke=\"{GroupColor.Of(color).Css}\" d=\"{string.Concat(outlines.Select(Path))}\"/>\n");
        foreach (int i in layout.Thumbs)
            AppendThumb(svg, map, map.Points[i], layout.Dots[i]);
        foreach ((double x, double y, int? color) in layout.Badges)
            AppendCircle(svg, x, y, BadgeRadius - (EllipseWidth / 2), $"class=\"thumb\" stroke=\"{GroupColor.Of(color).Css}\"");
        foreach ((double x, double y, int color) in layout.LegendDots)
            AppendCircle(svg, x, y, LegendRadius, $"fill=\"{GroupColor.Css(color)}\"");
        foreach (PlacedText text in layout.Texts)
            AppendText(svg, text);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Writes <see cref="Render"/> to a file, completely or not at all.</summary>
    /// <exception cref="InputException">As for <see cref="Render"/>, or the file cannot be written.</exception>
    public static void Write(string path, SketchMap map) => AtomicFile.WriteAllText(path, Render(map));

    private static void AppendDots(StringBuilder svg, SketchMap map, MapLayout layout)
    {
        foreach (IGrouping<int, int> group in Enumerable.Range(0, layout.Dots.Length).GroupBy(i => map.Points[i].Group).OrderBy(g => g.Key))
        {
            svg.Append(
                $"<path class=\"dots\" stroke=\"{Paper.Under(GroupColor.Of(map.Groups[group.Key].Color), MapPng.DotOpacity).Css}\" d=\"");
            foreach (int i in group)
                svg.Append($"M{Number(layout.Dots[i].X)} {Number(layout.Dots[i].Y)}h0");
            svg.Append("\"/>\n");
        }
    }

    private static void AppendThumb(StringBuilder svg, SketchMap map, MapPoint point, (double X, double Y) place)
    {
        svg.Append($"<g transform=\"translate({Number(place.X - (ThumbSize / 2))} {Number(place.Y - (ThumbSize / 2))})\">")
            .Append($"<rect class=\"thumb\" stroke=\"{GroupColor.Css(map.Groups[point.Group].Color)}\" width=\"{ThumbSize}\" "
                + $"height=\"{ThumbSize}\" rx=\"{ThumbRadius}\"/>");
        if (point.Cell.Sketch is { } sketch)
        {
            SvgOptions options = new() { Size = ThumbSize, Margin = ThumbSize * SketchInset, FirstRow = map.FirstRow };
            svg.Append($"<path class=\"ink\" d=\"{SvgWriter.PathData(sketch.Points, options)}\"/>");
        }
        else if (point.Cell.Picture is { } picture)
        {
            AppendPicture(svg, picture, Card(SheetTone.White), 0, ThumbSize);
        }

        svg.Append("</g>\n");
    }

    private static void AppendCircle(StringBuilder svg, double x, double y, double radius, string style) =>
        svg.Append($"<circle cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\" {style}/>\n");

    private static string Path((double X, double Y)[] outline) =>
        "M" + string.Join('L', outline.Select(p => $"{Number(p.X)} {Number(p.Y)}"));
}
