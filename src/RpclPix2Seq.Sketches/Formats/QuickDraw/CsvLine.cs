namespace RpclPix2Seq.Sketches.Formats.QuickDraw;

/// <summary>One line of comma-separated values (RFC 4180), split into fields in place. A field cannot contain a line end.</summary>
internal sealed class CsvLine(int mostFields)
{
    private readonly (int Start, int Length, bool HasQuotes)[] _fields = new (int, int, bool)[mostFields];
    private byte[] _unquoted = [];

    /// <summary>The number of fields in the last line, possibly more than are kept; −1 if its quotes do not match.</summary>
    public int Count { get; private set; }

    /// <summary>Splits a line.</summary>
    public void Split(ReadOnlySpan<byte> line)
    {
        Count = 0;
        int at = 0;
        while (true)
        {
            (int Start, int Length, bool HasQuotes) field = line[at..].StartsWith("\""u8) ? Quoted(line, at + 1) : Plain(line, at);
            if (field.Length < 0)
            {
                Count = -1;
                return;
            }

            at = field.Start + field.Length + (field.Start > at ? 1 : 0); // after the closing quote
            if (Count < _fields.Length)
                _fields[Count] = field;
            Count++;
            if (at == line.Length)
                return;
            at++; // the comma
        }
    }

    /// <summary>A field of the last line, with enclosing quotes removed and doubled quotes unescaped; valid until the next call.</summary>
    /// <param name="line">The line that was split.</param>
    /// <param name="field">0 … the number of fields that are kept − 1.</param>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int field)
    {
        (int start, int length, bool hasQuotes) = _fields[field];
        ReadOnlySpan<byte> text = line.Slice(start, length);
        if (!hasQuotes)
            return text;
        if (_unquoted.Length < length)
            _unquoted = new byte[Math.Max(length, 2 * _unquoted.Length)];
        int written = 0;
        for (int i = 0; i < length; i++)
        {
            _unquoted[written++] = text[i];
            if (text[i] == '"')
                i++;
        }

        return _unquoted.AsSpan(0, written);
    }

    private static (int Start, int Length, bool HasQuotes) Plain(ReadOnlySpan<byte> line, int start)
    {
        int length = line[start..].IndexOf((byte)',');
        return (start, length < 0 ? line.Length - start : length, false);
    }

    /// <summary>A field whose opening quote is just before <paramref name="start"/>; length −1 if the text is not a valid field.</summary>
    private static (int Start, int Length, bool HasQuotes) Quoted(ReadOnlySpan<byte> line, int start)
    {
        bool hasQuotes = false;
        for (int at = start; ; at++)
        {
            int quote = line[at..].IndexOf((byte)'"');
            if (quote < 0)
                return (start, -1, false);
            at += quote;
            bool isDoubled = at + 1 < line.Length && line[at + 1] == '"';
            if (!isDoubled)
                return at + 1 == line.Length || line[at + 1] == ',' ? (start, at - start, hasQuotes) : (start, -1, false);
            hasQuotes = true;
            at++;
        }
    }
}
