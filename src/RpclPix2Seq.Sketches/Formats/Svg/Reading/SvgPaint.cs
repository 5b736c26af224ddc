namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>Whether there is a colour, and whether it covers anything.</summary>
internal readonly record struct SvgPaint(bool IsPaint, bool IsOpaque)
{
    /// <summary>Whether it can be seen.</summary>
    public bool IsSeen => IsPaint && IsOpaque;
}
