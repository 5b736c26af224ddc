using System.Runtime.InteropServices;

namespace RpclPix2Seq.Checkpoints;

/// <summary>Memory outside of the managed heap, of a fixed size. Not for several threads at once.</summary>
internal sealed unsafe class NativeBytes : IDisposable
{
    private void* _memory;

    /// <param name="length">Bytes.</param>
    public NativeBytes(long length)
    {
        Length = length;
        _memory = NativeMemory.Alloc((nuint)Math.Max(length, 1));
    }

    /// <summary>Bytes.</summary>
    public long Length { get; }

    /// <summary>A part of it.</summary>
    public Span<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Length);
        return new Span<byte>((byte*)_memory + offset, length);
    }

    /// <summary>A stream that writes into it from its beginning.</summary>
    public Stream OpenWrite()
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        return new UnmanagedMemoryStream((byte*)_memory, 0, Length, FileAccess.Write);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
