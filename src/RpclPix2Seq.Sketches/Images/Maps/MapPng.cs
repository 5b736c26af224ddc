using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Images.Sheets;
using static RpclPix2Seq.Sketches.Images.Maps.MapLayout;
using static RpclPix2Seq.Sketches.Images.Sheets.SheetStyle;

namespace RpclPix2Seq.Sketches.Images.Maps;

/// <summary>Draws maps as PNG. The same map gives the same bytes on every machine.</summary>
internal static class MapPng
{
    /// <summary>Opacity of the dots, 0 to 255: low enough that cards and ellipses stand out.</summary>
    internal const int DotOpacity = 190;

    private const double Scale = SheetPng.DefaultScale;

    /// <summary>The bytes of a PNG file.</summary>
    /// <exception cref="InputException">A value of the map is out of range, or an offset is not finite.</exception>
    public static byte[] Render(SketchMap map)
    {
        Canvas canvas = Draw(map);
        return PngWriter.Encode(canvas.Pixels, canvas.Width, canvas.Height, 3);
    }

    /// <summary>Writes <see cref="Render"/> to a file, completely or not at all.</summary>
    /// <exception cref="InputException">As for <see cref="Render"/>, or the file cannot be written.</exception>
    public static void Write(string path, SketchMap map) => AtomicFile.WriteAllBytes(path, Render(map));

    internal static Canvas Draw(SketchMap map)
    {
        MapLayout layout = MapLayout.Of(map.Validate());
        Canvas canvas = new((int)Math.Ceiling(layout.Width * Scale), (int)Math.Ceiling(layout.Height * Scale), Paper);
        Rgb[] colors = [.. map.Groups.Select(group => Paper.Under(GroupColor.Of(group.Color), DotOpacity))];
        for (int i = 0; i < layout.Dots.Length; i++)
            Dot(canvas, layout.Dots[i].X, layout.Dots[i].Y, layout.DotRadius, colors[map.Points[i].Group]);
        foreach ((IReadOnlyList<(double X, double Y)[]> outlines, int? color) in layout.Ellipses)
            canvas.Stroke(
                [.. outlines.Select(outline => Array.ConvertAll(outline, p => (p.X * Scale, p.Y * Scale)))], EllipseWidth * Scale,
                GroupColor.Of(color));
        foreach (int i in layout.Thumbs)
            DrawThumb(canvas, map, map.Points[i], layout.Dots[i]);
        foreach ((double x, double y, int? color) in layout.Badges)
        {
            Dot(canvas, x, y, BadgeRadius, GroupColor.Of(color));
            Dot(canvas, x, y, BadgeRadius - EllipseWidth, Card(SheetTone.White));
        }

        foreach ((double x, double y, int color) in layout.LegendDots)
            Dot(canvas, x, y, LegendRadius, GroupColor.Of(color));
        foreach (PlacedText text in layout.Texts)
            SheetPng.DrawText(canvas, text, Scale);
        return canvas;
    }

    private static void DrawThumb(Canvas canvas, SketchMap map, MapPoint point, (double X, double Y) place)
    {
        double size = ThumbSize * Scale, left = (place.X * Scale) - (size / 2), top = (place.Y * Scale) - (size / 2),
            radius = ThumbRadius * Scale;
        (double X, double Y)[] outline = RoundOutlines.Rectangle(left, top, size, size, radius, radius);
        canvas.Fill([outline], Card(SheetTone.White));
        if (point.Cell.Sketch is { } sketch)
            canvas.Stroke(SketchFit.Place(sketch.Points, map.FirstRow, left, top, size, size * SketchInset), ThumbLine * Scale, Ink);
        else if (point.Cell.Picture is { } picture)
            SheetPng.DrawPicture(canvas, picture, left, top, size);
        canvas.Stroke([[.. outline, outline[0]]], ThumbBorder * Scale, GroupColor.Of(map.Groups[point.Group].Color));
    }

    private static void Dot(Canvas canvas, double x, double y, double radius, Rgb color)
    {
        double left = (x - radius) * Scale, top = (y - radius) * Scale, size = 2 * radius * Scale;
        canvas.Fill([RoundOutlines.Rectangle(left, top, size, size, radius * Scale, radius * Scale)], color);
    }
}
