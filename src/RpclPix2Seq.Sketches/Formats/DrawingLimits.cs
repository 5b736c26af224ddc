namespace RpclPix2Seq.Sketches.Formats;

/// <summary>How much of memory and time a file from a stranger may take.</summary>
public sealed record DrawingLimits
{
    /// <summary>The defaults.</summary>
    public static DrawingLimits Default { get; } = new();

    /// <summary>Points of one drawing, before simplification.</summary>
    public int Points { get; init; } = 1_000_000;

    /// <summary>Bytes of one line of a text of lines (ndjson, CSV); longer lines are skipped.</summary>
    public int LineBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of a file that is read as one document (SVG, InkML, JSON).</summary>
    public int DocumentBytes { get; init; } = 256 << 20;

    /// <summary>Elements or values inside each other in one document.</summary>
    public int Depth { get; init; } = 256;

    /// <summary>Decompressed bytes that a gzip file may always have.</summary>
    public long FreeDecompressedBytes { get; init; } = 64 << 20;

    /// <summary>Above those, how many times larger than the file its content may be: text of drawings shrinks four- to tenfold.</summary>
    public int DecompressionRatio { get; init; } = 200;
}
