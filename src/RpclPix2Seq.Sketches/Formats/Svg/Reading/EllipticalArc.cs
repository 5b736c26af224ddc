namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>Elliptical arcs as cubic curves of at most a quarter ellipse each, with an error below 0.03 % of the radius.</summary>
internal static class EllipticalArc
{
    private const double Quarter = Math.PI / 2;

    /// <summary>
    /// Draws an arc given by its ends (SVG 1.1 appendix F.6). Everything is computed in the plane where the ellipse is the unit circle,
    /// from the midpoint of the chord, so that radii far larger than the chord lose no precision.
    /// </summary>
    /// <param name="outline">The outline to draw to; its pen is at <paramref name="start"/>.</param>
    /// <param name="start">The first end.</param>
    /// <param name="radii">Their signs do not matter; a zero or infinite radius gives a line; radii that are too small are
    /// enlarged.</param>
    /// <param name="tilt">The rotation of the ellipse's x axis, in radians.</param>
    /// <param name="large">Whether the arc is the longer one.</param>
    /// <param name="sweep">Whether the angle increases along the arc: clockwise if y points down.</param>
    /// <param name="end">The other end; nothing is drawn if it equals the first one.</param>
    public static void Draw(
        Outline outline, (double X, double Y) start, (double X, double Y) radii, double tilt, bool large, bool sweep,
        (double X, double Y) end)
    {
        if (start == end)
            return;
        (double rx, double ry) = (Math.Abs(radii.X), Math.Abs(radii.Y));
        (double sin, double cos) = Math.SinCos(tilt);
        double hx = (end.X - start.X) / 2, hy = (end.Y - start.Y) / 2;
        double ux = ((cos * hx) + (sin * hy)) / rx, uy = ((cos * hy) - (sin * hx)) / ry;
        double half = double.Hypot(ux, uy);
        if (rx == 0 || ry == 0 || !(half > 0 && double.IsFinite(half)) || !double.IsFinite(rx) || !double.IsFinite(ry))
        {
            outline.LineTo(end.X, end.Y);
            return;
        }

        if (half > 1)
        {
            (rx, ry) = (rx * half, ry * half);
            (ux, uy, half) = (ux / half, uy / half, 1);
        }

        // The center is perpendicular to the chord; F.6.5.2, with the chord instead of its endpoints.
        double away = Math.Sqrt(Math.Max(0, 1 - (half * half))) / half * (large != sweep ? 1 : -1);
        double cx = -uy * away, cy = ux * away;
        double angle = Math.Atan2(-uy - cy, -ux - cx);
        double whole = 2 * Math.Asin(half);
        whole = (large ? (2 * Math.PI) - whole : whole) * (sweep ? 1 : -1);

        // Four quarters stay four even if rounding makes them slightly longer.
        int pieces = Math.Max(1, (int)Math.Ceiling((Math.Abs(whole) / Quarter) - 1e-9));
        double step = whole / pieces;
        double handle = 4.0 / 3 * Math.Tan(step / 4);
        (double X, double Y) from = start;
        for (int i = 1; i <= pieces; i++)
        {
            double next = angle + step;
            (double sinB, double cosB) = Math.SinCos(next);
            (double X, double Y) to = end;
            if (i < pieces)
            {
                (double offX, double offY) = Turn(rx * (cx + cosB), ry * (cy + sinB));
                to = (start.X + hx + offX, start.Y + hy + offY);
            }

            (double outX, double outY) = Turn(-rx * Math.Sin(angle), ry * Math.Cos(angle));
            (double inX, double inY) = Turn(-rx * sinB, ry * cosB);
            outline.CubicTo(
                from.X + (handle * outX), from.Y + (handle * outY), to.X - (handle * inX), to.Y - (handle * inY), to.X, to.Y);
            (from, angle) = (to, next);
        }

        (double X, double Y) Turn(double x, double y) => ((cos * x) - (sin * y), (sin * x) + (cos * y));
    }

    /// <summary>Draws a closed ellipse, starting at its rightmost point, clockwise if y points down (SVG 2 §10.4).</summary>
    public static void DrawEllipse(Outline outline, double x, double y, double rx, double ry)
    {
        (double X, double Y) right = (x + rx, y), bottom = (x, y + ry), left = (x - rx, y), top = (x, y - ry);
        outline.MoveTo(right.X, right.Y);
        Draw(outline, right, (rx, ry), 0, large: false, sweep: true, bottom);
        Draw(outline, bottom, (rx, ry), 0, large: false, sweep: true, left);
        Draw(outline, left, (rx, ry), 0, large: false, sweep: true, top);
        Draw(outline, top, (rx, ry), 0, large: false, sweep: true, right);
        outline.Close();
    }
}
