using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace RpclPix2Seq.Sketches.Files.Png;

/// <summary>Writes PNG pictures: 8 bits per channel, gray or RGB.</summary>
internal static class PngWriter
{
    private const int LongestChunk = 1 << 30;

    /// <summary>The bytes of a PNG file.</summary>
    /// <param name="pixels">[height, width, channels] bytes, 0 black to 255.</param>
    /// <param name="width">Pixels per row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="channels">1 for gray, 3 for red, green, blue.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "1 (gray) or 3 (RGB)");
        if ((Int128)width * height * channels != pixels.Length)
            throw new ArgumentException($"{pixels.Length} bytes for {width} x {height} pixels of {channels}", nameof(pixels));

        using MemoryStream output = new();
        output.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n']);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = channels == 1 ? (byte)0 : (byte)2;
        WriteChunk(output, "IHDR"u8, header);
        ReadOnlySpan<byte> data = Compress(pixels, width * channels, channels);
        for (int at = 0; at < data.Length; at += LongestChunk)
            WriteChunk(output, "IDAT"u8, data.Slice(at, Math.Min(LongestChunk, data.Length - at)));
        WriteChunk(output, "IEND"u8, default);
        return output.ToArray();
    }

    /// <summary>Writes a PNG file, completely or not at all; see <see cref="Encode"/>.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels.</exception>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> pixels, int width, int height, int channels) =>
        AtomicFile.WriteAllBytes(path, Encode(pixels, width, height, channels));

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> pixels, int rowLength, int channels)
    {
        MemoryStream output = new();
        using (ZLibStream zlib = new(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] filtered = new byte[rowLength + 1];
            ReadOnlySpan<byte> above = new byte[rowLength];
            for (int at = 0; at < pixels.Length; at += rowLength)
            {
                ReadOnlySpan<byte> row = pixels.Slice(at, rowLength);
                PngFilter.Apply(row, above, channels, filtered);
                zlib.Write(filtered);
                above = row;
            }
        }

        return output.GetBuffer().AsSpan(0, (int)output.Length);
    }

    /// <summary>Writes a chunk: its length, type, data and checksum.</summary>
    internal static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        output.Write(number);
        output.Write(type);
        output.Write(data);
        Crc32 crc = new();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        output.Write(number);
    }
}

/// <summary>
/// The PNG row filters (PNG specification, clause 9) that are worthwhile for line drawings: none, left, above. Each row uses the filter
/// whose bytes, taken as signed, have the smallest sum of magnitudes.
/// </summary>
internal static class PngFilter
{
    /// <summary>Filters one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above it; zeros for the first.</param>
    /// <param name="channels">Bytes per pixel.</param>
    /// <param name="destination">One byte for the filter type, then as many bytes as the row.</param>
    public static void Apply(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int channels, Span<byte> destination)
    {
        long none = 0, left = 0, up = 0;
        for (int i = 0; i < row.Length; i++)
        {
            none += Magnitude(row[i]);
            left += Magnitude((byte)(row[i] - (i < channels ? 0 : row[i - channels])));
            up += Magnitude((byte)(row[i] - above[i]));
        }

        Span<byte> filtered = destination.Slice(1, row.Length);
        if (up <= left && up <= none)
        {
            destination[0] = 2;
            for (int i = 0; i < row.Length; i++)
                filtered[i] = (byte)(row[i] - above[i]);
        }
        else if (left < none)
        {
            destination[0] = 1;
            for (int i = 0; i < row.Length; i++)
                filtered[i] = (byte)(row[i] - (i < channels ? 0 : row[i - channels]));
        }
        else
        {
            destination[0] = 0;
            row.CopyTo(filtered);
        }
    }

    private static int Magnitude(byte value) => Math.Abs((int)(sbyte)value);
}
