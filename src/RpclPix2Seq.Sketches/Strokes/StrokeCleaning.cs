namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>The clean-up that every sketch passes before it is normalised (specification §1, Per-sketch clean-up).</summary>
public static class StrokeCleaning
{
    /// <summary>The largest offset that is kept as it is, in data units.</summary>
    public const float Limit = 1000;

    /// <summary>The sketch with Δx and Δy clamped to [−1000, 1000]; the same object if nothing changes.</summary>
    public static Sketch Clamp(Sketch sketch)
    {
        ArgumentNullException.ThrowIfNull(sketch);
        foreach (StrokePoint point in sketch.Points)
        {
            if (Math.Abs(point.Dx) > Limit || Math.Abs(point.Dy) > Limit)
            {
                return StrokeScale.Map(
                    sketch, p => p with { Dx = Math.Clamp(p.Dx, -Limit, Limit), Dy = Math.Clamp(p.Dy, -Limit, Limit) });
            }
        }

        return sketch;
    }
}
