using System.Numerics;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>Smooths the steps of lines that were followed from pixel to pixel.</summary>
internal static class LineSmoothing
{
    private const int Passes = 2;

    /// <summary>
    /// Replaces every point by the mean of those up to <paramref name="reach"/> before and after it. The ends of an open line stay where
    /// they are.
    /// </summary>
    /// <param name="points">The line; closed if it ends where it begins.</param>
    /// <param name="reach">Points on each side; near the ends of an open line fewer, the same number on both sides.</param>
    public static Vector2[] Smooth(Vector2[] points, int reach)
    {
        bool closed = points.Length > (2 * reach) + 1 && points[0] == points[^1];
        for (int pass = 0; pass < Passes; pass++)
            points = closed ? Closed(points, reach) : Open(points, reach);
        return points;
    }

    private static Vector2[] Open(Vector2[] points, int reach)
    {
        Vector2[] smooth = new Vector2[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            int near = Math.Min(reach, Math.Min(i, points.Length - 1 - i));
            Vector2 sum = default;
            for (int k = i - near; k <= i + near; k++)
                sum += points[k];
            smooth[i] = sum / ((2 * near) + 1);
        }

        return smooth;
    }

    private static Vector2[] Closed(Vector2[] points, int reach)
    {
        int count = points.Length - 1;
        Vector2[] smooth = new Vector2[points.Length];
        for (int i = 0; i < count; i++)
        {
            Vector2 sum = default;
            for (int k = i - reach; k <= i + reach; k++)
                sum += points[(k + count) % count];
            smooth[i] = sum / ((2 * reach) + 1);
        }

        smooth[count] = smooth[0];
        return smooth;
    }
}

/// <summary>
/// Scales a picture so that its lines are where the rasterizer would draw them: the middle of the outermost ones at the margins.
/// </summary>
internal static class LineResampler
{
    /// <summary>Scales lines by area averaging; those that become finer than the rasterizer's are made darker in proportion.</summary>
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
