using System.Buffers.Binary;
using System.Text;

namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>The header of a .npy file: element type, order and shape (numpy format 1.0, 2.0 and 3.0).</summary>
/// <param name="Dtype">The element type.</param>
/// <param name="FortranOrder">True if the first index varies fastest.</param>
/// <param name="Shape">The dimensions, each 0 or more.</param>
/// <param name="Length">Bytes before the data.</param>
internal sealed record NpyHeader(NpyDtype Dtype, bool FortranOrder, long[] Shape, int Length)
{
    private const int LongestText = 1 << 16;

    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The number of elements, checked against overflow when the header was read.</summary>
    public long Count => Shape.Aggregate(1L, (product, n) => product * n);

    /// <summary>Reads the header from the start of <paramref name="stream"/>.</summary>
    public static NpyHeader Read(Stream stream, InputPlace place)
    {
        byte[] start = ReadBytes(stream, 8, 0, place);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic))
            throw place.Error(0, "a numpy array (\\x93NUMPY)", "something else", "save it with numpy.save or numpy.savez");
        int major = start[6];
        if (major is < 1 or > 3 || start[7] != 0)
            throw place.Error(6, "numpy format 1.0, 2.0 or 3.0", $"{major}.{start[7]}");

        int widthOfLength = major == 1 ? 2 : 4;
        byte[] lengthBytes = ReadBytes(stream, widthOfLength, 8, place);
        long textLength = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (textLength > LongestText)
            throw place.Error(8, $"a header of at most {LongestText} bytes", $"{textLength}", "the file is damaged");

        int textOffset = 8 + widthOfLength;
        byte[] text = ReadBytes(stream, (int)textLength, textOffset, place);
        string header = (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text);
        return new NpyHeaderParser(header, place, textOffset).Parse((int)textLength);
    }

    /// <summary>The bytes of a format 1.0 header, padded to a multiple of 64 as numpy pads it.</summary>
    public static byte[] Write(NpyDtype dtype, ReadOnlySpan<long> shape)
    {
        StringBuilder text = new($"{{'descr': '{dtype}', 'fortran_order': False, 'shape': (");
        for (int i = 0; i < shape.Length; i++)
            text.Append(i == 0 ? "" : " ").Append(shape[i]).Append(i < shape.Length - 1 || shape.Length == 1 ? "," : "");
        text.Append("), }");
        int total = (10 + text.Length + 1 + 63) / 64 * 64;
        text.Append(' ', total - 10 - text.Length - 1).Append('\n');

        byte[] header = new byte[total];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), checked((ushort)(total - 10)));
        Encoding.Latin1.GetBytes(text.ToString(), header.AsSpan(10));
        return header;
    }

    private static byte[] ReadBytes(Stream stream, int count, long offset, InputPlace place)
    {
        byte[] bytes = new byte[count];
        int read = stream.Length - stream.Position >= count ? stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) : -1;
        return read == count
            ? bytes
            : throw place.Error(offset, $"{count} bytes of a numpy header", $"{stream.Length - offset}", "the array is truncated");
    }
}
