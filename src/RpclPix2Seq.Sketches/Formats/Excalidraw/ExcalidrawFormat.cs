using System.Numerics;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;

namespace RpclPix2Seq.Sketches.Formats.Excalidraw;

/// <summary>
/// Excalidraw files and clipboard contents, one drawing each: freehand strokes, lines, arrows, rectangles, diamonds and ellipses, rotated
/// about their center, in painting order. y points down.
/// </summary>
/// <remarks>
/// Corners are drawn sharp, rounded lines as straight segments between their points, arrows without heads. Deleted elements, text,
/// pictures, frames and anything else are left out.
/// </remarks>
internal sealed class ExcalidrawFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "excalidraw";

    /// <inheritdoc/>
    public string Description => "Excalidraw files, one drawing a file";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        fileName.EndsWith(".excalidraw", StringComparison.OrdinalIgnoreCase) || (JsonInput.LooksLikeJson(head) && HasType(head));

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        List<Vector2[]> strokes = ExcalidrawReader.Read(file, file.ReadDocument()).ToStrokes();
        if (strokes.Count == 0)
            throw new InputException(file.Path, "", "elements that are drawn", "none", "text and pictures have no strokes");
        yield return new Drawing { Where = "the drawing", Strokes = strokes, IsRaw = true };
    }

    /// <summary>Looks for <c>"type": "excalidraw"</c> near the start, which both files and clipboard contents have.</summary>
    private static bool HasType(ReadOnlySpan<byte> head)
    {
        for (int at; (at = head.IndexOf("\"type\""u8)) >= 0;)
        {
            head = head[(at + "\"type\""u8.Length)..];
            ReadOnlySpan<byte> value = head.TrimStart(" \t\r\n"u8);
            if (value.StartsWith(":"u8) && IsType(value[1..].TrimStart(" \t\r\n"u8)))
                return true;
        }

        return false;
    }

    private static bool IsType(ReadOnlySpan<byte> value) =>
        value.StartsWith("\"excalidraw\""u8) || value.StartsWith("\"excalidraw/clipboard\""u8);
}
