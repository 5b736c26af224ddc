using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Files.Zip;

/// <summary>Writes a zip file (zip64 where sizes need it) with constant dates, so that the same data give the same file.</summary>
internal sealed class ZipWriter(Stream output, CompressionLevel? level)
{
    private const ushort FirstDay = 0x0021; // 1980-01-01
    private readonly List<(string Name, uint Crc, long Stored, long Length, long Offset)> _members = [];

    /// <summary>Adds a member of <paramref name="length"/> bytes; see <see cref="ParallelDeflate.Write"/>.</summary>
    public void Add(string name, ReadOnlyMemory<byte> start, long length, int unit, ArrayFiller fill)
    {
        if (_members.Exists(member => member.Name == name))
            throw new ArgumentException($"a second member {name}", nameof(name));
        long offset = output.Position;
        long total = start.Length + length;

        // Deflate may grow incompressible data by a few bytes per block, so the decision leaves a margin.
        bool large = total > uint.MaxValue - (total / 1000) - 65536;
        WriteLocalHeader(name, 0, 0, total, large);
        long dataOffset = output.Position;
        Crc32 crc = new();
        if (level is null || start.Length == 0)
        {
            output.Write(start.Span);
            crc.Append(start.Span);
        }
        else
        {
            WriteStoredBlock(start.Span);
            crc.Append(start.Span);
        }

        ParallelDeflate.Write(output, length, unit, fill, level, crc);
        long end = output.Position;
        output.Position = offset;
        WriteLocalHeader(name, crc.GetCurrentHashAsUInt32(), end - dataOffset, total, large);
        output.Position = end;
        _members.Add((name, crc.GetCurrentHashAsUInt32(), end - dataOffset, total, offset));
    }

    /// <summary>Writes the central directory.</summary>
    public void Finish()
    {
        long offset = output.Position;
        foreach ((string name, uint crc, long stored, long length, long header) in _members)
            WriteEntry(name, crc, stored, length, header);
        long size = output.Position - offset;
        if (offset >= uint.MaxValue || size >= uint.MaxValue || _members.Count >= ushort.MaxValue)
            WriteEnd64(offset, size);

        Span<byte> end = stackalloc byte[22];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        ushort count = (ushort)Math.Min(_members.Count, ushort.MaxValue);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], Clip(size));
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], Clip(offset));
        output.Write(end);
    }

    private static uint Clip(long value) => (uint)Math.Min(value, uint.MaxValue);

    /// <summary>
    /// A stored deflate block (RFC 1951, 3.2.4) keeps the header of an array separate, so that the pieces start with the data.
    /// </summary>
    private void WriteStoredBlock(ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[5];
        head[0] = 0;
        while (data.Length > 0)
        {
            ReadOnlySpan<byte> block = data[..Math.Min(data.Length, ushort.MaxValue)];
            BinaryPrimitives.WriteUInt16LittleEndian(head[1..], (ushort)block.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(head[3..], (ushort)~block.Length);
            output.Write(head);
            output.Write(block);
            data = data[block.Length..];
        }
    }

    private void WriteLocalHeader(string name, uint crc, long stored, long length, bool large)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        byte[] header = new byte[30 + nameBytes.Length + (large ? 20 : 0)];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034b50);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), large ? (ushort)45 : (ushort)20);
        WriteCommon(header.AsSpan(6), crc, large ? uint.MaxValue : stored, large ? uint.MaxValue : length, nameBytes.Length);
        nameBytes.CopyTo(header, 30);
        if (large)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(28), 20);
            Span<byte> extra = header.AsSpan(30 + nameBytes.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
            BinaryPrimitives.WriteUInt16LittleEndian(extra[2..], 16);
            BinaryPrimitives.WriteInt64LittleEndian(extra[4..], length);
            BinaryPrimitives.WriteInt64LittleEndian(extra[12..], stored);
        }

        output.Write(header);
    }

    private void WriteEntry(string name, uint crc, long stored, long length, long offset)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        List<long> wide = [.. new[] { length, stored, offset }.Where(value => value >= uint.MaxValue)];
        int extraLength = wide.Count > 0 ? 4 + (8 * wide.Count) : 0;
        byte[] entry = new byte[46 + nameBytes.Length + extraLength];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, 0x02014b50);

        // Made on Unix, so that unpackers honor the permissions in the upper half of the attributes.
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(4), (3 << 8) | 45);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(6), wide.Count > 0 ? (ushort)45 : (ushort)20);
        WriteCommon(entry.AsSpan(8), crc, stored, length, nameBytes.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(30), (ushort)extraLength);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(38), 0x81A40000); // a regular file, rw-r--r--
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(42), Clip(offset));
        nameBytes.CopyTo(entry, 46);
        if (wide.Count > 0)
        {
            Span<byte> extra = entry.AsSpan(46 + nameBytes.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
            BinaryPrimitives.WriteUInt16LittleEndian(extra[2..], (ushort)(8 * wide.Count));
            for (int i = 0; i < wide.Count; i++)
                BinaryPrimitives.WriteInt64LittleEndian(extra[(4 + (8 * i))..], wide[i]);
        }

        output.Write(entry);
    }

    /// <summary>The fields that local header and directory entry share, from the flags to the length of the name.</summary>
    private void WriteCommon(Span<byte> fields, uint crc, long stored, long length, int nameLength)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(fields, 0x800); // names in UTF-8
        BinaryPrimitives.WriteUInt16LittleEndian(fields[2..], level is null ? (ushort)0 : (ushort)8);
        BinaryPrimitives.WriteUInt16LittleEndian(fields[6..], FirstDay);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[8..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(fields[12..], Clip(stored));
        BinaryPrimitives.WriteUInt32LittleEndian(fields[16..], Clip(length));
        BinaryPrimitives.WriteUInt16LittleEndian(fields[20..], checked((ushort)nameLength));
    }

    private void WriteEnd64(long offset, long size)
    {
        long at = output.Position;
        byte[] end = new byte[56 + 20];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06064b50);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(4), 44);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(12), 45);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(14), 45);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(24), _members.Count);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(32), _members.Count);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(40), size);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(48), offset);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(56), 0x07064b50);
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(64), at);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(72), 1);
        output.Write(end);
    }
}
