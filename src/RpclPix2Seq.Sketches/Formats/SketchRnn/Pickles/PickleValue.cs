namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>A value on the stack or in a container: 16 bytes, no references, so that millions of them cost nothing to make.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Count">Bytes or cells; see <see cref="PickleKind"/>.</param>
/// <param name="Payload">The number, offset or index; see <see cref="PickleKind"/>.</param>
internal readonly record struct PickleValue(PickleKind Kind, int Count, long Payload)
{
    public static PickleValue None => new(PickleKind.None, 0, 0);

    public static PickleValue Of(bool value) => new(PickleKind.Boolean, 0, value ? 1 : 0);

    public static PickleValue Of(long value) => new(PickleKind.Integer, 0, value);

    public static PickleValue Of(double value) => new(PickleKind.Real, 0, BitConverter.DoubleToInt64Bits(value));

    /// <summary>The number as double; false if it is none.</summary>
    public bool TryGetNumber(out double number)
    {
        number = Kind == PickleKind.Real ? BitConverter.Int64BitsToDouble(Payload) : Payload;
        return Kind is PickleKind.Boolean or PickleKind.Integer or PickleKind.Real;
    }

    /// <summary>The integer, or 0 or 1 for a truth value; false if it is neither.</summary>
    public bool TryGetInteger(out long integer)
    {
        integer = Payload;
        return Kind is PickleKind.Boolean or PickleKind.Integer;
    }
}
