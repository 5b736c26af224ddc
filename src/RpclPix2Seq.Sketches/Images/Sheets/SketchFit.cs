using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>Brings a sketch into a square, as <see cref="Formats.Svg.SvgWriter"/> does: scaled to fill it within a margin, and centred.</summary>
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

        // Sums of finite offsets can leave the range of float.
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
