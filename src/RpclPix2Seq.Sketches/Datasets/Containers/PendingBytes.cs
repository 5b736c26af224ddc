using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>Bytes that must wait for their position in a file: in memory while they are few, otherwise in a file of their own.</summary>
internal sealed class PendingBytes(string path) : IDisposable
{
    private const int Least = 1 << 12;
    private const int Most = 1 << 20;
    private readonly string _full = Path.GetFullPath(path);
    private byte[] _buffer = new byte[Least];
    private int _filled;
    private long _spilled;
    private SafeFileHandle? _file;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_filled == _buffer.Length)
                MakeRoom();
            int fits = Math.Min(bytes.Length, _buffer.Length - _filled);
            bytes[..fits].CopyTo(_buffer.AsSpan(_filled));
            _filled += fits;
            bytes = bytes[fits..];
        }
    }

    /// <summary>Writes all of it to <paramref name="output"/>. Nothing can be added afterward.</summary>
    public void CopyTo(ContainerOutput output)
    {
        if (_file is not null)
        {
            Spill();
            _filled = 0;
            for (long position = 0; position < _spilled;)
            {
                Span<byte> part = _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, _spilled - position));
                position += ContainerOutput.ReadAt(path, _file, part, position);
                output.Write(part);
            }
        }

        output.Write(_buffer.AsSpan(0, _filled));
    }

    public void Dispose() => _file?.Dispose();

    private void MakeRoom()
    {
        if (_buffer.Length < Most)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
            return;
        }

        Spill();
        _filled = 0;
    }

    private void Spill()
    {
        try
        {
            string temporary = AtomicFile.TemporaryBeside(_full);
            _file ??= File.OpenHandle(
                temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
            RandomAccess.Write(_file, _buffer.AsSpan(0, _filled), _spilled);
            _spilled += _filled;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ContainerOutput.NotWritable(path, e);
        }
    }
}
