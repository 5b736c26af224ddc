namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>Random changes of a training sketch's strokes (specification §1, Sequence augmentation).</summary>
public sealed record StrokeAugmentation
{
    private const int MinimumRun = 2;

    /// <summary>Each axis is stretched by a factor drawn from 1 ± this.</summary>
    public double ScaleFactor { get; init; } = 0.10;

    /// <summary>Probability that a point in the middle of a stroke is merged into the one before it.</summary>
    public double DropProbability { get; init; } = 0.10;

    /// <summary>The strokes are turned by an angle drawn from ± this, in degrees (0 in the original).</summary>
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
