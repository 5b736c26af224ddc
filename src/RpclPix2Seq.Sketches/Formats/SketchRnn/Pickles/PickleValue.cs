namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>
/// A value on the stack or in a container: 16 bytes, no references, so that creating millions of them costs almost nothing.
/// </summary>
/// <param name="Kind">The kind of value.</param>
/// <param name="Count">Bytes or cells; see <see cref="PickleKind"/>.</param>
/// <param name="Payload">The number, offset or index; see <see cref="PickleKind"/>.</param>
internal readonly record struct PickleValue(PickleKind Kind, int Count, long Payload)
{
    public static PickleValue None => new(PickleKind.None, 0, 0);

    public static PickleValue Of(bool value) => new(PickleKind.Boolean, 0, value ? 1 : 0);

    public static PickleValue Of(long value) => new(PickleKind.Integer, 0, value);

    public static PickleValue Of(double value) => new(PickleKind.Real, 0, BitConverter.DoubleToInt64Bits(value));

    /// <summary>The number as double; false if it is not a number.</summary>
    public bool TryGetNumber(out double number)
    {
        number = Kind == PickleKind.Real ? BitConverter.Int64BitsToDouble(Payload) : Payload;
        return Kind is PickleKind.Boolean or PickleKind.Integer or PickleKind.Real;
    }

    /// <summary>The integer, or 0 or 1 for a Boolean; false if it is neither.</summary>
    public bool TryGetInteger(out long integer)
    {
        integer = Payload;
        return Kind is PickleKind.Boolean or PickleKind.Integer;
    }
}

/// <summary>The kind of a <see cref="PickleValue"/>.</summary>
internal enum PickleKind
{
    /// <summary>An empty memo entry.</summary>
    Unset,

    /// <summary>Python's None.</summary>
    None,

    /// <summary>True or False, 1 or 0 in the payload.</summary>
    Boolean,

    /// <summary>An integer in the payload.</summary>
    Integer,

    /// <summary>A double in the payload's bits.</summary>
    Real,

    /// <summary>UTF-8 text: payload is its offset in the input, count its length in bytes.</summary>
    Text,

    /// <summary>Bytes (or a Python 2 string): payload is their offset in the input, count is their number.</summary>
    Bytes,

    /// <summary>
    /// Bytes written as UTF-8 text of characters 0 to 255: payload is the offset in the input, count the length of the text in bytes.
    /// </summary>
    LatinBytes,

    /// <summary>A tuple: payload is its first cell, count the number of cells.</summary>
    Tuple,

    /// <summary>A list: payload is its number.</summary>
    List,

    /// <summary>One of the allowed callables, a <see cref="PickleGlobal"/> in the payload.</summary>
    Global,

    /// <summary>A numpy element type: payload is its number.</summary>
    Dtype,

    /// <summary>A numpy array: payload is its number.</summary>
    Array,
}

/// <summary>A numpy array found in a pickle; its elements are still in the input.</summary>
internal struct PickleArray
{
    /// <summary>Where in the input it was made.</summary>
    public int Offset;

    /// <summary>False until its state is set.</summary>
    public bool Built;

    /// <summary>True if the first index varies fastest.</summary>
    public bool Fortran;

    /// <summary>The number of dimensions, 0 to 3.</summary>
    public int Rank;

    /// <summary>The first dimension; 1 beyond the rank.</summary>
    public int Rows;

    /// <summary>The second dimension; 1 beyond the rank.</summary>
    public int Columns;

    /// <summary>The third dimension; 1 beyond the rank.</summary>
    public int Depth;

    /// <summary>The number of the element type.</summary>
    public int Dtype;

    /// <summary>Bytes, or a list of the elements if they are objects.</summary>
    public PickleValue Data;

    /// <summary>The number of elements.</summary>
    public readonly Int128 Count => (Int128)Rows * Columns * Depth;

    /// <summary>The shape as Python writes it.</summary>
    public readonly string ShapeText => Rank switch
    {
        0 => "()",
        1 => $"({Rows},)",
        2 => $"({Rows}, {Columns})",
        _ => $"({Rows}, {Columns}, {Depth})",
    };
}

/// <summary>A Python list found in a pickle.</summary>
internal sealed class PickleList
{
    private PickleValue[] _items = [];

    public int Count { get; private set; }

    public ReadOnlySpan<PickleValue> Items => _items.AsSpan(0, Count);

    public void Append(ReadOnlySpan<PickleValue> values)
    {
        int needed = checked(Count + values.Length);
        if (needed > _items.Length)
            Array.Resize(ref _items, Math.Max(needed, (int)Math.Min(_items.Length * 2L, Array.MaxLength)));
        values.CopyTo(_items.AsSpan(Count));
        Count = needed;
    }
}
