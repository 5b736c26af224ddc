using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace RpclPix2Seq.Sketches.Tests.Images.Tracing;

/// <summary>PNG files that no writer makes: 16 bits per channel, palettes, animations, false sizes.</summary>
internal static class PngFile
{
    /// <param name="width">The width in the header.</param>
    /// <param name="height">The height in the header.</param>
    /// <param name="bits">Bits per channel.</param>
    /// <param name="color">0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha.</param>
    /// <param name="rows">The rows, each starting with its filter.</param>
    /// <param name="before">Chunks before the pixels.</param>
    /// <param name="after">Chunks after the pixels.</param>
    public static byte[] Make(
        int width, int height, byte bits, byte color, ReadOnlySpan<byte> rows, byte[]? before = null, byte[]? after = null)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bits, color);
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. before ?? [], .. Chunk("IDAT"u8, Packed(rows)), .. after
            ?? [], .. Chunk("IEND"u8, [])];
    }

    /// <summary>Rows as pixel chunks hold them.</summary>
    public static byte[] Packed(ReadOnlySpan<byte> rows)
    {
        using MemoryStream data = new();
        using (ZLibStream zlib = new(data, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(rows);
        return data.ToArray();
    }

    public static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        byte[] chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.HashToUInt32(chunk.AsSpan(4, content.Length + 4)));
        return chunk;
    }
}
