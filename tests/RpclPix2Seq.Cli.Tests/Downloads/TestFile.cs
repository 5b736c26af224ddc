using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>A file on the test server, with the headers that a good server sends for it.</summary>
internal sealed class TestFile
{
    public TestFile(int length, int seed = 1)
    {
        Content = new byte[length];
        new Random(seed).NextBytes(Content);
        ETag = $"\"v{seed}\"";
        using MemoryStream content = new(Content);
        Crc = Crc32C.Of(content);
    }

    public byte[] Content { get; }

    public string ETag { get; set; }

    public string Crc { get; set; }

    /// <summary>The headers that describe it, each with its line ending.</summary>
    public string Headers => (ETag.Length == 0 ? "" : $"ETag: {ETag}\r\n") + $"x-goog-hash: crc32c={Crc},md5=Ojk9c3dhfxgoKVVHYwFbHQ==\r\n";
}
