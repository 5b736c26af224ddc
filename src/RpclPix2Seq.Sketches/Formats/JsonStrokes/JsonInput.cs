using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>Untrusted JSON documents: nesting is limited, and text may be invalid Unicode.</summary>
internal static class JsonInput
{
    /// <summary>The initial state of a reader for a complete document.</summary>
    public static JsonReaderState Start(DrawingLimits limits) => new(new JsonReaderOptions { MaxDepth = limits.Depth });

    /// <summary>The bytes after a byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> content) => content.StartsWith("\uFEFF"u8) ? content[3..] : content;

    /// <summary>Whether the first bytes look like a JSON object or array.</summary>
    public static bool LooksLikeJson(ReadOnlySpan<byte> head) => WithoutMark(head).TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>The error for text that is not JSON.</summary>
    public static InputException Error(string path, JsonException e)
    {
        int place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string message = place > 0 ? e.Message[..place] : e.Message;
        return new InputException(
            path, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}", "JSON", $"other text: {InputPlace.Quote(message)}",
            inner: e);
    }

    /// <summary>Whether the text or name that the reader is at is <paramref name="expected"/>; false for invalid Unicode.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> expected) => reader.ValueIsEscaped
        ? TryText(ref reader, out string text) && System.Text.Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(expected)
        : reader.ValueSpan.SequenceEqual(expected);

    /// <summary>The text or name that the reader is at; false for invalid Unicode, such as an unpaired surrogate.</summary>
    public static bool TryText(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>The number that the reader is at, if a float can hold it.</summary>
    public static bool TryCoordinate(ref Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) && Math.Abs(value) <= float.MaxValue;
    }
}
