using System.Text;
using System.Text.Json;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// Texts of JSON that are no Unicode, such as an unpaired surrogate: a document is parsed with them, and fails only where one is asked
/// for, which is no place for an error.
/// </summary>
internal static class JsonUnicode
{
    /// <summary>Where the first such text begins, in bytes; null if there is none.</summary>
    /// <param name="json">The document, without a byte order mark.</param>
    /// <param name="depth">The deepest nesting.</param>
    /// <exception cref="JsonException">It is not JSON, or is nested more deeply.</exception>
    public static long? FirstFault(ReadOnlySpan<byte> json, int depth)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = depth });
        while (reader.Read())
        {
            bool isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
            bool isPlain = !isText || (!reader.ValueIsEscaped && Ascii.IsValid(reader.ValueSpan));
            if (!isPlain && !IsUnicode(ref reader))
                return reader.TokenStartIndex;
        }

        return null;
    }

    private static bool IsUnicode(ref Utf8JsonReader reader)
    {
        try
        {
            _ = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
