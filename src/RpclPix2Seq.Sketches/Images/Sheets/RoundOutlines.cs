namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>
/// Closed outlines of shapes with round ends and corners, all clockwise on the picture, so that overlapping ones add up to one shape.
/// </summary>
internal static class RoundOutlines
{
    // The largest distance of a polygon from the round line it approximates, in pixels.
    private const double Flatness = 0.04;

    // A lone dot looks smaller than the lines around it.
    private const double DotSize = 1.3;

    /// <summary>The outlines of lines: one pill around every segment, a circle around every dot.</summary>
    public static List<(double X, double Y)[]> Of(IReadOnlyList<(double X, double Y)[]> polylines, double radius)
    {
        List<(double X, double Y)[]> outlines = [];
        foreach ((double X, double Y)[] polyline in polylines)
        {
            bool moves = false;
            for (int i = 1; i < polyline.Length; i++)
            {
                ((double X, double Y) a, (double X, double Y) b) = (polyline[i - 1], polyline[i]);
                if (a == b)
                    continue;
                moves = true;
                double direction = Math.Atan2(b.Y - a.Y, b.X - a.X);
                outlines.Add(
                    [.. Arc(b, radius, direction - (Math.PI / 2), Math.PI), .. Arc(a, radius, direction + (Math.PI / 2), Math.PI)]);
            }

            if (!moves && polyline.Length > 0)
                outlines.Add([.. Arc(polyline[0], radius * DotSize, 0, 2 * Math.PI)]);
        }

        return outlines;
    }

    /// <summary>A rectangle with round corners on the left, the right, or both sides.</summary>
    public static (double X, double Y)[] Rectangle(double x, double y, double width, double height, double leftRadius, double rightRadius)
    {
        const double quarter = Math.PI / 2;
        return
        [
            .. Arc((x + leftRadius, y + leftRadius), leftRadius, -2 * quarter, quarter),
            .. Arc((x + width - rightRadius, y + rightRadius), rightRadius, -quarter, quarter),
            .. Arc((x + width - rightRadius, y + height - rightRadius), rightRadius, 0, quarter),
            .. Arc((x + leftRadius, y + height - leftRadius), leftRadius, quarter, quarter),
        ];
    }

    private static IEnumerable<(double X, double Y)> Arc((double X, double Y) center, double radius, double from, double sweep)
    {
        if (radius <= 0)
            return [center];
        double step = 2 * Math.Acos(1 - Math.Min(Flatness / radius, 0.5));
        int count = Math.Max(3, (int)Math.Ceiling(sweep / step));
        return Enumerable.Range(0, count + 1).Select(i => from + (sweep * i / count))
            .Select(angle => (center.X + (radius * Math.Cos(angle)), center.Y + (radius * Math.Sin(angle))));
    }
}
