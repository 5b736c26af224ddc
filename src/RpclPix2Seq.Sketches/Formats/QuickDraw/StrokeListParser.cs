using System.Numerics;
using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>
/// Reads the strokes of a drawing as Quick, Draw! writes them in JSON: a list of [[x…], [y…]], or of [[x…], [y…], [t…]] if the times are
/// known. Its buffers are kept from one drawing to the next; not thread-safe.
/// </summary>
internal sealed class StrokeListParser(int mostPoints)
{
    private const int ShortInteger = 7; // digits: exact as a float
    private readonly List<Vector2[]> _strokes = [];
    private float[] _x = new float[256];
    private float[] _y = new float[256];
    private int _points;

    /// <summary>Whether a stroke of the last drawing came with times, which only raw drawings have.</summary>
    public bool HasTimes { get; private set; }

    /// <summary>The strokes of the last drawing that was read without an error; never empty.</summary>
    public Vector2[][] Strokes { get; private set; } = [];

    /// <summary>Reads from the token that opens the list to the one that closes it. Strokes without points are dropped.</summary>
    /// <returns>Null, or one of <see cref="SkipReasons"/>; the reader's position is then undefined.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public string? Parse(ref Utf8JsonReader reader)
    {
        _strokes.Clear();
        _points = 0;
        HasTimes = false;
        if (reader.TokenType != JsonTokenType.StartArray)
            return SkipReasons.OtherShape;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (ParseStroke(ref reader) is { } fault)
                return fault;
        }

        Strokes = [.. _strokes];
        return _strokes.Count == 0 ? SkipReasons.NoStrokes : null;
    }

    /// <summary>Parses a text that consists of such a list only.</summary>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="detail">Details if it is not JSON; otherwise empty.</param>
    /// <returns>Null, or one of <see cref="SkipReasons"/>.</returns>
    public string? Parse(ReadOnlySpan<byte> text, JsonReaderOptions options, out string detail)
    {
        detail = "";
        Utf8JsonReader reader = new(text, options);
        try
        {
            reader.Read();
            string? fault = Parse(ref reader);
            if (fault is null)
                reader.Read(); // throws if more follows
            return fault;
        }
        catch (JsonException e)
        {
            (string reason, detail) = JsonFaults.Explain(e, reader.CurrentDepth + 1 >= options.MaxDepth);
            return reason;
        }
    }

    private string? ParseStroke(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return SkipReasons.OtherShape;
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndArray)
            return null;
        if (ParseNumbers(ref reader, ref _x, out int count) is { } fault)
            return fault;
        reader.Read();
        if (ParseNumbers(ref reader, ref _y, out int countY) is { } faultY)
            return faultY;
        if (count != countY)
            return SkipReasons.Unequal;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                return SkipReasons.OtherShape;
            HasTimes = true;
            reader.Skip();
        }

        _points += count;
        if (_points > mostPoints)
            return SkipReasons.TooManyPoints;
        if (count > 0)
            _strokes.Add(Join(_x.AsSpan(0, count), _y.AsSpan(0, count)));
        return null;
    }

    private string? ParseNumbers(ref Utf8JsonReader reader, ref float[] numbers, out int count)
    {
        count = 0;
        if (reader.TokenType != JsonTokenType.StartArray)
            return SkipReasons.OtherShape;
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!TryNumber(ref reader, out float value))
                return SkipReasons.NotFinite;
            if (count == numbers.Length)
            {
                if (count >= mostPoints)
                    return SkipReasons.TooManyPoints;
                Array.Resize(ref numbers, count * 2);
            }

            numbers[count++] = value;
        }

        return reader.TokenType == JsonTokenType.EndArray ? null : SkipReasons.OtherShape;
    }

    private static bool TryNumber(ref Utf8JsonReader reader, out float value)
    {
        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (text.Length <= ShortInteger)
        {
            int number = 0;
            foreach (byte c in text)
            {
                if (!char.IsAsciiDigit((char)c))
                    return TryReal(ref reader, out value);
                number = (number * 10) + (c - '0');
            }

            value = number;
            return true;
        }

        return TryReal(ref reader, out value);
    }

    private static bool TryReal(ref Utf8JsonReader reader, out float value) => reader.TryGetSingle(out value) && float.IsFinite(value);

    private static Vector2[] Join(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Vector2[] points = new Vector2[x.Length];
        for (int i = 0; i < points.Length; i++)
            points[i] = new Vector2(x[i], y[i]);
        return points;
    }
}
