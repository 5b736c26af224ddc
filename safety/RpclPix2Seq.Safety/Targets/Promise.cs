using System.Numerics;
using RpclPix2Seq.Sketches.Formats;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>What readers promise about their results. A broken promise is a bug like any other.</summary>
internal static class Promise
{
    public static void Holds(bool promise, string what)
    {
        if (!promise)
            throw new InvalidOperationException($"the reader gave {what}");
    }

    public static void Rows(Sketch sketch)
    {
        Holds(sketch.Length > 0, "a sketch without rows");
        foreach ((float dx, float dy, _) in sketch.Points)
            Holds(float.IsFinite(dx) && float.IsFinite(dy), "an offset that is not finite");
    }

    public static void Strokes(Drawing drawing)
    {
        if (drawing.Rows is { } rows)
        {
            Rows(rows);
            return;
        }

        Holds(drawing.Strokes.Count > 0, "a drawing without strokes");
        foreach (Vector2[] stroke in drawing.Strokes)
        {
            Holds(stroke.Length > 0, "a stroke without points");
            foreach (Vector2 point in stroke)
                Holds(float.IsFinite(point.X) && float.IsFinite(point.Y), "a point that is not finite");
        }
    }

    /// <summary>Texts of a report: short, and without control characters.</summary>
    public static void Told(SkippedDrawing skipped)
    {
        const int longest = 200;
        foreach (string text in new[] { skipped.Where, skipped.Reason, skipped.Detail })
            Holds(text.Length <= longest && !text.Any(char.IsControl), "a reason that is long or has control characters");
    }
}
