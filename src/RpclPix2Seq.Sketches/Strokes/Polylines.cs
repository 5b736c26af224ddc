using System.Numerics;

namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>
/// Conversion between stroke-3 rows and absolute polylines, one per stroke. Positions are summed in double, so that integers survive a
/// round trip exactly and long sketches do not drift.
/// </summary>
internal static class Polylines
{
    /// <summary>
    /// The strokes of a sketch in absolute coordinates; the pen starts at (0, 0). A dot is a polyline of one point. With
    /// <see cref="FirstRow.Ink"/> the first polyline starts at the origin.
    /// </summary>
    /// <param name="points">Stroke-3 rows.</param>
    /// <param name="firstRow">What the first row means.</param>
    /// <returns>Polylines of at least one point each, in drawing order, in the unit of the rows.</returns>
    public static List<Vector2[]> FromStroke3(ReadOnlySpan<StrokePoint> points, FirstRow firstRow)
    {
        List<Vector2[]> polylines = [];
        List<Vector2> current = [];
        double x = 0, y = 0;
        if (firstRow == FirstRow.Ink && points.Length > 0)
            current.Add(default);
        foreach (StrokePoint point in points)
        {
            x += point.Dx;
            y += point.Dy;
            current.Add(new Vector2((float)x, (float)y));
            if (!point.PenUp)
                continue;
            polylines.Add([.. current]);
            current.Clear();
        }

        if (current.Count > 0)
            polylines.Add([.. current]);
        return polylines;
    }

    /// <summary>
    /// The stroke-3 rows of absolute polylines; the pen is lifted after the last point of each. Empty polylines are left out.
    /// </summary>
    /// <param name="polylines">Polylines in drawing order.</param>
    /// <param name="firstRow"> <see cref="FirstRow.Move"/>: the first row leads from (0, 0) to the first point. <see cref="FirstRow.Ink"/>:
    /// the drawing is shifted so that its first point is the origin, which gets no row; a first polyline of one point becomes a line of
    /// length zero.
    /// </param>
    public static StrokePoint[] ToStroke3(IReadOnlyList<Vector2[]> polylines, FirstRow firstRow)
    {
        List<StrokePoint> rows = [];
        double x = 0, y = 0;
        bool begun = false;
        for (int i = 0; i < polylines.Count; i++)
        {
            ReadOnlySpan<Vector2> polyline = polylines[i];
            if (polyline.Length == 0)
                continue;
            int first = 0;
            if (!begun && firstRow == FirstRow.Ink)
            {
                (x, y) = (polyline[0].X, polyline[0].Y);
                first = polyline.Length > 1 ? 1 : 0;
            }

            begun = true;
            for (int k = first; k < polyline.Length; k++)
            {
                float dx = (float)(polyline[k].X - x);
                float dy = (float)(polyline[k].Y - y);
                rows.Add(new StrokePoint(dx, dy, k == polyline.Length - 1));

                // Track the position that a reader gets by summing the rounded offsets, so that rounding errors never accumulate.
                x += dx;
                y += dy;
            }
        }

        return [.. rows];
    }

    /// <summary>
    /// Cuts the polylines of a sketch after a number of rows. A polyline that is cut has the cutting point in both parts.
    /// </summary>
    /// <typeparam name="T">A point.</typeparam>
    /// <param name="polylines">Polylines from <see cref="FromStroke3"/>.</param>
    /// <param name="rows">Rows before the cut, from 0; with more than there are, the second part is empty.</param>
    /// <param name="firstRow">What the first row means.</param>
    public static (List<T[]> Before, List<T[]> After) CutAfter<T>(IReadOnlyList<T[]> polylines, int rows, FirstRow firstRow)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        List<T[]> before = [], after = [];

        // If the first row is ink, the origin is a point without a row.
        long left = rows > 0 && firstRow == FirstRow.Ink ? rows + 1L : rows;
        foreach (T[] polyline in polylines)
        {
            int taken = (int)Math.Min(left, polyline.Length);
            if (taken > 0)
                before.Add(polyline[..taken]);
            if (taken < polyline.Length)
                after.Add(polyline[Math.Max(taken - 1, 0)..]);
            left -= taken;
        }

        return (before, after);
    }
}
