using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// A memory-mapped file. While it is open, no program that respects locks can write to it. If another program truncates it anyway, the
/// system terminates our process when the missing part is read; this is why containers are replaced by renaming and never written in place.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;

    public MappedFile(string path)
    {
        Path = path;
        if (string.IsNullOrEmpty(path))
            throw new InputException("path", "", "the path of a file", "an empty path");
        if (Directory.Exists(path))
            throw new InputException(path, "", "a file", "a folder", "name a file in it");
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            Length = RandomAccess.GetLength(file);
            if (Length == 0)
                throw new InputException(path, "", "a sketch container", "an empty file", "the file is half-written: make it again");
            _map = MemoryMappedFile.CreateFromFile(
                file, null, Length, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _map.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            Start = start + _view.PointerOffset;
        }
        catch (Exception e)
        {
            _view?.Dispose();
            _map?.Dispose();
            file?.Dispose();
            if (e is FileNotFoundException or DirectoryNotFoundException)
                throw new InputException(path, "", "a file", "none there", "check the path", e);
            if (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
                throw new InputException(path, "", "a file that can be read", e.Message, inner: e);
            throw;
        }
    }

    public string Path { get; }

    public InputPlace Place => new(Path, "");

    /// <summary>Bytes in the file when it was opened.</summary>
    public long Length { get; }

    /// <summary>The first byte.</summary>
    public byte* Start { get; }

    public ReadOnlySpan<byte> Bytes(long position, int length) => new(Start + position, length);

    public void Dispose()
    {
        _view?.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _map?.Dispose();
    }
}
