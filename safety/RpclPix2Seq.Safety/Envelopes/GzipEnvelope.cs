using System.IO.Compression;

namespace RpclPix2Seq.Safety.Envelopes;

/// <summary>Gzip with correct checksums.</summary>
internal static class GzipEnvelope
{
    /// <summary>The compressed content.</summary>
    public static byte[] Of(ReadOnlySpan<byte> content, CompressionLevel level = CompressionLevel.Fastest)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, level))
            gzip.Write(content);
        return packed.ToArray();
    }
}
