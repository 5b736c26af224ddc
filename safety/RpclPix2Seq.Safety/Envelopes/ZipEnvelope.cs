using System.IO.Compression;

namespace RpclPix2Seq.Safety.Envelopes;

/// <summary>Zip files with correct checksums, from the framework's writer: the way to reach the readers of their members.</summary>
internal static class ZipEnvelope
{
    // The earliest date that a zip can store, so that equal members give equal files.
    private static readonly DateTimeOffset FirstDay = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A zip of members as they are.</summary>
    public static byte[] Stored(params ReadOnlySpan<(string Name, byte[] Data)> members) => Of(CompressionLevel.NoCompression, members);

    /// <summary>A zip of members.</summary>
    /// <param name="level">How hard to compress; none stores.</param>
    /// <param name="members">Names and contents.</param>
    public static byte[] Of(CompressionLevel level, params ReadOnlySpan<(string Name, byte[] Data)> members)
    {
        using MemoryStream output = new();
        using (ZipArchive archive = new(output, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] data) in members)
            {
                ZipArchiveEntry entry = archive.CreateEntry(name, level);
                entry.LastWriteTime = FirstDay;
                using Stream member = entry.Open();
                member.Write(data);
            }
        }

        return output.ToArray();
    }

    /// <summary>A .npz with one array, sometimes deflated.</summary>
    /// <param name="name">The array's name.</param>
    /// <param name="npy">Its .npy bytes.</param>
    /// <param name="variant">Selects between the two.</param>
    public static byte[] Npz(string name, byte[] npy, int variant) =>
        Of(variant % 8 == 0 ? CompressionLevel.Fastest : CompressionLevel.NoCompression, (name + ".npy", npy));
}
