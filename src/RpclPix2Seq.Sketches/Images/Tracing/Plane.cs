namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>One number per pixel, row by row.</summary>
internal sealed class Plane(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public float[] Values { get; } = new float[checked(width * height)];

    public Span<float> Row(int y) => Values.AsSpan(y * Width, Width);

    /// <summary>The value between pixel centers, linear in both directions; beyond the sides, the outermost pixels are repeated.</summary>
    /// <param name="x">Position in pixels; the first pixel's center is at 0.5.</param>
    /// <param name="y">Position in pixels; the first row's center is at 0.5.</param>
    public float At(double x, double y)
    {
        double left = Math.Clamp(x - 0.5, 0, Width - 1), top = Math.Clamp(y - 0.5, 0, Height - 1);
        int x0 = (int)left, y0 = (int)top;
        int x1 = Math.Min(x0 + 1, Width - 1), y1 = Math.Min(y0 + 1, Height - 1);
        float fx = (float)(left - x0), fy = (float)(top - y0);
        ReadOnlySpan<float> upper = Row(y0), lower = Row(y1);
        float above = upper[x0] + ((upper[x1] - upper[x0]) * fx);
        float below = lower[x0] + ((lower[x1] - lower[x0]) * fx);
        return above + ((below - above) * fy);
    }
}
