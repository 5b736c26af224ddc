using System.Globalization;
using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats.Pens;

/// <summary>
/// UNIPEN 1.0 (Guyon et al., 1994): what lies between .PEN_DOWN and .PEN_UP is a stroke. With .SEGMENT lines, each segment is a drawing
/// that shows its label; those of characters, if there are any. Otherwise the file is one drawing. y points up and is flipped.
/// </summary>
/// <remarks>Segments that begin or end within a stroke have the whole stroke. Files that .INCLUDE names are not read.</remarks>
internal sealed class UnipenFormat : IDrawingFormat
{
    private const string Character = "CHARACTER";

    /// <inheritdoc/>
    public string Name => "unipen";

    /// <inheritdoc/>
    public string Description => "UNIPEN files, one drawing a segment";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        return text.StartsWith(".VERSION"u8) || text.StartsWith(".PEN_DOWN"u8) || text.IndexOf("\n.COORD"u8) >= 0;
    }

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        List<Vector2[]> strokes = [];
        List<Segment> segments = [];
        Parse(file, strokes, segments);
        if (strokes.Count == 0)
            throw new InputException(file.Path, "", ".PEN_DOWN with points", "none");
        if (segments.Count == 0)
        {
            yield return new Drawing { Where = "the drawing", Strokes = strokes, IsRaw = true };
            yield break;
        }

        long points = 0;
        bool hasCharacters = segments.Exists(segment => segment.Kind == Character);
        foreach (Segment segment in segments.Where(segment => !hasCharacters || segment.Kind == Character))
        {
            string where = $"the segment in line {segment.Line}";
            List<Vector2[]> own = [];
            foreach (int i in StrokesOf(segment.Range, strokes.Count))
            {
                own.Add(strokes[i]);
                points += strokes[i].Length;
                if (points > 4L * file.Limits.Points)
                    throw new InputException(file.Path, where, $"segments of at most {4L * file.Limits.Points} points in all", "more");
            }

            if (own.Count == 0)
                skip(new SkippedDrawing(where, "a segment without strokes", InputPlace.Quote(segment.Range)));
            else
                yield return new Drawing { Where = where, Strokes = own, IsRaw = true, Category = segment.Label };
        }
    }

    private static void Parse(DrawingFile file, List<Vector2[]> strokes, List<Segment> segments)
    {
        (int x, int y, int points, int number) = (0, 1, 0, 0);
        bool isDown = false;
        List<Vector2> stroke = [];
        foreach (string line in Encoding.UTF8.GetString(file.ReadDocument()).Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (!words[0].StartsWith('.'))
            {
                if (isDown && PointOf(words, x, y) is { } point)
                    stroke.Add(++points <= file.Limits.Points ? point : throw new InputException(
                        file.Path, $"line {number}", $"at most {file.Limits.Points} points", "more"));
                continue;
            }

            switch (words[0])
            {
                case ".COORD":
                    (x, y) = (Math.Max(Array.IndexOf(words, "X") - 1, 0), Math.Max(Array.IndexOf(words, "Y") - 1, 0));
                    break;
                case ".PEN_DOWN" or ".PEN_UP" or ".DT":
                    if (stroke.Count > 0)
                        strokes.Add([.. stroke]);
                    stroke.Clear();
                    isDown = words[0] == ".PEN_DOWN";
                    break;
                case ".SEGMENT" when words.Length >= 3:
                    segments.Add(new Segment(words[1], words[2], LabelOf(line), number));
                    break;
            }
        }

        if (stroke.Count > 0)
            strokes.Add([.. stroke]);
    }

    private static Vector2? PointOf(string[] words, int x, int y) => x < words.Length && y < words.Length
        && float.TryParse(words[x], NumberStyles.Float, CultureInfo.InvariantCulture, out float across) && float.IsFinite(across)
        && float.TryParse(words[y], NumberStyles.Float, CultureInfo.InvariantCulture, out float up) && float.IsFinite(up)
        ? new Vector2(across, -up)
        : null;

    private static string? LabelOf(string line)
    {
        int open = line.IndexOf('"'), close = line.LastIndexOf('"');
        return close > open + 1 ? line[(open + 1)..close] : null;
    }

    /// <summary>The numbers of the strokes of "0-2,5" or "1:3-2:10", as far as there are such strokes.</summary>
    private static IEnumerable<int> StrokesOf(string range, int count)
    {
        foreach (string part in range.Split(','))
        {
            string[] ends = part.Split('-');
            if (!TryStroke(ends[0], out int first) || !TryStroke(ends[^1], out int last))
                continue;
            for (int i = first; i <= last && i < count; i++)
                yield return i;
        }
    }

    private static bool TryStroke(string text, out int stroke) =>
        int.TryParse(text.Split(':')[0], NumberStyles.None, CultureInfo.InvariantCulture, out stroke);

    private sealed record Segment(string Kind, string Range, string? Label, int Line);
}
