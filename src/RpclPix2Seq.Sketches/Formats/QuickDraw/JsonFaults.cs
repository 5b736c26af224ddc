using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>What the exceptions of a <see cref="Utf8JsonReader"/> mean.</summary>
internal static class JsonFaults
{
    /// <summary>Whether it says something of the text, rather than of a mistake in this program.</summary>
    public static bool IsOne(Exception e) => e is JsonException or InvalidOperationException;

    /// <summary>One of <see cref="SkipReasons"/>, and what exactly.</summary>
    /// <param name="e">The exception.</param>
    /// <param name="isDeepest">Whether the reader stood as deep as it may go.</param>
    public static (string Reason, string Detail) Explain(Exception e, bool isDeepest) => e is JsonException json
        ? (isDeepest ? SkipReasons.TooDeep : SkipReasons.NotJson, $"byte {json.BytePositionInLine + 1}")
        : (SkipReasons.NotUnicode, ""); // text that is no UTF-8, or \u escapes of half a surrogate pair
}
