namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>
/// What the original does to every training picture (defect D-15): shrunk by area averaging to int(W·ratio) pixels, which is W−1 for every
/// ratio in use, and pasted on white at the integer half of what is left.
/// </summary>
public static class ReferenceShrink
{
    /// <summary>Shrinks one picture.</summary>
    /// <param name="image">[size, size], white = +1, ink = −1.</param>
    /// <param name="size">W in pixels.</param>
    /// <param name="ratio">In (0, 1]; 1 copies.</param>
    /// <param name="destination">[size, size].</param>
    public static void Apply(ReadOnlySpan<float> image, int size, double ratio, Span<float> destination)
    {
        int small = (int)(size * ratio);
        destination.Fill(1);
        int offset = (size - small) / 2;
        double step = (double)size / small;
        for (int row = 0; row < small; row++)
        {
            for (int column = 0; column < small; column++)
                destination[((row + offset) * size) + column + offset] = Average(image, size, row * step, (row + 1) * step, column * step, (column + 1) * step);
        }
    }

    private static float Average(ReadOnlySpan<float> image, int size, double top, double bottom, double left, double right)
    {
        double sum = 0;
        for (int y = (int)top; y < Math.Min(size, Math.Ceiling(bottom - 1e-9)); y++)
        {
            double height = Math.Min(bottom, y + 1) - Math.Max(top, y);
            for (int x = (int)left; x < Math.Min(size, Math.Ceiling(right - 1e-9)); x++)
                sum += image[(y * size) + x] * height * (Math.Min(right, x + 1) - Math.Max(left, x));
        }

        return (float)(sum / ((bottom - top) * (right - left)));
    }
}
