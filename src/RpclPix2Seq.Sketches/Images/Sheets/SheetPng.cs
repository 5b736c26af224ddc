using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Strokes;
using static RpclPix2Seq.Sketches.Images.Sheets.SheetStyle;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>Draws sheets as PNG. The same sheet gives the same bytes on every machine, as long as its own
/// letters suffice; others come from the machine's fonts.</summary>
internal static class SheetPng
{
    /// <summary>Pixels per px of the layout by default: cards of 192 pixels, for high-resolution screens.</summary>
    public const double DefaultScale = 2;

    private const long MostPixels = 100_000_000;

    /// <summary>The bytes of a PNG file.</summary>
    /// <param name="sheet">What to draw.</param>
    /// <param name="scale">Pixels per px of the layout, 0.5 to 8.</param>
    /// <exception cref="InputException">A value of the sheet is out of range, an offset is not finite, or the picture would be too
    /// large.</exception>
    public static byte[] Render(Sheet sheet, double scale = DefaultScale)
    {
        Canvas canvas = Draw(sheet, scale);
        return PngWriter.Encode(canvas.Pixels, canvas.Width, canvas.Height, 3);
    }

    /// <summary>Writes <see cref="Render"/> to a file, completely or not at all.</summary>
    /// <inheritdoc cref="Render" path="/param"/>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="InputException">As for <see cref="Render"/>, or the file cannot be written.</exception>
    public static void Write(string path, Sheet sheet, double scale = DefaultScale) => AtomicFile.WriteAllBytes(path, Render(sheet, scale));

    internal static Canvas Draw(Sheet sheet, double scale)
    {
        if (!(scale is >= 0.5 and <= 8))
            throw new InputException("sheet", "scale", "0.5 to 8 pixels a px, for example 2", $"{scale}");
        SheetLayout layout = SheetLayout.Of(sheet.Validate());
        (double width, double height) = (Math.Ceiling(layout.Width * scale), Math.Ceiling(layout.Height * scale));
        if (width * height > MostPixels)
        {
            throw new InputException(
                "sheet", "", $"a picture of at most {MostPixels} pixels", $"{width} x {height}", "show fewer cells, or make them smaller");
        }

        Canvas canvas = new((int)width, (int)height, Paper);
        foreach (PlacedBranch branch in layout.Branches)
            canvas.Stroke([branch.Points(scale)], branch.Width * scale, Branch);
        foreach ((double x, double y, double radius) in layout.Discs.Select(disc => (disc.X * scale, disc.Y * scale, disc.Radius * scale)))
            canvas.Fill([RoundOutlines.Rectangle(x - radius, y - radius, 2 * radius, 2 * radius, radius, radius)], Node);
        foreach ((double x, double y, IReadOnlyList<SheetCell> cells) in layout.Groups)
            DrawGroup(canvas, sheet, cells, x * scale, y * scale, scale);
        foreach (PlacedText text in layout.Texts)
            DrawText(canvas, text, scale);
        return canvas;
    }

    private static void DrawGroup(Canvas canvas, Sheet sheet, IReadOnlyList<SheetCell> cells, double x, double y, double scale)
    {
        double size = sheet.CellSize * scale;
        double radius = CardRadius * scale;
        double border = BorderWidth * scale;
        for (int i = 0; i < cells.Count; i++)
        {
            double right = i == cells.Count - 1 ? radius : 0;
            canvas.Fill([RoundOutlines.Rectangle(x + (i * size), y, size, size, i == 0 ? radius : 0, right)], Card(cells[i].Tone));
        }

        (double X, double Y)[] outline = RoundOutlines.Rectangle(x, y, cells.Count * size, size, radius, radius);
        List<(double X, double Y)[]> lines = [[.. outline, outline[0]]];
        for (int i = 1; i < cells.Count; i++)
            lines.Add([(x + (i * size), y), (x + (i * size), y + size)]);
        canvas.Stroke(lines, border, Border);

        for (int i = 0; i < cells.Count; i++)
        {
            double left = x + (i * size);
            if (cells[i].Sketch is { } sketch)
                DrawSketch(canvas, sheet, sketch, cells[i].GivenRows, left, y, scale);
            else if (cells[i].Picture is { } picture)
                DrawPicture(canvas, picture, left, y, size);
        }
    }

    private static void DrawSketch(Canvas canvas, Sheet sheet, Sketch sketch, int? givenRows, double left, double top, double scale)
    {
        double size = sheet.CellSize * scale, width = sheet.LineWidth * scale;
        List<(double X, double Y)[]> given = SketchFit.Place(sketch.Points, sheet.FirstRow, left, top, size, size * SketchInset);
        if (givenRows is { } rows)
        {
            (given, List<(double X, double Y)[]> rest) = Polylines.CutAfter(given, rows, sheet.FirstRow);
            canvas.Stroke(rest, width, Continued);
        }

        canvas.Stroke(given, width, Ink);
    }

