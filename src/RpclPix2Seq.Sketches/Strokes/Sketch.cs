namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>A drawing as an ordered list of stroke-3 rows. Immutable.</summary>
public sealed class Sketch
{
    private readonly StrokePoint[] _points;

    /// <summary>Wraps <paramref name="points"/>; the array must not be changed afterwards.</summary>
    public Sketch(StrokePoint[] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        _points = points;
    }

    /// <summary>The rows, in drawing order.</summary>
    public ReadOnlySpan<StrokePoint> Points => _points;

    /// <summary>The number of rows.</summary>
    public int Length => _points.Length;
}
