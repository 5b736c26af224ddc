using System.Numerics;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.Excalidraw;

/// <summary>
/// Excalidraw files and clipboard contents, one drawing each, and libraries, one drawing an item, with its name: freehand strokes, lines,
/// arrows, rectangles, diamonds and ellipses, rotated about their center, in painting order. y points down.
/// </summary>
/// <remarks>
/// Corners are drawn sharp, rounded lines as straight segments between their points, arrows without heads. Deleted and invisible elements,
/// text, pictures, frames and anything else are left out.
/// </remarks>
internal sealed class ExcalidrawFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "excalidraw";

    /// <inheritdoc/>
    public string Description => "Excalidraw files and libraries, one drawing a file or item";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        fileName.EndsWith(".excalidraw", StringComparison.OrdinalIgnoreCase)
            || fileName.EndsWith(".excalidrawlib", StringComparison.OrdinalIgnoreCase) || (JsonInput.LooksLikeJson(head) && HasType(head));

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip) => Read(file, file.ReadDocument());

    /// <summary>The drawings of a document's JSON.</summary>
    /// <exception cref="InputException">It is no Excalidraw document, or nothing in it is drawn.</exception>
    internal static IEnumerable<Drawing> Read(DrawingFile file, byte[] content)
    {
        IReadOnlyList<(string? Name, Outline Outline)> items = ExcalidrawReader.Read(file, content);
        List<Drawing> drawings = [];
        foreach (((string? name, Outline outline), int i) in items.Select((item, i) => (item, i)))
        {
            List<Vector2[]> strokes = outline.ToStrokes();
            string where = items.Count == 1 ? "the drawing" : $"item {i + 1}";
            if (strokes.Count > 0)
            {
                string? category = string.IsNullOrWhiteSpace(name) ? null : name;
                drawings.Add(new Drawing { Where = where, Strokes = strokes, IsRaw = true, Category = category });
            }
        }

        return drawings.Count > 0
            ? drawings
            : throw new InputException(file.Path, "", "elements that are drawn", "none", "text and pictures have no strokes");
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
        value.StartsWith("\"excalidraw\""u8) || value.StartsWith("\"excalidrawlib\""u8) || value.StartsWith("\"excalidraw/clipboard\""u8);
}
