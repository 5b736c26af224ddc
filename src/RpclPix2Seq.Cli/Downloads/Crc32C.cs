using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>
/// CRC-32C (RFC 3720, appendix B.4: polynomial 0x1EDC6F41, reflected), with the processor's own instruction where it has one.
/// </summary>
internal static class Crc32C
{
    private const int BufferBytes = 1 << 17;

    /// <summary>The checksum of a stream from where it stands to its end, big-endian in base64 as Google's storage writes it.</summary>
    public static string Of(Stream stream, CancellationToken cancellationToken = default)
    {
        uint crc = uint.MaxValue;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                crc = Append(crc, buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        byte[] bigEndian = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bigEndian, ~crc);
        return Convert.ToBase64String(bigEndian);
    }

    private static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte rest in bytes)
            crc = BitOperations.Crc32C(crc, rest);
        return crc;
    }
}
