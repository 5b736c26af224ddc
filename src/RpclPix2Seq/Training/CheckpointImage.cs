using RpclPix2Seq.Checkpoints;

namespace RpclPix2Seq.Training;

/// <summary>A whole checkpoint in memory: a copy that training does not touch any more.</summary>
/// <param name="files">Its files; owned.</param>
/// <param name="step">t.</param>
internal sealed class CheckpointImage(IReadOnlyList<PreparedFile> files, long step) : IDisposable
{
    /// <summary>Its files.</summary>
    public IReadOnlyList<PreparedFile> Files { get; } = files;

    /// <summary>t: training steps done.</summary>
    public long Step { get; } = step;

    /// <summary>The bytes of all files.</summary>
    public long Size => Files.Sum(file => file.Content.Length);

    /// <summary>The manifest, once all files are written.</summary>
    public CheckpointManifest Manifest(long number, long best) => CheckpointManifest.Create(
        number, Step, best, [.. Files.Select(file => new ManifestFile(file.Name, file.Content.Length, Convert.ToHexStringLower(file.Hash)))]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PreparedFile file in Files)
            file.Dispose();
    }
}
