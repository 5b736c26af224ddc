namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>The original's cleanup of every sketch before normalization (docs/original.md §1, Per-sketch clean-up).</summary>
internal static class StrokeCleaning
{
    /// <summary>The largest offset that the original keeps, in data units.</summary>
    public const float ReferenceLimit = 1000;

    /// <summary>A sketch with Δx and Δy clamped to ±<paramref name="limit"/>; the same object if nothing changes.</summary>
    /// <param name="sketch">The sketch, in data units.</param>
    /// <param name="limit">Above 0; infinity changes nothing.</param>
    public static Sketch Clamp(Sketch sketch, float limit)
    {
        if (float.IsPositiveInfinity(limit))
            return sketch;
        foreach (StrokePoint point in sketch.Points)
        {
            if (Math.Abs(point.Dx) > limit || Math.Abs(point.Dy) > limit)
            {
                return sketch.Map(
                    p => p with { Dx = Math.Clamp(p.Dx, -limit, limit), Dy = Math.Clamp(p.Dy, -limit, limit) });
            }
        }

        return sketch;
    }
}
