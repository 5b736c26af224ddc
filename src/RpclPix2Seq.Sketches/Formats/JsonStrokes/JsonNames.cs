using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>The names that programs give to strokes and points. Each method is about the name that the reader is at.</summary>
internal static class JsonNames
{
    /// <summary>A list of strokes: our own, Quick, Draw!'s, react-canvas-draw's.</summary>
    public static bool IsStrokes(ref Utf8JsonReader reader) =>
        JsonInput.Is(ref reader, "strokes"u8) || JsonInput.Is(ref reader, "drawing"u8) || JsonInput.Is(ref reader, "lines"u8);

    /// <summary>The middle lines of a character's strokes, y upward: Make Me a Hanzi, hanzi-writer.</summary>
    public static bool IsMedians(ref Utf8JsonReader reader) => JsonInput.Is(ref reader, "medians"u8);

    /// <summary>Lists of strokes in groups: MyScript.</summary>
    public static bool IsGroups(ref Utf8JsonReader reader) => JsonInput.Is(ref reader, "strokeGroups"u8);

    /// <summary>The points of a stroke: our own, react-sketch-canvas's.</summary>
    public static bool IsPoints(ref Utf8JsonReader reader) =>
        JsonInput.Is(ref reader, "points"u8) || JsonInput.Is(ref reader, "paths"u8);

    /// <summary>A coordinate, or the list of those of a stroke.</summary>
    public static bool IsAxis(ref Utf8JsonReader reader, out bool isX)
    {
        isX = JsonInput.Is(ref reader, "x"u8) || JsonInput.Is(ref reader, "X"u8);
        return isX || JsonInput.Is(ref reader, "y"u8) || JsonInput.Is(ref reader, "Y"u8);
    }

    /// <summary>What a drawing shows.</summary>
    public static bool IsCategory(ref Utf8JsonReader reader) =>
        JsonInput.Is(ref reader, "category"u8) || JsonInput.Is(ref reader, "word"u8) || JsonInput.Is(ref reader, "label"u8)
        || JsonInput.Is(ref reader, "character"u8);

    /// <summary>The drawing's own identifier.</summary>
    public static bool IsKey(ref Utf8JsonReader reader) =>
        JsonInput.Is(ref reader, "id"u8) || JsonInput.Is(ref reader, "key"u8) || JsonInput.Is(ref reader, "key_id"u8);

    /// <summary>Whether the object that the reader, a copy, is at has medians.</summary>
    public static bool HasMedians(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (IsMedians(ref reader))
                return true;
            reader.Read();
            reader.Skip();
        }

        return false;
    }

    /// <summary>
    /// Whether the stroke that the reader, a copy, is at was made by an eraser: react-sketch-canvas, Konva's example of free drawing.
    /// </summary>
    public static bool IsEraser(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isMode = JsonInput.Is(ref reader, "drawMode"u8), isTool = JsonInput.Is(ref reader, "tool"u8);
            reader.Read();
            if (isMode)
                return reader.TokenType == JsonTokenType.False;
            if (isTool && reader.TokenType == JsonTokenType.String)
                return JsonInput.Is(ref reader, "eraser"u8);
            reader.Skip();
        }

        return false;
    }
}
