using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>Scales a picture so that its lines lie where the rasteriser would draw them: the middle of the outermost ones at the margins.</summary>
internal static class LineResampler
{
    /// <summary>Scales lines by area averaging; those that become finer than a line of the rasteriser are made as much darker.</summary>
    /// <param name="ink">The lines.</param>
    /// <param name="options">Size, margin and width of lines of the result.</param>
    /// <param name="image">[Size, Size] row by row, 255 white to 0 black; every pixel is written.</param>
    public static void Resample(Ink ink, RasterOptions options, Span<byte> image)
    {
        RasterFrame frame = ink.FrameFor(options);
        double step = 1 / frame.Scale, left = -frame.StartX * step, top = -frame.StartY * step;
        double gain = Math.Max(1, options.LineWidth * step / ink.LineWidth);
        for (int y = 0; y < options.Size; y++)
        {
            for (int x = 0; x < options.Size; x++)
            {
                double sx = left + (x * step), sy = top + (y * step);
                double dark = Math.Min(1, AreaAverage.Mean(ink.Strength, sx, sy, sx + step, sy + step) * gain);
                image[(y * options.Size) + x] = (byte)Math.Round(255 * (1 - dark));
            }
        }
    }
}
