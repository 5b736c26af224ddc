using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>Arrays of text, as numpy stores them: UTF-32 of a fixed length, padded with zeros (type <c>&lt;U</c>n).</summary>
internal static class NpzText
{
    /// <summary>Adds a one-dimensional text array.</summary>
    /// <param name="writer">The file.</param>
    /// <param name="name">The array's name, without <c>.npy</c>; unique within the file.</param>
    /// <param name="texts">The elements; unpaired surrogates become U+FFFD.</param>
    /// <exception cref="ArgumentException">The name was used before.</exception>
    public static void AddTexts(this NpzWriter writer, string name, IReadOnlyList<string> texts)
    {
        int longest = 1;
        foreach (string text in texts)
            longest = Math.Max(longest, text.EnumerateRunes().Count());

        byte[] header = Header(longest, texts.Count);
        byte[] npy = new byte[checked(header.Length + (4 * longest * texts.Count))];
        header.CopyTo(npy, 0);
        for (int i = 0; i < texts.Count; i++)
        {
            int at = header.Length + (4 * longest * i);
            foreach (Rune rune in texts[i].EnumerateRunes())
            {
                BinaryPrimitives.WriteInt32LittleEndian(npy.AsSpan(at), rune.Value);
                at += 4;
            }
        }

        writer.AddNpy(name, npy);
    }

    /// <summary>Like <see cref="NpyHeader.Write"/>, for the one type whose name gives its length in characters instead of bytes.</summary>
    private static byte[] Header(int length, int count)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture, $"{{'descr': '<U{length}', 'fortran_order': False, 'shape': ({count},), }}");
        int total = (10 + text.Length + 1 + 63) / 64 * 64;
        byte[] header = new byte[total];
        header.AsSpan(10).Fill((byte)' ');
        NpyHeader.Magic.CopyTo(header);
        (header[6], header[7], header[^1]) = (1, 0, (byte)'\n');
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(total - 10));
        Encoding.Latin1.GetBytes(text, header.AsSpan(10));
        return header;
    }
}
