using System.Text;

namespace RpclPix2Seq.Sketches.Formats.Excalidraw;

/// <summary>Notes of Obsidian's Excalidraw plugin (.excalidraw.md): the drawing is JSON in a code block, compressed or not.</summary>
internal sealed class ExcalidrawNoteFormat : IDrawingFormat
{
    private const string Fence = "```", Plain = "```json", Compressed = "```compressed-json";

    /// <inheritdoc/>
    public string Name => "excalidraw-note";

    /// <inheritdoc/>
    public string Description => "Obsidian's Excalidraw notes, one drawing a file";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        fileName.EndsWith(".excalidraw.md", StringComparison.OrdinalIgnoreCase) || head.IndexOf("excalidraw-plugin:"u8) >= 0;

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        StringBuilder? block = null;
        bool isCompressed = false;
        foreach (string line in Encoding.UTF8.GetString(file.ReadDocument()).Split('\n', StringSplitOptions.TrimEntries))
        {
            if (block is null && line is Plain or Compressed)
                (block, isCompressed) = (new StringBuilder(), line == Compressed);
            else if (block is not null && line.StartsWith(Fence, StringComparison.Ordinal))
                break;
            else
                block?.Append(line).Append(isCompressed ? "" : "\n");
        }

        if (block is null)
            throw new InputException(file.Path, "", $"a drawing in a block {Plain} or {Compressed}", "none");
        string json = isCompressed
            ? LzString.Decompress(block.ToString(), LzString.MostCharacters(file)) ?? throw new InputException(
                file.Path, "", "a compressed drawing", "data that are damaged", "switch off compression in the plugin's settings")
            : block.ToString();
        return ExcalidrawFormat.Read(file, Encoding.UTF8.GetBytes(json));
    }
}
