using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>The lines of a picture.</summary>
/// <param name="Strength">0 on paper, 1 in the middle of lines; specks are removed.</param>
/// <param name="Low">The least strength of a pixel that belongs to a line.</param>
/// <param name="Box">The box around all lines.</param>
/// <param name="LineWidth">The width of the lines in pixels.</param>
internal sealed record Ink(Plane Strength, float Low, InkBox Box, double LineWidth)
{
    /// <summary>The longer side of the box around the middle of the lines, in pixels; at least 1.</summary>
    public double Extent => Math.Max(Math.Max(Box.Width, Box.Height) - LineWidth, 1);

    /// <summary>
    /// The position of the picture within one drawn by the rasterizer: the middle of the outermost lines is at the margins of the longer
    /// side, the shorter side is centered.
    /// </summary>
    public RasterFrame FrameFor(RasterOptions options)
    {
        double scale = (options.Size - (2 * options.Margin)) / Extent, center = options.Size / 2.0;
        return new RasterFrame(scale, center - (scale * (Box.Left + Box.Right) / 2), center - (scale * (Box.Top + Box.Bottom) / 2));
    }
}

/// <summary>The box around lines, in pixels from the left and top side of the picture.</summary>
internal readonly record struct InkBox(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;
}
