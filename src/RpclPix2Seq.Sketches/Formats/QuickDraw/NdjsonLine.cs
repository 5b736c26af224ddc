using System.Numerics;
using System.Text;
using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>A line of ndjson: an object with drawing, word, key_id and recognized in any order, and possibly other members.</summary>
internal sealed class NdjsonLine(DrawingLimits limits) : IDrawingLine
{
    private const int LongestText = 1024; // bytes
    private readonly StrokeListParser _strokes = new(limits.Points);
    private readonly JsonReaderOptions _options = new() { MaxDepth = limits.Depth };
    private byte[] _unescaped = [];
    private string? _lastWord;
    private bool _hasDrawing;

    public string? Reason { get; private set; }

    public string Detail { get; private set; } = "";

    public bool IsGarbage { get; private set; }

    public Vector2[][] Strokes => _strokes.Strokes;

    public bool HasTimes => _strokes.HasTimes;

    public string? Word { get; private set; }

    public string? Key { get; private set; }

    public bool? Recognized { get; private set; }

    public bool TryParse(ReadOnlySpan<byte> line)
    {
        (Reason, Detail, IsGarbage) = (null, "", false);
        (Word, Key, Recognized, _hasDrawing) = (null, null, null, false);
        Utf8JsonReader reader = new(line, _options);
        try
        {
            Reason = Parse(ref reader);
        }
        catch (Exception e) when (JsonFaults.IsOne(e))
        {
            IsGarbage = true;
            (Reason, Detail) = JsonFaults.Explain(e, reader.CurrentDepth + 1 >= limits.Depth);
        }

        return Reason is null;
    }

    private string? Parse(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return SkipReasons.NoDrawing;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (ParseProperty(ref reader) is { } fault)
                return fault;
        }

        reader.Read(); // throws if more follows
        return _hasDrawing ? null : SkipReasons.NoDrawing;
    }

    private string? ParseProperty(ref Utf8JsonReader reader)
    {
        string? fault = null;
        if (reader.ValueTextEquals("drawing"u8))
        {
            reader.Read();
            _hasDrawing = true;
            return ParseDrawing(ref reader);
        }

        if (reader.ValueTextEquals("word"u8))
        {
            // Nearly always the word of the previous line, whose string is reused.
            reader.Read();
            bool same = reader.TokenType == JsonTokenType.String && _lastWord is not null && reader.ValueTextEquals(_lastWord);
            Word = _lastWord = same ? _lastWord : TextOf(ref reader, out fault);
        }
        else if (reader.ValueTextEquals("key_id"u8))
        {
            reader.Read();
            Key = TextOf(ref reader, out fault);
        }
        else if (reader.ValueTextEquals("recognized"u8))
        {
            reader.Read();
            Recognized = reader.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };
            reader.Skip();
        }
        else
        {
            reader.Skip();
        }

        return fault;
    }

    /// <summary>A list of strokes, or such a list encoded as a string, as in some database exports.</summary>
    private string? ParseDrawing(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return _strokes.Parse(ref reader);
        if (_unescaped.Length < reader.ValueSpan.Length)
            _unescaped = new byte[Math.Max(reader.ValueSpan.Length, 2 * _unescaped.Length)];
        string? fault = _strokes.Parse(_unescaped.AsSpan(0, reader.CopyString(_unescaped)), _options, out string detail);
        (Detail, IsGarbage) = (detail, detail.Length > 0);
        return fault;
    }

    private static string? TextOf(ref Utf8JsonReader reader, out string? fault)
    {
        bool isText = reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null;
        fault = isText && reader.ValueSpan.Length <= LongestText ? null : SkipReasons.LongText;
        return fault is not null || reader.TokenType == JsonTokenType.Null ? null
            : reader.TokenType == JsonTokenType.Number ? Encoding.ASCII.GetString(reader.ValueSpan)
            : reader.GetString();
    }
}

/// <summary>The meaning of exceptions from <see cref="Utf8JsonReader"/>.</summary>
internal static class JsonFaults
{
    /// <summary>Whether it is caused by the text, not by a bug in this program.</summary>
    public static bool IsOne(Exception e) => e is JsonException or InvalidOperationException;

    /// <summary>One of <see cref="SkipReasons"/>, and details.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="isDeepest">Whether the reader was at the maximum depth.</param>
    public static (string Reason, string Detail) Explain(Exception e, bool isDeepest) => e is JsonException json
        ? (isDeepest ? SkipReasons.TooDeep : SkipReasons.NotJson, $"byte {json.BytePositionInLine + 1}")
        : (SkipReasons.NotUnicode, ""); // text that is not UTF-8, or \u escapes of half a surrogate pair
}
