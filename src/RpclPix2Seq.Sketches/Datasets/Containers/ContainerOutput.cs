using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// A container while it is being written: a temporary file next to its target, filled from the end of the header on, with each block hashed
/// as it fills. The header is written last, so that no incomplete file begins like a container.
/// </summary>
internal sealed class ContainerOutput : IDisposable
{
    private readonly string _path;
    private readonly string _full;
    private readonly string _temporary;
    private readonly SafeFileHandle _file;
    private readonly byte[] _block = new byte[ContainerLayout.BlockBytes];
    private readonly List<ulong> _checksums = [];
    private int _filled;
    private bool _renamed;

    public ContainerOutput(string path)
    {
        _path = path;
        _full = Path.GetFullPath(path);
        _temporary = AtomicFile.TemporaryBeside(_full);
        try
        {
            _file = File.OpenHandle(_temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }

    public static ReadOnlySpan<byte> ClosingMagic => [0x0A, 0x1A, 0x0A, 0x0D, (byte)'C', (byte)'K', (byte)'S', 0x89];

    /// <summary>The number of bytes so far, including the header.</summary>
    public long Position => BlockStart + _filled;

    private long BlockStart => ContainerLayout.HeaderBytes + (long)_checksums.Count * ContainerLayout.BlockBytes;

    public static InputException NotWritable(string path, Exception e) =>
        new(path, "", "a file that can be written", e.Message, "choose another place", e);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int fits = Math.Min(bytes.Length, _block.Length - _filled);
            bytes[..fits].CopyTo(_block.AsSpan(_filled));
            _filled += fits;
            bytes = bytes[fits..];
            if (_filled == _block.Length)
                FinishBlock();
        }
    }

    /// <summary>Writes zeros up to where a section may begin.</summary>
    public void Pad()
    {
        Span<byte> zeros = stackalloc byte[ContainerLayout.Alignment];
        zeros.Clear();
        Write(zeros[..(int)(ContainerLayout.Align(Position) - Position)]);
    }

    /// <summary>
    /// Reads back what was written, to rewrite it differently elsewhere; reads fewer bytes than requested at the end or where a block
    /// begins.
    /// </summary>
    public int ReadBack(Span<byte> buffer, long position)
    {
        long inFile = BlockStart - position;
        if (inFile > 0)
            return ReadAt(_path, _file, buffer[..(int)Math.Min(buffer.Length, inFile)], position);
        ReadOnlySpan<byte> rest = _block.AsSpan(0, _filled)[(int)-inFile..];
        int length = Math.Min(buffer.Length, rest.Length);
        rest[..length].CopyTo(buffer);
        return length;
    }

    /// <summary>Reads a temporary file: all of <paramref name="buffer"/> is read.</summary>
    public static int ReadAt(string path, SafeFileHandle file, Span<byte> buffer, long position)
    {
        try
        {
            for (int total = 0; total < buffer.Length;)
            {
                int read = RandomAccess.Read(file, buffer[total..], position + total);
                if (read == 0)
                    throw new EndOfStreamException("its temporary file was cut");
                total += read;
            }

            return buffer.Length;
        }
        catch (IOException e)
        {
            throw NotWritable(path, e);
        }
    }

    /// <summary>Writes the checksums, the footer and the header, and renames the file into place.</summary>
    /// <param name="header">The header of what was written.</param>
    /// <param name="flush">Whether to wait until all of it is on disk.</param>
    /// <returns>The checksum of header and checksums, and the length of the file.</returns>
    public (ulong Checksum, long Length) Finish(ContainerHeader header, bool flush)
    {
        if (_filled > 0)
            FinishBlock();
        Span<byte> head = stackalloc byte[ContainerLayout.HeaderBytes];
        header.Encode(head);
        ContainerLayout layout = header.Layout;
        byte[] table = new byte[8L * _checksums.Count];
        for (int i = 0; i < _checksums.Count; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan(8 * i), _checksums[i]);

        ulong checksum = WholeChecksum(head, table);
        Span<byte> footer = stackalloc byte[ContainerLayout.FooterBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(footer, checksum);
        BinaryPrimitives.WriteInt64LittleEndian(footer[8..], _checksums.Count);
        BinaryPrimitives.WriteInt64LittleEndian(footer[16..], layout.Length);
        ClosingMagic.CopyTo(footer[24..]);
        WriteAt(table, layout.Checksums);
        WriteAt(footer, layout.Footer);
        WriteAt(head, 0);
        Rename(flush);
        return (checksum, layout.Length);
    }

    public void Dispose()
    {
        _file.Dispose();
        if (!_renamed && File.Exists(_temporary))
            File.Delete(_temporary);
    }

    /// <summary>The checksum that covers the whole file.</summary>
    public static ulong WholeChecksum(ReadOnlySpan<byte> header, ReadOnlySpan<byte> table)
    {
        XxHash3 hash = new();
        hash.Append(header);
        hash.Append(table);
        return hash.GetCurrentHashAsUInt64();
    }

    private void FinishBlock()
    {
        ReadOnlySpan<byte> block = _block.AsSpan(0, _filled);
        WriteAt(block, BlockStart);
        _checksums.Add(XxHash3.HashToUInt64(block));
        _filled = 0;
    }

    private void WriteAt(ReadOnlySpan<byte> bytes, long position)
    {
        try
        {
            RandomAccess.Write(_file, bytes, position);
        }
        catch (IOException e)
        {
            throw NotWritable(_path, e);
        }
    }

    private void Rename(bool flush)
    {
        try
        {
            if (flush)
                RandomAccess.FlushToDisk(_file);
            _file.Dispose();
            File.Move(_temporary, _full, overwrite: true);
            _renamed = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(_path, e);
        }

        if (flush)
            AtomicFile.FlushFolder(Path.GetDirectoryName(_full)!);
    }
}
