using System.Text.Json;

namespace RpclPix2Seq;

/// <summary>A drawing as an ordered list of stroke-3 rows. Immutable.</summary>
public sealed class Sketch
{
    private readonly ReadOnlyMemory<StrokePoint> _points;

    /// <summary>Wraps <paramref name="points"/>; the array must not be changed afterward.</summary>
    public Sketch(StrokePoint[] points)
    {
        _points = points;
    }

    /// <summary>Wraps rows that share an array with those of other sketches; they must not be changed afterward.</summary>
    internal Sketch(ReadOnlyMemory<StrokePoint> points) => _points = points;

    /// <summary>The rows, in drawing order.</summary>
    public ReadOnlySpan<StrokePoint> Points => _points.Span;

    /// <summary>The number of rows.</summary>
    public int Length => _points.Length;

    /// <summary>
    /// What the first row means, if known: for drawings from pen strokes, and for what a model drew. Null for stroke-3 numbers alone, which
    /// a model reads by its own <c>first_row</c> setting.
    /// </summary>
    public FirstRow? FirstRow { get; init; }

    /// <summary>The beginning of the sketch.</summary>
    /// <param name="rows">How many rows, 0 to <see cref="Length"/>.</param>
    public Sketch Take(int rows) => new(_points[..rows]) { FirstRow = FirstRow };

    /// <summary>The same drawing with a first row of that meaning; itself where its own is not known.</summary>
    internal Sketch As(FirstRow wanted)
    {
        if (FirstRow is not { } own || own == wanted)
            return this;
        return wanted == RpclPix2Seq.FirstRow.Move ? new Sketch([new StrokePoint(0, 0, false), .. Points]) { FirstRow = wanted }
            : Length > 0 && Points[0].PenUp ? new Sketch([new StrokePoint(0, 0, true), .. Points[1..]]) { FirstRow = wanted } // a dot
            : Length > 1 ? new Sketch(_points[1..]) { FirstRow = wanted }
            : this;
    }

    /// <summary>The same rows, known to begin with a row of that meaning.</summary>
    internal Sketch Tagged(FirstRow meaning) => new(_points) { FirstRow = meaning };

    /// <summary>Writes the rows as JSON: [[Δx, Δy, pen], …].</summary>
    internal void WriteRows(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (StrokePoint point in Points)
        {
            if (!float.IsFinite(point.Dx) || !float.IsFinite(point.Dy))
                throw new InputException("sketch", "", "finite offsets", $"{point.Dx}, {point.Dy}");
            writer.WriteStartArray();
            writer.WriteNumberValue(point.Dx);
            writer.WriteNumberValue(point.Dy);
            writer.WriteNumberValue(point.PenUp ? 1 : 0);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <summary>A copy with every row mapped.</summary>
    internal Sketch Map(Func<StrokePoint, StrokePoint> change)
    {
        StrokePoint[] points = new StrokePoint[Length];
        for (int i = 0; i < points.Length; i++)
            points[i] = change(Points[i]);
        return new Sketch(points) { FirstRow = FirstRow };
    }
}

/// <summary>One row of the stroke-3 format: an offset from the point before it, and whether the pen lifts after it.</summary>
/// <param name="Dx">Horizontal offset from the previous point, in data units (positive is right).</param>
/// <param name="Dy">Vertical offset from the previous point, in data units (positive is down).</param>
/// <param name="PenUp">True if the pen is lifted AFTER this point, so that the next offset leaves no ink.</param>
public readonly record struct StrokePoint(float Dx, float Dy, bool PenUp);

/// <summary>The meaning of the first stroke-3 row of a sketch (it depends on how the data was made).</summary>
public enum FirstRow
{
    /// <summary>It moves the lifted pen to where the drawing starts (QuickDraw .npz files, and what the original always assumes).</summary>
    Move,

    /// <summary>It is drawn, from the origin (for example aaron_sheep and short_kanji).</summary>
    Ink,
}
