namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>The box around lines, in pixels from the left and upper side of the picture.</summary>
internal readonly record struct InkBox(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;
}
