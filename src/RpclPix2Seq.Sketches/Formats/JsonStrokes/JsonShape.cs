using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>
/// The kind of a value, determined from the depth of the first number or object inside it: lists of strokes nest more deeply than strokes.
/// </summary>
internal static class JsonShape
{
    /// <summary>Neither a number nor an object anywhere.</summary>
    public const int Nothing = 0;

    /// <summary>[x, y] or {"x": …, "y": …}.</summary>
    public const int Point = 1;

    /// <summary>A list of points, two columns of coordinates, or {"points": …}.</summary>
    public const int Stroke = 2;

    /// <summary>A list of strokes, or an object that holds one.</summary>
    public const int Drawing = 3;

    /// <summary>A list of drawings.</summary>
    public const int Drawings = 4;

    /// <summary>Something else, such as text.</summary>
    public const int Other = -1;

    /// <summary>One of the constants, or more than <see cref="Drawings"/> for deeper nesting.</summary>
    /// <param name="reader">At the first token of the value; a copy, so that the caller's reader does not move.</param>
    /// <param name="namedAreDrawings">Whether {"points": …} is a drawing if it also has a category.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static int LevelOf(Utf8JsonReader reader, bool namedAreDrawings = false)
    {
        int depth = 0;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    depth++;
                    break;
                case JsonTokenType.EndArray:
                    depth--;
                    break;
                case JsonTokenType.Number:
                    return depth;
                case JsonTokenType.StartObject:
                    return depth + LevelOfObject(reader, namedAreDrawings);
                default:
                    return Other;
            }
        }
        while (depth > 0 && reader.Read());
        return Nothing;
    }

    private static int LevelOfObject(Utf8JsonReader reader, bool namedAreDrawings)
    {
        bool hasPoints = false, isNamed = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!hasPoints && JsonNames.IsAxis(ref reader, out _))
            {
                // One number, or all of a stroke.
                reader.Read();
                return reader.TokenType == JsonTokenType.StartArray ? Stroke : Point;
            }

            hasPoints |= JsonNames.IsPoints(ref reader);
            isNamed |= JsonInput.Is(ref reader, "category"u8) || JsonInput.Is(ref reader, "word"u8);
            if (hasPoints && !namedAreDrawings)
                return Stroke;
            if (JsonNames.IsStrokes(ref reader) || JsonNames.IsMedians(ref reader) || JsonNames.IsGroups(ref reader)
                || JsonInput.Is(ref reader, "stroke3"u8))
                return Drawing;
            reader.Read();
            reader.Skip();
        }

        return hasPoints && !isNamed ? Stroke : Drawing;
    }
}
