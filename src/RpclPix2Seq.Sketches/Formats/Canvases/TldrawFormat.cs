using System.Text;
using System.Text.Json;
using RpclPix2Seq.Sketches.Formats.Excalidraw;
using RpclPix2Seq.Sketches.Formats.JsonStrokes;

namespace RpclPix2Seq.Sketches.Formats.Canvases;

/// <summary>
/// tldraw's files (.tldr), snapshots and copied content, one drawing a page: strokes of the pen and the highlighter, lines, rectangles,
/// diamonds and ellipses, in painting order, with the places and rotations of the frames and groups that they are in. y points down.
/// </summary>
/// <remarks>Lines are straight between their points, arrows have no heads. Text, pictures, arrows that are bound to shapes or have elbows,
/// and other shapes are named.</remarks>
internal sealed class TldrawFormat : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "tldraw";

    /// <inheritdoc/>
    public string Description => "tldraw files, one drawing a page";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        fileName.EndsWith(".tldr", StringComparison.OrdinalIgnoreCase) || head.IndexOf("data-tldraw"u8) >= 0
            || (JsonInput.LooksLikeJson(head)
                && (JsonDocuments.HasName(head, "\"tldrawFileFormatVersion\""u8) || head.IndexOf("\"application/tldraw\""u8) >= 0
                    || head.IndexOf("\"com.tldraw."u8) >= 0
                    || (JsonDocuments.HasName(head, "\"typeName\""u8, '"') && head.IndexOf("\"shape:"u8) >= 0)));

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        using JsonDocument document = JsonDocuments.Parse(file, JsonOf(file, file.ReadDocument()));
        return Read(file, document, isInner: false);
    }

    private static List<Drawing> Read(DrawingFile file, JsonDocument document, bool isInner)
    {
        JsonPart root = new(file, "", document.RootElement);
        if (!isInner && root.Find("data") is { } copied && (copied.Text("otherCompressed") ?? root.Text("data")) is { } packed)
        {
            using JsonDocument inner = JsonDocuments.Parse(file, Encoding.UTF8.GetBytes(Unpack(file, packed)));
            return Read(file, inner, isInner: true);
        }

        List<JsonPart> records = [.. RecordsOf(root)];
        if (records.Count == 0)
            throw new InputException(file.Path, "records", "tldraw's records or shapes", "none");
        TldrawShapes shapes = new(file, records);
        List<Drawing> drawings = [];
        List<CanvasPage> pages = shapes.Pages();
        for (int i = 0; i < pages.Count; i++)
        {
            if (pages[i].ToDrawing(pages.Count == 1 ? "the drawing" : $"page {i + 1}") is { } drawing)
                drawings.Add(drawing);
        }

        return drawings.Count > 0 ? drawings : throw (pages.FirstOrDefault() ?? new CanvasPage(file)).Nothing();
    }

    /// <summary>The records of a file, a snapshot (by their ids), or copied content, whatever they are wrapped in.</summary>
    private static IEnumerable<JsonPart> RecordsOf(JsonPart part)
    {
        foreach (string name in (string[])["records", "shapes"])
        {
            if (part.Find(name) is { Element.ValueKind: JsonValueKind.Array } list)
                return list.Items();
        }

        if (part.Find("store") is { IsObject: true } store)
            return store.Members();
        foreach (string name in (string[])["document", "data", "raw", "snapshot"])
        {
            if (part.Find(name) is { IsObject: true } inside)
                return RecordsOf(inside);
        }

        return [];
    }

    /// <summary>The JSON of a document: all of it, or what a page of copied content has, as it is or compressed.</summary>
    private static byte[] JsonOf(DrawingFile file, byte[] content)
    {
        if (JsonInput.LooksLikeJson(content))
            return content;
        string text = Encoding.UTF8.GetString(content);
        int start = text.IndexOf("data-tldraw", StringComparison.Ordinal);
        start = start < 0 ? -1 : text.IndexOf('>', start);
        int end = start < 0 ? -1 : text.IndexOf("</div>", start, StringComparison.Ordinal);
        if (end < 0)
            return content;
        string copied = text[(start + 1)..end].Trim();
        return Encoding.UTF8.GetBytes(copied.StartsWith('{') ? copied : Unpack(file, copied));
    }

    private static string Unpack(DrawingFile file, string packed) => LzString.Decompress(packed, LzString.MostCharacters(file))
        ?? throw new InputException(
            file.Path, "", "copied content of tldraw, compressed", "data that are damaged", "copy the shapes again");
}
