using System.Buffers;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>
/// Writes drawings as simplified Quick, Draw! ndjson: one object per line with word, key_id and drawing. Coordinates survive a round trip
/// exactly: integers are written without a decimal point, others with the fewest digits. Holds one line in memory.
/// </summary>
internal sealed class QuickDrawNdjsonWriter : IDisposable
{
    private const float ExactIntegers = 1 << 24; // floats hold every integer below this
    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;

    /// <summary>Prepares to write.</summary>
    /// <param name="stream">The destination; stays open.</param>
    public QuickDrawNdjsonWriter(Stream stream)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Writes one drawing.</summary>
    /// <param name="strokes">Absolute strokes in any unit; those without points are left out.</param>
    /// <param name="word">What it shows, or null to leave that out.</param>
    /// <param name="key">Its identifier, or null to leave that out.</param>
    /// <exception cref="ArgumentException">There are no points, or a coordinate is not finite; nothing is written then.</exception>
    public void Write(IReadOnlyList<Vector2[]> strokes, string? word = null, string? key = null)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        if (word is not null)
            _json.WriteString("word"u8, word);
        if (key is not null)
            _json.WriteString("key_id"u8, key);
        _json.WriteStartArray("drawing"u8);
        if (!WriteStrokes(strokes))
            throw new ArgumentException("a drawing needs at least one point", nameof(strokes));
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        _stream.Write(_line.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private bool WriteStrokes(IReadOnlyList<Vector2[]> strokes)
    {
        bool any = false;
        for (int i = 0; i < strokes.Count; i++)
        {
            ReadOnlySpan<Vector2> stroke = strokes[i];
            if (stroke.IsEmpty)
                continue;
            any = true;
            _json.WriteStartArray();
            _json.WriteStartArray();
            foreach (Vector2 point in stroke)
                WriteNumber(point.X);
            _json.WriteEndArray();
            _json.WriteStartArray();
            foreach (Vector2 point in stroke)
                WriteNumber(point.Y);
            _json.WriteEndArray();
            _json.WriteEndArray();
        }

        return any;
    }

    private void WriteNumber(float value)
    {
        int integer = Math.Abs(value) < ExactIntegers ? (int)value : 0;
        if (integer == value && (integer != 0 || !float.IsNegative(value)))
            _json.WriteNumberValue(integer);
        else
            _json.WriteNumberValue(value);
    }
}
