using System.Buffers;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>Whole numbers in 7 bits a byte, lowest first, as Protocol Buffers, LevelDB and Snappy write them.</summary>
internal static class VarInts
{
    private const int LongestBytes = 10;

    /// <summary>Reads a number and moves <paramref name="at"/> behind it.</summary>
    /// <exception cref="InvalidDataException">The bytes end in the middle of it, or it does not fit into 64 bits.</exception>
    public static ulong Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int i = 0; i < LongestBytes; i++)
        {
            if (at >= bytes.Length)
                throw new InvalidDataException("a number that is cut off");
            byte next = bytes[at++];
            if (i == LongestBytes - 1 && next > 1)
                break;
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("a number of more than 64 bits");
    }

    /// <summary>Reads a number that is at most <paramref name="most"/>.</summary>
    /// <exception cref="InvalidDataException">It is larger, or none.</exception>
    public static int Read(ReadOnlySpan<byte> bytes, ref int at, int most) => Read(bytes, ref at) is var value && value <= (ulong)most
        ? (int)value
        : throw new InvalidDataException($"{value} where at most {most} is possible");

    /// <summary>Writes a number.</summary>
    public static void Write(IBufferWriter<byte> writer, ulong value)
    {
        Span<byte> bytes = stackalloc byte[LongestBytes];
        int count = 0;
        for (; value >= 0x80; value >>= 7)
            bytes[count++] = (byte)(value | 0x80);
        bytes[count++] = (byte)value;
        writer.Write(bytes[..count]);
    }
}
