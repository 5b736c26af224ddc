using System.Buffers.Binary;
using System.Globalization;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>
/// Simplified Quick, Draw! drawings as Google publishes them in .bin files, whose records have a key and a country but no word: the word is
/// the file's name.
/// </summary>
/// <param name="recognizedOnly">Whether drawings that the game did not recognize are left out.</param>
internal sealed class QuickDrawBinaryFormat(bool recognizedOnly = false) : IDrawingFormat
{
    /// <inheritdoc/>
    public string Name => "quickdraw-bin";

    /// <inheritdoc/>
    public string Description => "Quick, Draw! drawings, simplified, in Google's binary files";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head)
    {
        const int firstStroke = BinaryRecordReader.HeaderBytes;
        return fileName.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) && head.Length >= firstStroke + 4
            && BinaryRecordReader.IsPlausible(head) && BinaryPrimitives.ReadUInt16LittleEndian(head[firstStroke..]) > 0;
    }

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        using BinaryRecordReader records = new(file);
        while (records.Next())
        {
            string where = $"drawing {records.Number}";
            string? fault = records.Fault ?? (recognizedOnly && !records.Recognized ? SkipReasons.NotRecognized : null);
            if (fault is null)
                yield return new Drawing
                {
                    Where = where,
                    Strokes = [.. records.Strokes],
                    IsQuickDraw = true,
                    Key = records.Key.ToString(CultureInfo.InvariantCulture),
                };
            else
                skip(new SkippedDrawing(where, fault));
        }
    }
}
