using RpclPix2Seq.Checkpoints;

namespace RpclPix2Seq.Training;

/// <summary>A file of a checkpoint, in memory as it will be on disk.</summary>
/// <param name="name">Its name in the folder.</param>
/// <param name="content">Its bytes; owned.</param>
internal sealed class PreparedFile(string name, NativeBytes content) : IDisposable
{
    /// <summary>Its name in the folder.</summary>
    public string Name { get; } = name;

    /// <summary>Its bytes.</summary>
    public NativeBytes Content { get; } = content;

    /// <summary>SHA-256, once it was written.</summary>
    public byte[] Hash { get; } = new byte[32];

    /// <summary>A file of given bytes.</summary>
    public static PreparedFile Of(string name, ReadOnlySpan<byte> bytes)
    {
        NativeBytes content = new(bytes.Length);
        bytes.CopyTo(content.Slice(0, bytes.Length));
        return new PreparedFile(name, content);
    }

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}
