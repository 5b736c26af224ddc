using System.Numerics;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Strokes.Simplification;

namespace RpclPix2Seq.Studio.Inference;

/// <summary>Strokes of requests as rows, and rows as strokes.</summary>
internal static class SketchStrokes
{
    // Lines of a pointer have far more points than those that the model learned from. Place and size stay: what is drawn goes on there.
    private static readonly GoogleSimplification Unmoved =
        new(new GoogleSimplificationOptions { Align = false, Scale = false, Round = false });

    /// <summary>A complete sketch, simplified as an import does it: fitted into a box of 255 units, without points on a line.</summary>
    public static Sketch Whole(Vector2[][] strokes, FirstRow firstRow) =>
        new SketchMaker(ImportOptions.Default with { FirstRow = firstRow })
            .SketchOf(new Drawing { Where = "", Strokes = strokes, IsRaw = true }).Tagged(firstRow);

    /// <summary>The beginning of a sketch: the same, in its own place and size.</summary>
    /// <param name="strokes">The strokes.</param>
    /// <param name="isOpen">Whether the pen is still down at the last point.</param>
    /// <param name="firstRow">What the first row is to mean.</param>
    /// <returns>Rows; none for a pen that has just been put down, where the first row is ink.</returns>
    public static Sketch Beginning(Vector2[][] strokes, bool isOpen, FirstRow firstRow)
    {
        StrokePoint[] rows = isOpen && firstRow == FirstRow.Ink && strokes is [{ Length: 1 }]
            ? []
            : Polylines.ToStroke3(Unmoved.Apply(strokes, isQuickDraw: false), firstRow);
        if (isOpen && rows.Length > 0)
            rows[^1] = rows[^1] with { PenUp = false };
        return new Sketch(rows).Tagged(firstRow);
    }

    /// <summary>The strokes of rows.</summary>
    public static List<Vector2[]> Of(Sketch sketch, FirstRow firstRow) => Polylines.FromStroke3(sketch.Points, firstRow);
}
