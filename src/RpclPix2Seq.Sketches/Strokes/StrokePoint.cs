namespace RpclPix2Seq.Sketches.Strokes;

/// <summary>One row of the stroke-3 format: an offset from the point before it, and whether the pen lifts after it.</summary>
/// <param name="Dx">Horizontal offset from the previous point, in data units (positive is right).</param>
/// <param name="Dy">Vertical offset from the previous point, in data units (positive is down).</param>
/// <param name="PenUp">True if the pen is lifted AFTER this point, so that the next offset leaves no ink.</param>
public readonly record struct StrokePoint(float Dx, float Dy, bool PenUp);
