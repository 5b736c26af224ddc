using System.Numerics;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Formats;

/// <summary>One drawing as a file holds it: either absolute pen strokes, or stroke-3 rows.</summary>
public sealed record Drawing
{
    /// <summary>Where in its file it is, for messages: "line 17", "sketch 4 of train".</summary>
    public required string Where { get; init; }

    /// <summary>The pen strokes, each at least one point, y down, in the file's unit, all finite; empty if <see cref="Rows"/> is given.</summary>
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
    /// Whether the points are as a pen or a drawing program made them, so that an import simplifies them unless told otherwise; false for data
    /// that were simplified when they were published.
    /// </summary>
    public bool IsRaw { get; init; }
}
