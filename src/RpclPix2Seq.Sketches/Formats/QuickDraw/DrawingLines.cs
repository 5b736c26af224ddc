using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>Reading of files with a drawing a line.</summary>
internal static class DrawingLines
{
    // An exception is slow: a large file of anything else must not cost one for every line.
    private const int HopelessLines = 10_000;

    /// <summary>The drawings of the lines that follow; blank lines are passed over.</summary>
    /// <param name="file">The file, for messages and limits.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="parser">What takes a line apart.</param>
    /// <param name="recognizedOnly">Whether drawings that the game did not recognize are left out.</param>
    /// <param name="skip">Is told of drawings that are left out.</param>
    /// <exception cref="InputException">While enumerating: thousands of lines in a row are garbage.</exception>
    public static IEnumerable<Drawing> Read(
        DrawingFile file, LineReader lines, IDrawingLine parser, bool recognizedOnly, Action<SkippedDrawing> skip)
    {
        int hopeless = 0;
        while (lines.Next())
        {
            if (!lines.IsTooLong && lines.Line.Trim("\t "u8).IsEmpty)
                continue;
            string where = $"line {lines.Number}";
            if (lines.IsTooLong)
            {
                skip(new SkippedDrawing(where, SkipReasons.LongLine, $"over {file.Limits.LineBytes} bytes"));
                continue;
            }

            bool isDrawing = parser.TryParse(lines.Line);
            hopeless = !isDrawing && parser.IsGarbage ? hopeless + 1 : 0;
            if (hopeless == HopelessLines)
            {
                throw new InputException(file.Path, where, "a drawing a line", $"{HopelessLines} lines in a row without one",
                    "the file is damaged, or of another format");
            }

            if (!isDrawing)
                skip(new SkippedDrawing(where, parser.IsGarbage && lines.IsUnended ? SkipReasons.CutOff : parser.Reason!, parser.Detail));
            else if (recognizedOnly && parser.Recognized == false)
                skip(new SkippedDrawing(where, SkipReasons.NotRecognized));
            else
                yield return new Drawing { Where = where, Strokes = parser.Strokes, Category = parser.Word, Key = parser.Key, IsRaw = parser.HasTimes };
        }
    }
}
