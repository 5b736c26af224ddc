using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace RpclPix2Seq.Safety.Envelopes;

/// <summary>PNG files with correct checksums, whatever is in them.</summary>
internal static class PngEnvelope
{
    private const int SignatureBytes = 8;

    /// <summary>The same bytes with the checksum of every complete chunk corrected; one in eight is left as it is.</summary>
    public static byte[] Repair(byte[] file, int variant)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (variant % 8 == 0)
            return file;
        byte[] repaired = [.. file];
        for (int at = SignatureBytes; at + 12 <= repaired.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(repaired.AsSpan(at));
            if (length > repaired.Length - at - 12)
                break;
            Span<byte> chunk = repaired.AsSpan(at, 12 + (int)length);
            BinaryPrimitives.WriteUInt32BigEndian(chunk[(8 + (int)length)..], Crc32.HashToUInt32(chunk[4..(8 + (int)length)]));
            at += chunk.Length;
        }

        return repaired;
    }

    /// <summary>A picture with the given header and rows.</summary>
    /// <param name="width">What the header says.</param>
    /// <param name="height">What the header says.</param>
    /// <param name="bits">Bits per channel.</param>
    /// <param name="color">0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha.</param>
    /// <param name="rows">The rows, each starting with its filter.</param>
    public static byte[] Of(int width, int height, byte bits, byte color, ReadOnlySpan<byte> rows)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (bits, color);
        byte[] palette = color == 3 ? Chunk("PLTE"u8, [0, 0, 0, 255, 255, 255, 128, 0, 0]) : [];
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. palette, .. Chunk("IDAT"u8, Packed(rows)), .. Chunk(
            "IEND"u8, [])];
    }

    /// <summary>A chunk with its checksum.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        byte[] chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.HashToUInt32(chunk.AsSpan(4, content.Length + 4)));
        return chunk;
    }

    private static byte[] Packed(ReadOnlySpan<byte> rows)
    {
        using MemoryStream data = new();
        using (ZLibStream zlib = new(data, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(rows);
        return data.ToArray();
    }
}
