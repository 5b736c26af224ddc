using System.Buffers.Binary;
using System.Security.Cryptography;
using RpclPix2Seq.Cli.Downloads;

namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>A file on the test server, with the headers that a good server sends for it.</summary>
internal sealed class TestFile
{
    public TestFile(int length, int seed = 1)
    {
        Content = new byte[length];
        new Random(seed).NextBytes(Content);
        // What the real server sends.
#pragma warning disable CA5351
        Md5 = Convert.ToBase64String(MD5.HashData(Content));
#pragma warning restore CA5351
        ETag = $"\"v{seed}\"";
        Crc32C crc = default;
        crc.Append(Content);
        byte[] bigEndian = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bigEndian, crc.Value);
        Crc = Convert.ToBase64String(bigEndian);
    }

    public byte[] Content { get; }

    public string ETag { get; set; }

    public string Md5 { get; set; }

    public string Crc { get; set; }

    public bool HasHashes { get; set; } = true;

    /// <summary>The headers that describe it, each with its line ending.</summary>
    public string Headers =>
        (ETag.Length == 0 ? "" : $"ETag: {ETag}\r\n") + (HasHashes ? $"x-goog-hash: crc32c={Crc},md5={Md5}\r\n" : "");
}
