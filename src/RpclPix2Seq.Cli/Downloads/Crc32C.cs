using System.Buffers.Binary;
using System.Numerics;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>
/// CRC-32C (RFC 3720, appendix B.4: polynomial 0x1EDC6F41, reflected), by the processor's own instruction where it has one.
/// </summary>
internal struct Crc32C
{
    /// <summary>The checksum of what was appended so far.</summary>
    public uint Value { get; private set; }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~Value;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte rest in bytes)
            crc = BitOperations.Crc32C(crc, rest);
        Value = ~crc;
    }
}
