using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.JsonStrokes;

/// <summary>
/// Tells lists of stroke-3 and stroke-5 rows, the field's own data, from lists of points. Rows of three numbers are offsets if the third is
/// always 0 or 1, is 0 at least once, and is 1 in the last row; points with a time or a pressure hardly ever look like that. Rows of five
/// are if the last three are one 1 and two 0.
/// </summary>
internal static class JsonRows
{
    private const int WidestRow = 5;

    private enum Likeness
    {
        None,

        /// <summary>Its numbers are those of rows, but it has no ink, or does not end with the pen up.</summary>
        Unfinished,
        Sketch,
    }

    /// <summary>Whether a list is a sketch of rows.</summary>
    /// <param name="reader">At the list; a copy, so that the caller's reader does not move.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static bool AreRows(Utf8JsonReader reader) => Of(reader) == Likeness.Sketch;

    /// <summary>Whether a list holds sketches of rows: more than half of its items are, and the others are unfinished ones.</summary>
    /// <inheritdoc cref="AreRows"/>
    public static bool AreSketches(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        int sketches = 0, unfinished = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            switch (Of(reader))
            {
                case Likeness.None:
                    return false;
                case Likeness.Unfinished:
                    unfinished++;
                    break;
                default:
                    sketches++;
                    break;
            }

            reader.Skip();
        }

        return reader.TokenType == JsonTokenType.EndArray && sketches > unfinished;
    }

    private static Likeness Of(Utf8JsonReader reader)
    {
        int width = 0, lasts = 0;
        bool hasInk = false;
        Span<double> row = stackalloc double[WidestRow];
        if (reader.TokenType != JsonTokenType.StartArray)
            return Likeness.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            int count = Read(ref reader, row);
            if (count is not (3 or 5) || (width != 0 && count != width) || !IsPen(row[2..count]))
                return Likeness.None;
            width = count;
            hasInk |= row[2] == (count == 3 ? 0 : 1);
            lasts = (int)row[2];
        }

        if (reader.TokenType != JsonTokenType.EndArray)
            return Likeness.None;
        return width > 0 && hasInk && (width == WidestRow || lasts == 1) ? Likeness.Sketch : Likeness.Unfinished;
    }

    /// <summary>The numbers of a row, after which the reader is at its end; −1 if it is none, with the reader somewhere inside.</summary>
    public static int Read(ref Utf8JsonReader reader, scoped Span<double> row)
    {
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == row.Length || !JsonInput.TryCoordinate(ref reader, out row[count++]))
                return -1;
        }

        return count;
    }

    private static bool IsPen(ReadOnlySpan<double> pen)
    {
        double sum = 0;
        foreach (double bit in pen)
        {
            if (bit is not (0 or 1))
                return false;
            sum += bit;
        }

        return pen.Length == 1 || sum == 1;
    }
}
