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

    /// <summary>Whether a list is a sketch of rows.</summary>
    /// <param name="reader">At the list; a copy, so that the caller's reader does not move.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static bool AreRows(Utf8JsonReader reader)
    {
        int width = 0, lasts = 0;
        bool hasInk = false;
        Span<double> row = stackalloc double[WidestRow];
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            int count = Read(ref reader, row);
            if (count is not (3 or 5) || (width != 0 && count != width) || !IsPen(row[2..count]))
                return false;
            width = count;
            hasInk |= row[2] == (count == 3 ? 0 : 1);
            lasts = (int)row[2];
        }

        return reader.TokenType == JsonTokenType.EndArray && width > 0 && hasInk && (width == WidestRow || lasts == 1);
    }

    /// <summary>Whether a list holds sketches of rows, at least one.</summary>
    /// <inheritdoc cref="AreRows"/>
    public static bool AreSketches(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        int count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            if (!AreRows(reader))
                return false;
            reader.Skip();
            count++;
        }

        return reader.TokenType == JsonTokenType.EndArray && count > 0;
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
