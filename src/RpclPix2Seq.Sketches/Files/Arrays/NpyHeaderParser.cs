using System.Globalization;

namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>Parses the Python dictionary in a .npy header: three known keys, nothing evaluated, nothing nested.</summary>
internal sealed class NpyHeaderParser(string text, InputPlace place, int offset)
{
    private const int MaxRank = 32;
    private int _at;

    public NpyHeader Parse(int textLength)
    {
        NpyDtype? dtype = null;
        bool? fortran = null;
        long[]? shape = null;
        Expect('{');
        while (!Skip('}'))
        {
            int keyAt = _at;
            string key = ParseString();
            Expect(':');
            switch (key)
            {
                case "descr" when dtype is null:
                    dtype = ParseDtype();
                    break;
                case "fortran_order" when fortran is null:
                    fortran = ParseBoolean();
                    break;
                case "shape" when shape is null:
                    shape = ParseShape();
                    break;
                default:
                    throw Error(keyAt, "the keys descr, fortran_order and shape, once each", InputPlace.Quote(key));
            }

            if (!Skip(','))
            {
                Expect('}');
                break;
            }
        }

        if (text.AsSpan(_at).Trim().Length > 0)
            throw Error(_at, "nothing after the header's dictionary", InputPlace.Quote(text.AsSpan(_at).Trim()));
        if (dtype is not { } type || fortran is not { } order || shape is null)
            throw Error(0, "the keys descr, fortran_order and shape", InputPlace.Quote(text.AsSpan().Trim()));
        CheckSize(type, shape);
        return new NpyHeader(type, order, shape, offset + textLength);
    }

    private void CheckSize(NpyDtype dtype, long[] shape)
    {
        // A zero anywhere makes the array empty, yet the product of the others must not overflow where it is used.
        Int128 bytes = dtype.Size;
        foreach (long n in shape)
        {
            bytes *= Math.Max(n, 1);
            if (bytes > long.MaxValue)
                throw Error(0, "a shape of less than 2^63 bytes", $"({string.Join(", ", shape)})");
        }
    }

    private NpyDtype ParseDtype()
    {
        SkipBlank();
        int at = _at;
        if (Peek() is not ('\'' or '"'))
            throw Error(at, "an array of numbers or objects", "a structured type", "save one plain array a member");
        string descr = ParseString();
        return NpyDtype.TryParse(descr, out NpyDtype dtype)
            ? dtype
            : throw Error(at, "an element type among b1, i1 to i8, u1 to u8, f2, f4, f8 and O", InputPlace.Quote(descr));
    }

    private bool ParseBoolean()
    {
        SkipBlank();
        foreach ((string word, bool value) in new[] { ("True", true), ("False", false) })
        {
            if (text.AsSpan(_at).StartsWith(word))
            {
                _at += word.Length;
                return value;
            }
        }

        throw Error(_at, "True or False", InputPlace.Quote(text.AsSpan(_at)));
    }

    private long[] ParseShape()
    {
        List<long> shape = [];
        Expect('(');
        while (!Skip(')'))
        {
            SkipBlank();
            int from = _at;
            while (char.IsAsciiDigit(Peek()))
                _at++;
            if (!long.TryParse(text.AsSpan(from, _at - from), NumberStyles.None, CultureInfo.InvariantCulture, out long n))
                throw Error(from, "a dimension below 2^63", InputPlace.Quote(text.AsSpan(from)));

            // The suffix of long integers in Python 2.
            if (Peek() == 'L')
                _at++;
            shape.Add(n);
            if (shape.Count > MaxRank)
                throw Error(from, $"at most {MaxRank} dimensions", "more");
            if (!Skip(','))
            {
                Expect(')');
                break;
            }
        }

        return [.. shape];
    }

    private string ParseString()
    {
        SkipBlank();
        char quote = Peek();
        int from = _at + 1;
        int to = quote is '\'' or '"' ? text.IndexOf(quote, from) : -1;
        if (to < 0)
            throw Error(_at, "a quoted word", InputPlace.Quote(text.AsSpan(_at)));
        _at = to + 1;
        return text[from..to];
    }

    private void Expect(char c)
    {
        if (!Skip(c))
            throw Error(_at, $"'{c}' in the header", _at < text.Length ? InputPlace.Quote(text.AsSpan(_at)) : "its end");
    }

    private bool Skip(char c)
    {
        SkipBlank();
        if (Peek() != c)
            return false;
        _at++;
        return true;
    }

    private void SkipBlank()
    {
        while (Peek() is ' ' or '\n' or '\t')
            _at++;
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private InputException Error(int at, string expected, string found, string remedy = "the array is damaged") =>
        place.Error(offset + at, expected, found, remedy);
}
