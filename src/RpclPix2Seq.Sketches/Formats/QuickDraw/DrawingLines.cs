using System.Numerics;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>Reads files with one drawing per line.</summary>
internal static class DrawingLines
{
    // Exceptions are slow: a large file of another kind must not cost one for every line.
    private const int HopelessLines = 10_000;

    /// <summary>The drawings of the following lines; blank lines are ignored.</summary>
    /// <param name="file">The file, for messages and limits.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="parser">Parses a line.</param>
    /// <param name="recognizedOnly">Whether drawings that the game did not recognize are left out.</param>
    /// <param name="skip">Called for drawings that are skipped.</param>
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
                throw new InputException(file.Path, where, "a drawing per line", $"{HopelessLines} lines in a row without one",
                    "the file is damaged, or of another format");
            }

            if (!isDrawing)
                skip(new SkippedDrawing(where, parser.IsGarbage && lines.IsUnended ? SkipReasons.CutOff : parser.Reason!, parser.Detail));
            else if (recognizedOnly && parser.Recognized == false)
                skip(new SkippedDrawing(where, SkipReasons.NotRecognized));
            else
                yield return new Drawing
                {
                    Where = where,
                    Strokes = parser.Strokes,
                    Category = parser.Word,
                    Key = parser.Key,
                    IsRaw = parser.HasTimes,
                    IsQuickDraw = true,
                };
        }
    }
}

/// <summary>A line of text parsed into a drawing and its metadata. One object reads all lines of a file.</summary>
internal interface IDrawingLine
{
    /// <summary>Why the last line has no usable drawing: one of <see cref="SkipReasons"/>, or null.</summary>
    string? Reason { get; }

    /// <summary>What exactly was wrong with the last line, or empty.</summary>
    string Detail { get; }

    /// <summary>Whether the last line was not in its format at all, as opposed to something else in that format.</summary>
    bool IsGarbage { get; }

    /// <summary>The strokes; never empty.</summary>
    Vector2[][] Strokes { get; }

    /// <summary>Whether strokes come with times.</summary>
    bool HasTimes { get; }

    /// <summary>The word that the player had to draw, or null.</summary>
    string? Word { get; }

    /// <summary>The key of the drawing, or null.</summary>
    string? Key { get; }

    /// <summary>Whether the game recognized the drawing, or null if the line does not say.</summary>
    bool? Recognized { get; }

    /// <summary>Reads a line; false if it has no usable drawing, and then <see cref="Reason"/> says why.</summary>
    bool TryParse(ReadOnlySpan<byte> line);
}

/// <summary>General reasons why drawings are skipped, by which a report counts them.</summary>
internal static class SkipReasons
{
    public const string NotJson = "not JSON";
    public const string TooDeep = "nested too deeply";
    public const string NotUnicode = "text that is not Unicode";
    public const string LongText = "a word or key that is not text or is too long";
    public const string LongLine = "a line that is too long";
    public const string NotColumns = "columns that differ from the first line's";
    public const string OpenQuotes = "unbalanced quotes";
    public const string NoDrawing = "no drawing in it";
    public const string OtherShape = "a drawing that is not a list of strokes [[x…], [y…]]";
    public const string Unequal = "x and y of different lengths";
    public const string NotFinite = "a coordinate that is not finite";
    public const string TooManyPoints = "too many points";
    public const string NoStrokes = "no strokes";
    public const string NotRecognized = "not recognized in the game";
    public const string CutOff = "cut off at the end of the file";
}
