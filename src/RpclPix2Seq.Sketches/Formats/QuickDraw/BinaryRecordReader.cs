using System.Buffers.Binary;
using System.Numerics;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>
/// The records of a Quick, Draw! .bin file, little endian: uint64 key_id, 2 bytes country, int8 recognized, uint32 timestamp, uint16 number
/// of strokes, and for each stroke uint16 number of points, all x and then all y as bytes.
/// </summary>
internal sealed class BinaryRecordReader(DrawingFile file) : IDisposable
{
    /// <summary>Bytes of a record before its strokes.</summary>
    public const int HeaderBytes = 17;

    private readonly Stream _stream = file.Open();
    private readonly byte[] _header = new byte[HeaderBytes];
    private readonly List<Vector2[]> _strokes = [];
    private byte[] _points = new byte[512];
    private long _position;

    /// <summary>The number of the current record, the first being 1.</summary>
    public long Number { get; private set; }

    /// <summary>Why the current record has no usable drawing: one of <see cref="SkipReasons"/>, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The strokes of the current record, none empty; valid until the next one is read.</summary>
    public IReadOnlyList<Vector2[]> Strokes => _strokes;

    /// <summary>The key of the current record.</summary>
    public ulong Key { get; private set; }

    /// <summary>Whether the game recognized the drawing.</summary>
    public bool Recognized { get; private set; }

    /// <summary>Whether a record header is plausible: a country of two letters, a flag of 0 or 1, at least one stroke.</summary>
    public static bool IsPlausible(ReadOnlySpan<byte> header) =>
        char.IsAsciiLetter((char)header[8]) && char.IsAsciiLetter((char)header[9]) && header[10] <= 1 && StrokeCount(header) > 0;

    /// <summary>Advances to the next record; false at the end of the file.</summary>
    /// <exception cref="InputException">The following bytes are not a record, or cannot be read.</exception>
    public bool Next()
    {
        Number++;
        Fault = null;
        _strokes.Clear();
        int read = _stream.ReadAtLeast(_header, HeaderBytes, throwOnEndOfStream: false);
        if (read == 0)
            return false;
        if (read < HeaderBytes)
        {
            Fault = SkipReasons.CutOff;
            return true;
        }

        if (_header[10] > 1)
        {
            throw new InputException(file.Path, $"byte {_position + 10} of its content", "0 or 1, whether a drawing was recognized",
                $"{_header[10]}",
                "the file is damaged, or no Quick, Draw! .bin");
        }

        _position += HeaderBytes;
        Key = BinaryPrimitives.ReadUInt64LittleEndian(_header);
        Recognized = _header[10] == 1;
        ReadStrokes(StrokeCount(_header));
        return true;
    }

    public void Dispose() => _stream.Dispose();

    private static int StrokeCount(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16LittleEndian(header[15..]);

    /// <summary>Reads the strokes. A drawing with too many points is read to its end too, because the next record starts there.</summary>
    private void ReadStrokes(int count)
    {
        Span<byte> length = stackalloc byte[2];
        long total = 0;
        for (int i = 0; i < count; i++)
        {
            if (!Read(length))
                return;
            int points = BinaryPrimitives.ReadUInt16LittleEndian(length);
            if (_points.Length < 2 * points)
                _points = new byte[Math.Max(2 * points, 2 * _points.Length)];
            if (!Read(_points.AsSpan(0, 2 * points)))
                return;
            total += points;
            if (total > file.Limits.Points)
            {
                Fault = SkipReasons.TooManyPoints;
                _strokes.Clear();
            }
            else if (points > 0)
            {
                _strokes.Add(Join(_points.AsSpan(0, points), _points.AsSpan(points, points)));
            }
        }

        if (_strokes.Count == 0)
            Fault ??= SkipReasons.NoStrokes;
    }

    private bool Read(Span<byte> buffer)
    {
        int read = _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        _position += read;
        if (read < buffer.Length)
            Fault = SkipReasons.CutOff;
        return read == buffer.Length;
    }

    private static Vector2[] Join(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        Vector2[] points = new Vector2[x.Length];
        for (int i = 0; i < points.Length; i++)
            points[i] = new Vector2(x[i], y[i]);
        return points;
    }
}
