using System.Buffers;

namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>
/// Splits a stream into lines that end in LF or CRLF, in one pooled buffer that grows with the longest line. A line over the limit is
/// skipped without being buffered.
/// </summary>
internal sealed class LineReader(Stream stream, int limit) : IDisposable
{
    private const int ReadAhead = 1 << 16;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ReadAhead);
    private int _start; // the bytes not yet returned start here
    private int _end; // and end here
    private int _lineStart;
    private int _lineLength;

    /// <summary>The number of the current line, the first being 1.</summary>
    public long Number { get; private set; }

    /// <summary>Whether the current line is longer than the limit; it then appears empty.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Whether the current line is the last one and has no line end, as in a truncated file.</summary>
    public bool IsUnended { get; private set; }

    /// <summary>The current line without its end, and without a byte order mark; valid until the next one is requested.</summary>
    public ReadOnlySpan<byte> Line => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>Advances to the next line; false at the end of the stream.</summary>
    public bool Next()
    {
        Number++;
        IsTooLong = false;
        int searched = 0; // bytes from _start on that hold no line end
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                Take(searched + found, end: 1);
                return true;
            }

            searched = _end - _start;
            if (searched > limit)
            {
                IsTooLong = true;
                searched = _start = _end = 0;
            }

            if (!Fill())
            {
                IsUnended = true;
                Take(searched, end: 0);
                return searched > 0 || IsTooLong;
            }
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Take(int length, int end)
    {
        IsTooLong |= length > limit;
        (_lineStart, _lineLength) = (_start, IsTooLong ? 0 : length);
        _start += length + end;
        if (_lineLength > 0 && _buffer[_lineStart + _lineLength - 1] == '\r')
            _lineLength--;
        if (Number == 1 && Line.StartsWith("\uFEFF"u8))
            (_lineStart, _lineLength) = (_lineStart + 3, _lineLength - 3);
    }

    /// <summary>Reads more bytes after those in the buffer; false at the end of the stream.</summary>
    private bool Fill()
    {
        if (_start > 0 && _end == _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Min(_end * 2L, (long)limit + ReadAhead), Array.MaxLength));
            _buffer.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
