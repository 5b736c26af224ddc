using System.Numerics;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Formats;

/// <summary>One drawing as a file holds it: either absolute pen strokes, or stroke-3 rows.</summary>
public sealed record Drawing
{
    /// <summary>Where in its file it is, for messages: "line 17", "sketch 4 of train".</summary>
    public required string Where { get; init; }

    /// <summary>
    /// The pen strokes, each at least one point, y down, in the file's unit, all finite; empty if <see cref="Rows"/> is given.
    /// </summary>
    public IReadOnlyList<Vector2[]> Strokes { get; init; } = [];

    /// <summary>The stroke-3 rows, at least one, all finite, where the file holds such rows; otherwise null.</summary>
    public Sketch? Rows { get; init; }

    /// <summary>What the file says that it shows, or null where it says nothing.</summary>
    public string? Category { get; init; }

    /// <summary>The file's own identifier of it, or null.</summary>
    public string? Key { get; init; }

    /// <summary>The split that the file puts it in, or null where files have no splits.</summary>
    public DatasetSplit? Split { get; init; }

    /// <summary>
    /// Whether the points are as a pen or a drawing program made them, so that an import simplifies them unless told otherwise; false for
    /// data that were simplified when they were published.
    /// </summary>
    public bool IsRaw { get; init; }
}

/// <summary>A drawing that could not be used; the import goes on, counts it and tells.</summary>
/// <param name="Where">Where in its file it is: "line 17".</param>
/// <param name="Reason">A short reason that many can share, to count by: "not JSON", "a coordinate that is not finite".</param>
/// <param name="Detail">What exactly was found, short and without control characters; may be empty.</param>
public readonly record struct SkippedDrawing(string Where, string Reason, string Detail = "");

/// <summary>How much memory and time a file from a stranger may take.</summary>
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
