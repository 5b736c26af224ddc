using System.Globalization;
using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Formats.Svg;

/// <summary>
/// Draws sketches as SVG: the drawing is scaled to fill the box within its margin and centered, y down, lines with round caps and joins so
/// that single points show as dots. Numbers have at most two decimals and a decimal point in every culture.
/// </summary>
internal static class SvgWriter
{
    private const double Steps = 100; // per px

    /// <summary>A complete SVG document with one sketch.</summary>
    /// <param name="points">Stroke-3 rows, in any unit.</param>
    /// <param name="options">How to draw; default <see cref="SvgOptions"/>.</param>
    /// <exception cref="InputException">An option is out of range, or an offset is not finite.</exception>
    public static string Document(ReadOnlySpan<StrokePoint> points, SvgOptions? options = null)
    {
        options = (options ?? new SvgOptions()).Validate();
        string size = Number(options.Size);
        StringBuilder text = new();
        text.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").Append(size).Append("\" height=\"").Append(size)
            .Append("\" viewBox=\"0 0 ").Append(size).Append(' ').Append(size).Append("\">");
        if (options.Background.Length > 0)
            text.Append("<rect width=\"100%\" height=\"100%\" fill=\"").Append(options.Background).Append("\"/>");
        text.Append("<path fill=\"none\" stroke=\"").Append(options.Color).Append("\" stroke-width=\"").Append(Number(options.LineWidth))
            .Append("\" stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"").Append(PathData(points, options)).Append("\"/></svg>\n");
        return text.ToString();
    }

    /// <summary>Writes <see cref="Document"/> to a file, completely or not at all.</summary>
    /// <exception cref="InputException">The file cannot be written, an option is out of range, or an offset is not finite.</exception>
    public static void Write(string path, ReadOnlySpan<StrokePoint> points, SvgOptions? options = null) =>
        AtomicFile.WriteAllText(path, Document(points, options));

    /// <summary>
    /// The <c>d</c> attribute of a path that draws the sketch in a box of <see cref="SvgOptions.Size"/>, for pages with many sketches.
    /// Empty for a sketch without rows.
    /// </summary>
    /// <param name="points">Stroke-3 rows, in any unit.</param>
    /// <param name="options">Size, margin and meaning of the first row; default <see cref="SvgOptions"/>.</param>
    /// <exception cref="InputException">An option is out of range, or an offset is not finite.</exception>
    public static string PathData(ReadOnlySpan<StrokePoint> points, SvgOptions? options = null)
    {
        (List<Vector2[]> polylines, Fit fit) = Fitted(points, options ?? new SvgOptions());
        return PathData(polylines, fit);
    }

    /// <summary>
    /// Like <see cref="PathData(ReadOnlySpan{StrokePoint}, SvgOptions?)"/>, in two parts, each placed as in the complete drawing.
    /// </summary>
    /// <param name="points">Stroke-3 rows, in any unit.</param>
    /// <param name="rows">Rows of the first part, from 0; a line that is cut continues where the first part ends.</param>
    /// <param name="options">Size, margin and meaning of the first row; default <see cref="SvgOptions"/>.</param>
    /// <exception cref="InputException">An option is out of range, or an offset is not finite.</exception>
    public static (string Begun, string Remaining) PathData(ReadOnlySpan<StrokePoint> points, int rows, SvgOptions? options = null)
    {
        options ??= new SvgOptions();
        (List<Vector2[]> polylines, Fit fit) = Fitted(points, options);
        (List<Vector2[]> first, List<Vector2[]> rest) = Polylines.CutAfter(polylines, rows, options.FirstRow);
        return (PathData(first, fit), PathData(rest, fit));
    }

    private static (List<Vector2[]> Polylines, Fit Fit) Fitted(ReadOnlySpan<StrokePoint> points, SvgOptions options)
    {
        options.Validate();
        for (int i = 0; i < points.Length; i++)
        {
            if (!float.IsFinite(points[i].Dx) || !float.IsFinite(points[i].Dy))
                throw new InputException("sketch", $"row {i}", "finite offsets", $"({points[i].Dx}, {points[i].Dy})");
        }

        List<Vector2[]> polylines = Polylines.FromStroke3(points, options.FirstRow);
        return (polylines, Fit.Of(polylines, options));
    }

    private static string PathData(List<Vector2[]> polylines, Fit fit)
    {
        StringBuilder text = new();
        (long X, long Y) pen = (0, 0);
        foreach (Vector2[] polyline in polylines)
        {
            for (int i = 0; i < polyline.Length; i++)
            {
                // Offsets between rounded positions, so that rounding errors never accumulate along the path.
                (long X, long Y) next = fit.Map(polyline[i]);
                if (i < 2)
                    text.Append(i == 0 ? 'm' : 'l');
                AppendPair(text, next.X - pen.X, next.Y - pen.Y);
                pen = next;
            }

            if (polyline.Length == 1)
                text.Append("h0");
        }

        return text.ToString();
    }

    private static void AppendPair(StringBuilder text, long x, long y)
    {
        if (x >= 0 && !char.IsAsciiLetter(text[^1]))
            text.Append(' ');
        text.Append(Number(x / Steps));
        if (y >= 0)
            text.Append(' ');
        text.Append(Number(y / Steps));
    }

    /// <summary>The shortest text with at most two decimals.</summary>
    private static string Number(double value)
    {
        string text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text.StartsWith("0.", StringComparison.Ordinal) ? text[1..]
            : text.StartsWith("-0.", StringComparison.Ordinal) ? "-" + text[2..]
            : text == "-0" ? "0" : text;
    }

    /// <summary>The map from drawing units to hundredths of a px.</summary>
    private readonly record struct Fit(double Scale, double MiddleX, double MiddleY, double Center)
    {
        public static Fit Of(List<Vector2[]> polylines, SvgOptions options)
        {
            double minX = double.PositiveInfinity, minY = minX, maxX = double.NegativeInfinity, maxY = maxX;
            foreach (Vector2[] polyline in polylines)
            {
                foreach (Vector2 p in polyline)
                {
                    // Sums of finite offsets can overflow the range of float.
                    double px = Math.Clamp(p.X, float.MinValue, float.MaxValue), py = Math.Clamp(p.Y, float.MinValue, float.MaxValue);
                    (minX, maxX) = (Math.Min(minX, px), Math.Max(maxX, px));
                    (minY, maxY) = (Math.Min(minY, py), Math.Max(maxY, py));
                }
            }

            double extent = Math.Max(maxX - minX, maxY - minY);
            double scale = extent > 0 ? (options.Size - (2 * options.Margin)) / extent : 0;
            return new Fit(scale, (minX + maxX) / 2, (minY + maxY) / 2, options.Size / 2);
        }

        public (long X, long Y) Map(Vector2 point) => (Map(point.X, MiddleX), Map(point.Y, MiddleY));

        private long Map(float value, double middle)
        {
            double position = ((Math.Clamp(value, float.MinValue, float.MaxValue) - middle) * Scale) + Center;
            return (long)Math.Round(position * Steps);
        }
    }
}
