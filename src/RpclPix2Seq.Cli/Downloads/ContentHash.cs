using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>The checksums of a file, in base64 as Google's storage writes them.</summary>
/// <param name="Crc32C">CRC-32C, big-endian.</param>
/// <param name="Md5">MD5, or empty if it was not asked for.</param>
internal sealed record ContentHash(string Crc32C, string Md5)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="withMd5">Whether MD5 is needed, which takes several times as long.</param>
    /// <param name="cancellationToken">Stops early.</param>
    public static ContentHash Of(Stream stream, bool withMd5, CancellationToken cancellationToken = default)
    {
        // MD5 only guards against transfer errors here, which is what the publisher provides it for.
#pragma warning disable CA5351
        using IncrementalHash? md5 = withMd5 ? IncrementalHash.CreateHash(HashAlgorithmName.MD5) : null;
#pragma warning restore CA5351
        Crc32C crc = default;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                crc.Append(buffer.AsSpan(0, read));
                md5?.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Span<byte> bigEndian = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bigEndian, crc.Value);
        return new ContentHash(Convert.ToBase64String(bigEndian), md5 is null ? "" : Convert.ToBase64String(md5.GetHashAndReset()));
    }
}

/// <summary>
/// CRC-32C (RFC 3720, appendix B.4: polynomial 0x1EDC6F41, reflected), with the processor's own instruction where it has one.
/// </summary>
internal struct Crc32C
{
    /// <summary>The checksum of the bytes appended so far.</summary>
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
