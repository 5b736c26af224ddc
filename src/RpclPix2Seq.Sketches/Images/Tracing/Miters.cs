namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>
/// The tips that lines get at sharp corners, up to four line widths long: they stick out beyond the middle of the line by more than the
/// half width by which other lines do.
/// </summary>
internal static class Miters
{
    /// <summary>Discs of at least this share of the half line width fit into a line but not into the end of a tip.</summary>
    private const double Share = 0.7;

    /// <summary>Tips are shorter than this many line widths beyond the disc around the corner; what is longer is a finer line.</summary>
    private const double Longest = 1.5;

    private const double Shortest = 0.25;

    /// <summary>Lines finer than this have hardly any discs, and their tips are small.</summary>
    private const double FinestLine = 4;

    /// <summary>Moves the sides of the box around lines to where they would be if tips were round.</summary>
    /// <param name="box">The box around all ink.</param>
    /// <param name="strength">0 on paper, 1 in the middle of lines.</param>
    /// <param name="low">The least strength of a pixel that belongs to a line.</param>
    /// <param name="lineWidth">In pixels.</param>
    public static InkBox CutOff(InkBox box, Plane strength, float low, double lineWidth)
    {
        if (lineWidth < FinestLine)
            return box;
        // Discs grow in steps: the middle of a line of 4.4 pixels may have none larger than 1.5.
        double least = Math.Min(Share * lineWidth / 2, Math.Ceiling(Math.Floor(lineWidth) / 2) - 0.5);
        Plane radii = Radii(strength, low);
        (double left, double top, double right, double bottom) = (box.Right, box.Bottom, box.Left, box.Top);
        for (int y = 0; y < radii.Height; y++)
        {
            ReadOnlySpan<float> row = radii.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                if (row[x] < least)
                    continue;
                (left, right) = (Math.Min(left, x + 0.5 - row[x]), Math.Max(right, x + 0.5 + row[x]));
                (top, bottom) = (Math.Min(top, y + 0.5 - row[x]), Math.Max(bottom, y + 0.5 + row[x]));
            }
        }

        return new InkBox(
            box.Left + Tip(left - box.Left), box.Top + Tip(top - box.Top), box.Right - Tip(box.Right - right),
            box.Bottom - Tip(box.Bottom - bottom));

        // A tip grows with the disc that it begins at.
        double Tip(double length) => length > Shortest * lineWidth && length < Longest * lineWidth ? length / Share : 0;
    }

    /// <summary>The radius of the largest disc of ink around each pixel, in pixels; distances are steps to the eight neighbors.</summary>
    private static Plane Radii(Plane strength, float low)
    {
        const float corner = 1.41421356f;
        Plane radii = new(strength.Width + 2, strength.Height + 2);
        int width = radii.Width;
        float[] values = radii.Values;
        for (int y = 0; y < strength.Height; y++)
        {
            for (int x = 0; x < strength.Width; x++)
            {
                int at = ((y + 1) * width) + x + 1;
                if (strength.Row(y)[x] >= low)
                    values[at] = Math.Min(
                        Math.Min(values[at - 1], values[at - width]) + 1,
                        Math.Min(values[at - width - 1], values[at - width + 1]) + corner);
            }
        }

        Plane inner = new(strength.Width, strength.Height);
        for (int y = strength.Height - 1; y >= 0; y--)
        {
            for (int x = strength.Width - 1; x >= 0; x--)
            {
                int at = ((y + 1) * width) + x + 1;
                float back = Math.Min(
                    Math.Min(values[at + 1], values[at + width]) + 1, Math.Min(values[at + width + 1], values[at + width - 1]) + corner);
                values[at] = Math.Min(values[at], back);
                inner.Row(y)[x] = values[at] - 0.5f;
            }
        }

        return inner;
    }
}
