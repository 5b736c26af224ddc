namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>How reading a file ended.</summary>
/// <param name="File">The file.</param>
/// <param name="Format">The name of its format; empty if it has none that is known.</param>
/// <param name="Hash">XxHash128 of its bytes, if it was read to its end.</param>
/// <param name="Failure">Why it was not read to its end, in one line; empty if it was.</param>
/// <param name="IsQuickDraw">Whether Quick, Draw! published it.</param>
internal sealed record SourceOutcome(SourceFile File, string Format, UInt128 Hash, string Failure, bool IsQuickDraw = false)
{
    /// <summary>Whether it was read to its end.</summary>
    public bool IsRead => Failure.Length == 0 && Format.Length > 0;
}
