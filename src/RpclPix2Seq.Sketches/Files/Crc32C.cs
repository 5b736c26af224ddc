using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// CRC-32C (RFC 3720, appendix B.4: polynomial 0x1EDC6F41, reflected), with the processor's own instruction where it has one.
/// </summary>
internal static class Crc32C
{
    private const int BufferBytes = 1 << 17;

    /// <summary>The checksum of bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Continue(0, bytes);

    /// <summary>
    /// The checksum as TensorFlow and LevelDB store it: rotated and shifted, because checksums of bytes that have checksums in them are
    /// weak.
    /// </summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) => BitOperations.RotateRight(Of(bytes), 15) + 0xa282ead8;

    /// <summary>The checksum of bytes that follow others.</summary>
    /// <param name="before">The checksum of the others, 0 for none.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Continue(uint before, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~before;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte rest in bytes)
            crc = BitOperations.Crc32C(crc, rest);
        return ~crc;
    }

    /// <summary>The checksum of a stream from where it stands to its end, big-endian in base64 as Google's storage writes it.</summary>
    public static string Of(Stream stream, CancellationToken cancellationToken = default)
    {
        uint crc = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                crc = Continue(crc, buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        byte[] bigEndian = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bigEndian, crc);
        return Convert.ToBase64String(bigEndian);
    }
}
