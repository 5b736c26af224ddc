namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>A drawing as an ordered list of stroke-3 rows. Immutable.</summary>
public sealed class Sketch
{
    private readonly ReadOnlyMemory<StrokePoint> _points;

    /// <summary>Wraps <paramref name="points"/>; the array must not be changed afterwards.</summary>
    public Sketch(StrokePoint[] points)
    {
        ArgumentNullException.ThrowIfNull(points);
        _points = points;
    }

    /// <summary>Wraps rows that share an array with those of other sketches; they must not be changed afterwards.</summary>
    internal Sketch(ReadOnlyMemory<StrokePoint> points) => _points = points;

    /// <summary>The rows, in drawing order.</summary>
    public ReadOnlySpan<StrokePoint> Points => _points.Span;

    /// <summary>The number of rows.</summary>
    public int Length => _points.Length;
}
