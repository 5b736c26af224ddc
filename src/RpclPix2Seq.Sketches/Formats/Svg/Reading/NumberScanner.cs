using System.Globalization;

namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>
/// Scans numbers in SVG syntax: "1.5.5-3e2" is three numbers (SVG 1.1 §8.3.9). A number that a double cannot hold is an infinity, which is
/// rejected when it is drawn.
/// </summary>
internal ref struct NumberScanner(ReadOnlySpan<char> text)
{
    private const ulong LargestExact = 1UL << 53;
    private const int LargestExactPower = 22;
    private readonly ReadOnlySpan<char> _text = text;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= _text.Length;

    /// <summary>The character at the position; '\0' at the end.</summary>
    public readonly char Next => Position < _text.Length ? _text[Position] : '\0';

    public readonly ReadOnlySpan<char> Rest => _text[Position..];

    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    public static bool IsSpace(char c) => c is ' ' or '\n' or '\t' or '\r' or '\f';

    public void Advance() => Position++;

    public void SkipSpace()
    {
        while (Position < _text.Length && IsSpace(_text[Position]))
            Position++;
    }

    /// <summary>Skips whitespace with at most one comma in it; true if there was a comma.</summary>
    public bool SkipSeparator()
    {
        SkipSpace();
        if (Next != ',')
            return false;
        Position++;
        SkipSpace();
        return true;
    }

    /// <summary>Skips <paramref name="expected"/> if it is next.</summary>
    public bool TryTake(char expected)
    {
        if (Next != expected || AtEnd)
            return false;
        Position++;
        return true;
    }

    /// <summary>Reads the flag of an arc: one digit that needs no separator after it.</summary>
    public bool TryFlag(out bool flag)
    {
        flag = Next == '1';
        return TryTake('0') || TryTake('1');
    }

    /// <summary>Reads one number; on failure the position does not change.</summary>
    public bool TryNumber(out double value)
    {
        int at = Position, digits = 0, fraction = 0;
        bool negative = false, exact = true;
        ulong mantissa = 0;
        if (at < _text.Length && _text[at] is '+' or '-')
            negative = _text[at++] == '-';
        for (bool afterPoint = false; at < _text.Length; at++)
        {
            char c = _text[at];
            if (char.IsAsciiDigit(c))
            {
                exact = exact && mantissa < LargestExact / 10;
                mantissa = exact ? (mantissa * 10) + (uint)(c - '0') : mantissa;
                digits++;
                fraction += afterPoint ? 1 : 0;
            }
            else if (c == '.' && !afterPoint)
            {
                afterPoint = true;
            }
            else
            {
                break;
            }
        }

        if (digits == 0)
        {
            value = 0;
            return false;
        }

        (int end, int exponent) = ReadExponent(at);
        int power = exponent - fraction;

        // Both factors are exact, so the single rounding is correct.
        if (exact && Math.Abs(power) <= LargestExactPower)
        {
            value = power < 0 ? mantissa / PowersOfTen[-power] : mantissa * PowersOfTen[power];
            value = negative ? -value : value;
        }
        else if (!double.TryParse(_text[Position..end], NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        Position = end;
        return true;
    }

    /// <summary>
    /// The end of an exponent at <paramref name="at"/> and its value. If there is none, as in "2em", the end is where it would start.
    /// </summary>
    private readonly (int End, int Exponent) ReadExponent(int at)
    {
        const int enough = 100_000;
        int i = at + 1;
        if (at >= _text.Length || _text[at] is not ('e' or 'E'))
            return (at, 0);
        bool negative = i < _text.Length && _text[i] == '-';
        if (i < _text.Length && _text[i] is '+' or '-')
            i++;
        int first = i, exponent = 0;
        for (; i < _text.Length && char.IsAsciiDigit(_text[i]); i++)
            exponent = Math.Min((exponent * 10) + (_text[i] - '0'), enough);
        return i == first ? (at, 0) : (i, negative ? -exponent : exponent);
    }
}
