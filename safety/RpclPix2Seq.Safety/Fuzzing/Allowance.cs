namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>
/// How much memory a reader may ask for in all while it reads one input: a sum that grows with the input's length and with nothing in it.
/// </summary>
/// <param name="Free">Bytes that any input may cost: buffers, tables, and what limits allow one small document to unfold to.</param>
/// <param name="PerByte">Further bytes for each byte of the input.</param>
internal readonly record struct Allowance(long Free, long PerByte)
{
    /// <summary>What suffices for readers that make a few objects for every few bytes: 2 MiB, and 512 bytes a byte.</summary>
    public static Allowance Usual { get; } = new(2 << 20, 512);

    /// <summary>The most that an input of a length may cost.</summary>
    public long For(int length) => Free + (PerByte * length);
}
