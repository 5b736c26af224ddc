using System.Globalization;
using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats.Pens;

/// <summary>
/// Stroke files of Omniglot, one drawing each: START, lines "x,y,t", and BREAK after every stroke. y is negative downward and is turned.
/// </summary>
internal sealed class OmniglotFormat : IDrawingFormat
{
    private const string Start = "START", Break = "BREAK";

    /// <inheritdoc/>
    public string Name => "omniglot";

    /// <inheritdoc/>
    public string Description => "Omniglot stroke files, one drawing a file";

    /// <inheritdoc/>
    public bool Recognizes(string fileName, ReadOnlySpan<byte> head) =>
        head.StartsWith("START"u8) && head["START".Length..] is [(byte)'\r' or (byte)'\n', ..];

    /// <inheritdoc/>
    public IEnumerable<Drawing> Read(DrawingFile file, Action<SkippedDrawing> skip)
    {
        List<Vector2[]> strokes = [];
        List<Vector2> stroke = [];
        int number = 0, points = 0;
        foreach (string line in Encoding.UTF8.GetString(file.ReadDocument()).Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line is Start or "")
                continue;
            if (line == Break)
            {
                End();
                continue;
            }

            if (++points > file.Limits.Points)
                throw new InputException(file.Path, $"line {number}", $"at most {file.Limits.Points} points", "more");
            stroke.Add(PointOf(line) ?? throw new InputException(
                file.Path, $"line {number}", "x,y,t as finite numbers, or BREAK", InputPlace.Quote(line)));
        }

        End();
        if (strokes.Count == 0)
            throw new InputException(file.Path, "", "strokes with points", "none");
        yield return new Drawing { Where = "the drawing", Strokes = strokes, IsRaw = true };

        void End()
        {
            if (stroke.Count > 0)
                strokes.Add([.. stroke]);
            stroke.Clear();
        }
    }

    private static Vector2? PointOf(string line)
    {
        string[] parts = line.Split(',');
        return parts.Length >= 2 && TryNumber(parts[0], out float x) && TryNumber(parts[1], out float y) ? new Vector2(x, -y) : null;
    }

    private static bool TryNumber(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
}
