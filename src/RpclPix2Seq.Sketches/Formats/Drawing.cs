using System.Numerics;

namespace RpclPix2Seq.Sketches.Formats;

/// <summary>One drawing as a file holds it: either absolute pen strokes, or stroke-3 rows.</summary>
internal sealed record Drawing
{
    /// <summary>Its place in the file, for messages: "line 17", "sketch 4 of train".</summary>
    public required string Where { get; init; }

    /// <summary>
    /// The pen strokes, each of at least one point, y down, in the file's unit, all finite; empty if <see cref="Rows"/> is given.
    /// </summary>
    public IReadOnlyList<Vector2[]> Strokes { get; init; } = [];

    /// <summary>The stroke-3 rows, at least one, all finite, if the file holds such rows; otherwise null.</summary>
    public Sketch? Rows { get; init; }

    /// <summary>What the drawing shows according to the file, or null if the file does not say.</summary>
    public string? Category { get; init; }

    /// <summary>
    /// What it says or means, such as a formula, or null. Seldom a category: every drawing has one of its own.
    /// </summary>
    public string? Truth { get; init; }

    /// <summary>The file's own identifier of it, or null.</summary>
    public string? Key { get; init; }

    /// <summary>The split that the file assigns it to, or null if the format has no splits.</summary>
    public DatasetSplit? Split { get; init; }

    /// <summary>What the file has that changes how the drawing looks, and that is not read: "text", "markers".</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>
    /// Whether the points are raw, as a pen or a drawing program recorded them; an import simplifies them by default. False for data that
    /// were published in simplified form.
    /// </summary>
    public bool IsRaw { get; init; }

    /// <summary>Whether it is simplified with the distances that Google's own files were simplified with.</summary>
    public bool IsQuickDraw { get; init; }
}

/// <summary>A drawing that could not be used; the import counts and reports it, and continues.</summary>
/// <param name="Where">Its place in the file: "line 17".</param>
/// <param name="Reason">A short, general reason, used for counting: "not JSON", "a coordinate that is not finite".</param>
/// <param name="Detail">What exactly was found, short and without control characters; may be empty.</param>
internal readonly record struct SkippedDrawing(string Where, string Reason, string Detail = "");

/// <summary>Limits on the memory and time that an untrusted file may take.</summary>
internal sealed record DrawingLimits
{
    /// <summary>The defaults.</summary>
    public static DrawingLimits Default { get; } = new();

    /// <summary>Points of one drawing, before simplification.</summary>
    public int Points { get; init; } = 1_000_000;

    /// <summary>Bytes of one line in a line-based format (ndjson, CSV); longer lines are skipped.</summary>
    public int LineBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of a file that is a single document (SVG, InkML, JSON).</summary>
    public int DocumentBytes { get; init; } = 256 << 20;

    /// <summary>Nesting depth of elements or values in one document.</summary>
    public int Depth { get; init; } = 256;

    /// <summary>Decompressed bytes that a gzip file may have regardless of its size.</summary>
    public long FreeDecompressedBytes { get; init; } = 64 << 20;

    /// <summary>Above that, how many times larger than the file its content may be; drawings as text compress four- to tenfold.</summary>
    public int DecompressionRatio { get; init; } = 200;
}
