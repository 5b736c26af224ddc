using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>
/// Quick, Draw! drawings as Google publishes them as text: one JSON object per line with word, key_id, recognized and drawing. A drawing is
/// a list of strokes, [[x…], [y…]] in the simplified files and [[x…], [y…], [t…]] in the raw ones. Only drawing is required.
/// </summary>
/// <param name="recognizedOnly">Whether drawings that the game did not recognize are left out; drawings without this flag are kept.</param>
internal sealed class QuickDrawNdjsonFormat(bool recognizedOnly = false) : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "quickdraw-ndjson";

    /// <inheritdoc/>
    public string Description => "Quick, Draw! drawings, simplified or raw, one JSON object per line";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = TextOf(head), line = FirstLine(head);
        int end = text.IndexOf((byte)'\n');
        if (!line.StartsWith("{"u8))
            return false;
        if (HasExtension(fileName, ".ndjson") || HasExtension(fileName, ".jsonl"))
            return true;

        // A .json file with one object is a document; other readers support more variants of it.
        return (end >= 0 && text[end..].TrimStart("\r\n\t "u8).StartsWith("{"u8) || !HasExtension(fileName, ".json"))
            && HasDrawing(line, end >= 0);
    }

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        if (IsSpreadOut(file.Head))
        {
            throw new InputException(
                file.Path, "line 1", "one drawing per line", "an object that goes over several lines", "jq -c . FILE writes one a line");
        }

        using LineReader lines = new(file.Open(), file.Limits.LineBytes);
        foreach (Drawing drawing in DrawingLines.Read(file, lines, new NdjsonLine(file.Limits), recognizedOnly, skip))
            yield return drawing;
    }

    // As an editor or "jq ." prints it: a brace alone, and then a name.
    private static bool IsSpreadOut(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> first = FirstLine(head);
        return first.Trim("\r\n\t "u8).SequenceEqual("{"u8) && TextOf(head)[first.Length..].TrimStart("\r\n\t "u8).StartsWith("\""u8);
    }

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> head) =>
        (head.StartsWith("\uFEFF"u8) ? head[3..] : head).TrimStart("\r\n\t "u8);

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = TextOf(head);
        int end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }

    private static bool HasExtension(string fileName, string extension) => fileName.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static bool HasDrawing(ReadOnlySpan<byte> line, bool isWhole)
    {
        Utf8JsonReader reader = new(line, isWhole, default);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("drawing"u8))
                    return true;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, so it has no drawings either.
        }

        return false;
    }
}
