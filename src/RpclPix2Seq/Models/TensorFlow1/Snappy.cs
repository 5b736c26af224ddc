using System.Buffers.Binary;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>
/// Unpacks a block of Google's Snappy (google/snappy, format_description.txt): the length of the original, then literals and copies of what
/// came before.
/// </summary>
internal static class Snappy
{
    // A copy of three bytes stands for 64.
    private const int MostExpansion = 22;
    private const int LongestShortLiteral = 60;

    /// <summary>The original of a packed block.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or says that it is larger than any such block can be.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        int at = 0;
        ulong length = VarInts.Read(packed, ref at);
        if (length > (ulong)MostExpansion * (ulong)packed.Length || length > (ulong)Array.MaxLength)
            throw new InvalidDataException($"{packed.Length} packed bytes that stand for {length}");
        byte[] original = new byte[length];
        int done = 0;
        while (at < packed.Length)
        {
            byte tag = packed[at++];
            if ((tag & 3) == 0)
                Literal(packed, ref at, tag >> 2, original, ref done);
            else
                Copy(packed, ref at, tag, original, ref done);
        }

        return done == original.Length ? original : throw new InvalidDataException($"{done} unpacked bytes instead of {original.Length}");
    }

    private static void Literal(ReadOnlySpan<byte> packed, ref int at, int size, byte[] original, ref int done)
    {
        long length = size < LongestShortLiteral ? size + 1 : (long)Little(packed, ref at, size - LongestShortLiteral + 1) + 1;
        if (length > packed.Length - at || length > original.Length - done)
            throw new InvalidDataException($"{length} bytes where {Math.Min(packed.Length - at, original.Length - done)} are left");
        packed.Slice(at, (int)length).CopyTo(original.AsSpan(done));
        at += (int)length;
        done += (int)length;
    }

    private static void Copy(ReadOnlySpan<byte> packed, ref int at, byte tag, byte[] original, ref int done)
    {
        int length = (tag & 3) == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
        long back = (tag & 3) switch
        {
            1 => ((tag >> 5) << 8) | (int)Little(packed, ref at, 1),
            2 => Little(packed, ref at, 2),
            _ => Little(packed, ref at, 4),
        };
        if (back == 0 || back > done || length > original.Length - done)
            throw new InvalidDataException($"a copy of {length} bytes from {back} before byte {done} of {original.Length}");

        // Byte by byte: a copy may reach into itself, which repeats its beginning.
        for (int i = 0; i < length; i++, done++)
            original[done] = original[done - (int)back];
    }

    private static uint Little(ReadOnlySpan<byte> packed, ref int at, int bytes)
    {
        if (bytes > packed.Length - at)
            throw new InvalidDataException("a tag that is cut off");
        Span<byte> all = stackalloc byte[sizeof(uint)];
        all.Clear();
        packed.Slice(at, bytes).CopyTo(all);
        at += bytes;
        return BinaryPrimitives.ReadUInt32LittleEndian(all);
    }
}