    /// <summary>
    /// Draws a picture on a card with bilinear interpolation between pixel centers: line drawings of few pixels look like drawings, not
    /// like mosaics.
    /// </summary>
    internal static void DrawPicture(Canvas canvas, SheetPicture picture, double left, double top, double size)
    {
        double zoom = size * (1 - (2 * PictureInset)) / Math.Max(picture.Width, picture.Height);
        double x0 = left + ((size - (picture.Width * zoom)) / 2);
        double y0 = top + ((size - (picture.Height * zoom)) / 2);
        for (int y = (int)y0; y < y0 + (picture.Height * zoom); y++)
        {
            for (int x = (int)x0; x < x0 + (picture.Width * zoom); x++)
            {
                double shade = Sample(picture, ((x + 0.5 - x0) / zoom) - 0.5, ((y + 0.5 - y0) / zoom) - 0.5);
                canvas.Blend(x, y, Ink, 255 - (int)Math.Round(shade));
            }
        }
    }

    private static double Sample(SheetPicture picture, double x, double y)
    {
        x = Math.Clamp(x, 0, picture.Width - 1);
        y = Math.Clamp(y, 0, picture.Height - 1);
        (int left, int top) = ((int)x, (int)y);
        (int right, int bottom) = (Math.Min(left + 1, picture.Width - 1), Math.Min(top + 1, picture.Height - 1));
        double upper = double.Lerp(At(left, top), At(right, top), x - left);
        double lower = double.Lerp(At(left, bottom), At(right, bottom), x - left);
        return double.Lerp(upper, lower, y - top);

        double At(int column, int row) => picture.Pixels[(row * picture.Width) + column];
    }

    /// <summary>Draws a line of text.</summary>
    internal static void DrawText(Canvas canvas, PlacedText text, double scale)
    {
        double cap = text.Cap * scale;
        // Small letters need relatively heavier lines to be legible; never below a pixel.
        double weight = Math.Max((cap * 0.1) + (0.15 * scale), 1);
        double x = text.X * scale;
        if (text.IsCentered)
            x -= StrokeText.Measure(text.Text, cap) / 2;
        else
            x += (weight / 2) - StrokeText.LeftSpace(text.Text, cap);
        foreach ((var strokes, var outlines) in StrokeText.Place(text.Text, cap, x, text.Baseline * scale))
        {
            canvas.Stroke(strokes, weight, text.IsMuted ? Muted : Ink);
            canvas.Fill(outlines, text.IsMuted ? Muted : Ink);
        }
    }
}

/// <summary>
/// Fits a sketch into a square, as <see cref="Formats.Svg.SvgWriter"/> does: scaled to fill it within a margin, and centered.
/// </summary>
internal static class SketchFit
{
    /// <summary>The strokes of a sketch in a square whose top left corner is (<paramref name="left"/>, <paramref name="top"/>).</summary>
    /// <exception cref="InputException">An offset is not finite.</exception>
    public static List<(double X, double Y)[]> Place(
        ReadOnlySpan<StrokePoint> points, FirstRow firstRow, double left, double top, double size, double margin)
    {
        for (int i = 0; i < points.Length; i++)
        {
            if (!float.IsFinite(points[i].Dx) || !float.IsFinite(points[i].Dy))
                throw new InputException("sketch", $"row {i}", "finite offsets", $"({points[i].Dx}, {points[i].Dy})");
        }

        // Sums of finite offsets can exceed the range of float.
        List<(double X, double Y)[]> strokes = Polylines.FromStroke3(points, firstRow).ConvertAll(
            stroke => Array.ConvertAll(stroke, p => (X: Clamp(p.X), Y: Clamp(p.Y))));
        if (strokes.Count == 0)
            return strokes;
        double minX = strokes.Min(s => s.Min(p => p.X)), maxX = strokes.Max(s => s.Max(p => p.X));
        double minY = strokes.Min(s => s.Min(p => p.Y)), maxY = strokes.Max(s => s.Max(p => p.Y));
        double extent = Math.Max(maxX - minX, maxY - minY);
        double scale = extent > 0 ? (size - (2 * margin)) / extent : 0;
        return strokes.ConvertAll(stroke => Array.ConvertAll(
            stroke,
            p => (left + (size / 2) + ((p.X - ((minX + maxX) / 2)) * scale), top + (size / 2) + ((p.Y - ((minY + maxY) / 2)) * scale))));
    }

    private static double Clamp(float value) => Math.Clamp(value, float.MinValue, float.MaxValue);
}
