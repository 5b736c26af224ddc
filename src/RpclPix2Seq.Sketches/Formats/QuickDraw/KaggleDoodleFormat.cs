using System.Text;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>
/// Quick, Draw! drawings as comma-separated values, as in the doodle recognition competition on Kaggle. The first line names the columns,
/// in any order; drawing is required, and word, key_id and recognized are used. A drawing is the JSON of its strokes, simplified or raw.
/// </summary>
/// <param name="recognizedOnly">Whether drawings that the game did not recognize are left out; drawings without this flag are kept.</param>
internal sealed class KaggleDoodleFormat(bool recognizedOnly = false) : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "kaggle-csv";

    /// <inheritdoc/>
    public string Description => "Quick, Draw! drawings as comma-separated values, as on Kaggle";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        int end = text.IndexOf((byte)'\n');
        return end > 0 && KaggleColumns.Of(text[..end].TrimEnd((byte)'\r')) is { Count: > 1 };
    }

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        using LineReader lines = new(file.Open(), file.Limits.LineBytes);
        KaggleColumns columns = ReadColumns(file, lines);
        foreach (Drawing drawing in DrawingLines.Read(file, lines, new KaggleLine(columns, file.Limits), recognizedOnly, skip))
            yield return drawing;
    }

    private static KaggleColumns ReadColumns(DrawingFile file, LineReader lines)
    {
        if (lines.Next() && KaggleColumns.Of(lines.Line) is { } columns)
            return columns;
        string found = lines.IsTooLong ? "a line that is too long"
            : lines.Line.IsEmpty ? "none"
            : InputPlace.Quote(Encoding.UTF8.GetString(lines.Line[..Math.Min(lines.Line.Length, 200)]));
        throw new InputException(file.Path, "line 1", $"the names of at most {KaggleColumns.Most} columns, one of them drawing", found);
    }
}
