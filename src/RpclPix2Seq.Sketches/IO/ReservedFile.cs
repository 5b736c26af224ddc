using Microsoft.Win32.SafeHandles;

namespace RpclPix2Seq.Sketches.IO;

/// <summary>
/// A new file whose room on the disk is reserved before anything is written, so that a full disk is found out at once. Writing and flushing allocate no
/// managed memory unless they fail.
/// </summary>
public sealed class ReservedFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private ReservedFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Makes the file and reserves <paramref name="size"/> bytes, where the file system can.</summary>
    /// <exception cref="IOException">It exists, or there is no room for it.</exception>
    public static ReservedFile Create(string path, long size)
    {
        DiskFaults.Before(DiskOperation.Create, path);
        return new ReservedFile(path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, size));
    }

    /// <summary>Writes bytes at an offset.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        DiskFaults.Before(DiskOperation.Write, Path);
        int written = DiskFaults.Written(Path, bytes.Length);
        RandomAccess.Write(_handle, bytes[..written], offset);
        if (written < bytes.Length)
            throw new IOException($"only {written} of {bytes.Length} bytes were written");
    }

    /// <summary>Waits until the disk has everything.</summary>
    /// <exception cref="IOException">It has not.</exception>
    public void Flush()
    {
        DiskFaults.Before(DiskOperation.Flush, Path);
        RandomAccess.FlushToDisk(_handle);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
