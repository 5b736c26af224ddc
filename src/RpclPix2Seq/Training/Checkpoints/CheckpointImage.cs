using System.Security.Cryptography;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Training.Checkpoints;

/// <summary>A whole checkpoint in memory: a copy that training does not touch any more.</summary>
/// <param name="Step">t: training steps done.</param>
/// <param name="Files">Names of its files, and their bytes.</param>
internal sealed record CheckpointImage(long Step, IReadOnlyList<(string Name, byte[] Content)> Files)
{
    /// <summary>The bytes of all files.</summary>
    public long Size => Files.Sum(file => (long)file.Content.Length);

    /// <summary>Writes the files to a folder, flushes each to disk, and gives what the manifest says of them.</summary>
    /// <exception cref="InputException">One cannot be written.</exception>
    public IReadOnlyList<ManifestFile> Write(string folder)
    {
        List<ManifestFile> written = [];
        foreach ((string name, byte[] content) in Files)
        {
            AtomicFile.WriteAllBytes(Path.Combine(folder, name), content);
            written.Add(new ManifestFile(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        }

        return written;
    }
}
