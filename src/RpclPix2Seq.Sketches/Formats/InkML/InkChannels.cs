namespace RpclPix2Seq.Sketches.Formats.InkML;

/// <summary>Where X and Y are among the values of a point, counted from 0; −1 where the trace format has none.</summary>
internal readonly record struct InkChannels(int X, int Y)
{
    /// <summary>What holds where a document says nothing (InkML §3.2.1).</summary>
    public static InkChannels Default { get; } = new(0, 1);
}
