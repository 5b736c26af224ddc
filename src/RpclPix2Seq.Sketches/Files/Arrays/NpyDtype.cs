namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>A numpy element type, of those that this project reads.</summary>
/// <param name="Kind">'b' boolean, 'i' signed, 'u' unsigned, 'f' float, 'O' Python object.</param>
/// <param name="Size">Bytes per element.</param>
/// <param name="BigEndian">True if the most significant byte comes first.</param>
internal readonly record struct NpyDtype(char Kind, int Size, bool BigEndian)
{
    /// <summary>True for Python objects, whose values are pickled.</summary>
    public bool IsObject => Kind == 'O';

    /// <summary>Reads a type string such as <c>&lt;i2</c>, <c>|u1</c>, <c>f4</c> or <c>|O</c>.</summary>
    /// <returns>False if the text does not name a supported type.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out NpyDtype dtype)
    {
        dtype = default;
        bool big = !BitConverter.IsLittleEndian;
        if (text.Length > 0 && text[0] is '<' or '>' or '|' or '=')
        {
            big = text[0] switch { '<' => false, '>' => true, _ => big };
            text = text[1..];
        }

        if (text is "?")
            text = "b1";
        if (text is "O" or "O4" or "O8")
        {
            dtype = new NpyDtype('O', 8, false);
            return true;
        }

        if (text.Length != 2)
            return false;
        int size = text[1] - '0';
        bool known = text[0] switch
        {
            'b' => size == 1,
            'i' or 'u' => size is 1 or 2 or 4 or 8,
            'f' => size is 2 or 4 or 8,
            _ => false,
        };
        dtype = new NpyDtype(text[0], size, big && size > 1);
        return known;
    }

    /// <summary>The type of <typeparamref name="T"/> in this machine's byte order.</summary>
    /// <exception cref="NotSupportedException">numpy has no such type, or this project does not write it.</exception>
    public static NpyDtype Of<T>()
        where T : unmanaged
    {
        (char kind, int size) = default(T) switch
        {
            bool => ('b', 1),
            sbyte => ('i', 1),
            short => ('i', 2),
            int => ('i', 4),
            long => ('i', 8),
            byte => ('u', 1),
            ushort => ('u', 2),
            uint => ('u', 4),
            ulong => ('u', 8),
            Half => ('f', 2),
            float => ('f', 4),
            double => ('f', 8),
            _ => throw new NotSupportedException($"{typeof(T)} is not an element type of numpy"),
        };
        return new NpyDtype(kind, size, size > 1 && !BitConverter.IsLittleEndian);
    }

    /// <summary>The type string, for example <c>&lt;i2</c>.</summary>
    public override string ToString() => IsObject ? "|O" : $"{(Size == 1 ? '|' : BigEndian ? '>' : '<')}{Kind}{Size}";
}
