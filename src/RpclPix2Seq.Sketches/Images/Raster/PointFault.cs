namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>Errors caused by the rows of a sketch.</summary>
internal static class PointFault
{
    /// <summary>The error for a sketch with a position that is not finite; names the first such row.</summary>
    public static InputException NotFinite(ReadOnlySpan<StrokePoint> points)
    {
        double x = 0;
        double y = 0;
        for (int row = 0; row < points.Length; row++)
        {
            x += points[row].Dx;
            y += points[row].Dy;
            if (!double.IsFinite(x) || !double.IsFinite(y))
                return new InputException(
                    "sketch", $"row {row}", "finite offsets", $"({points[row].Dx}, {points[row].Dy})", "remove the sketch");
        }

        return new InputException("sketch", "", "offsets whose sums are finite", "an overflow", "remove the sketch");
    }

    /// <summary>The error for a row that leads to a position too far from the picture.</summary>
    public static InputException TooFar(int row, StrokePoint point, RasterFrame frame) => new(
        "sketch",
        $"row {row}",
        $"a line of finite offsets, at most {Fixed.LargestPixel} pixels away from the picture",
        $"offset ({point.Dx}, {point.Dy}) at {frame.Scale} pixels a unit",
        "fit the frame to the sketch or remove the sketch");

    /// <summary>The error for a frame that begins too far from the picture.</summary>
    public static InputException StartTooFar(RasterFrame frame) => new(
        "raster frame",
        "start",
        "a finite point within 2^43 pixels of the picture",
        $"({frame.StartX}, {frame.StartY}) at {frame.Scale} pixels a unit",
        "fit the frame to the sketch");

    /// <summary>The same error for one of many sketches.</summary>
    public static InputException InSketch(int sketch, InputException fault) =>
        new("sketches", $"number {sketch}", "one that can be drawn", fault.Message, inner: fault);
}
