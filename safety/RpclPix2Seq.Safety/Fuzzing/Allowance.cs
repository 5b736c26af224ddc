namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>
/// How much memory a reader may allocate in total while it reads one input: an amount that depends on the input's length but not on its
/// contents.
/// </summary>
/// <param name="Free">Bytes that any input may cost: buffers, tables, and what limits allow one small document to expand to.</param>
/// <param name="PerByte">Further bytes for each byte of the input.</param>
internal readonly record struct Allowance(long Free, long PerByte)
{
    /// <summary>Enough for readers that create a few objects for every few bytes: 2 MiB, and 512 bytes per byte.</summary>
    public static Allowance Usual { get; } = new(2 << 20, 512);

    /// <summary>The most that an input of the given length may cost.</summary>
    public long For(int length) => Free + (PerByte * length);
}
