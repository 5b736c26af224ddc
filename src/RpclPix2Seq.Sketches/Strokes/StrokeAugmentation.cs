namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>Random changes of a training sketch's strokes (docs/original.md §1, Sequence augmentation).</summary>
internal sealed record StrokeAugmentation
{
    private const int MinimumRun = 2;

    /// <summary>Each axis is stretched by a factor drawn from 1 ± this.</summary>
    public double ScaleFactor { get; init; } = 0.10;

    /// <summary>Probability that a point in the middle of a stroke is merged into the one before it.</summary>
    public double DropProbability { get; init; } = 0.10;

    /// <summary>The strokes are rotated by an angle drawn from ± this, in degrees (0 in the original).</summary>
    public double RotationDegrees { get; init; }

    /// <summary>Applies one random draw.</summary>
    /// <param name="points">The sketch, n rows.</param>
    /// <param name="random">The generator; what it drew before does not matter.</param>
    /// <param name="destination">At least n rows; receives the result.</param>
    /// <returns>The number of rows written, 1 to n.</returns>
    public int Apply(ReadOnlySpan<StrokePoint> points, ref CounterRandom random, Span<StrokePoint> destination)
    {
        double scaleX = 1 + random.NextDouble(-ScaleFactor, ScaleFactor);
        double scaleY = 1 + random.NextDouble(-ScaleFactor, ScaleFactor);
        (double sin, double cos) = Math.SinCos(random.NextDouble(-RotationDegrees, RotationDegrees) * Math.PI / 180);
        int written = 0;
        int run = 0; // consecutive pen-down points
        foreach (StrokePoint point in points)
        {
            double x = point.Dx * scaleX, y = point.Dy * scaleY;
            StrokePoint current = new((float)((cos * x) - (sin * y)), (float)((sin * x) + (cos * y)), point.PenUp);
            bool afterLift = written == 0 || destination[written - 1].PenUp;
            run = current.PenUp || afterLift ? 0 : run + 1;
            bool merge = !current.PenUp && !afterLift && run > MinimumRun && random.NextDouble() < DropProbability;
            if (merge)
            {
                StrokePoint last = destination[written - 1];
                destination[written - 1] = last with { Dx = last.Dx + current.Dx, Dy = last.Dy + current.Dy };
            }
            else
            {
                destination[written++] = current;
            }
        }

        return written;
    }
}

/// <summary>
/// The original's treatment of every training picture (defect D-15): it is shrunk by area averaging to int(W·ratio) pixels, which is W−1
/// for every ratio in use, and pasted on white with an offset of half the remaining pixels, rounded down.
/// </summary>
internal static class ReferenceShrink
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
                destination[((row + offset) * size) + column + offset] = Average(
                    image, size, row * step, (row + 1) * step, column * step, (column + 1) * step);
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
