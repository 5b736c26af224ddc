using System.Buffers;
using System.Buffers.Binary;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>Writes a table as <see cref="SortedTable"/> reads it, in plain blocks of the size that TensorFlow takes.</summary>
internal sealed class SortedTableWriter
{
    private const int BlockBytes = 1 << 18, EntriesPerRestart = 16;
    private readonly Stream _stream;
    private readonly Block _list = new(entriesPerRestart: 1);
    private Block _block = new(EntriesPerRestart);
    private long _position;

    /// <param name="stream">Receives the table; the caller keeps ownership.</param>
    public SortedTableWriter(Stream stream) => _stream = stream;

    /// <summary>Adds an entry.</summary>
    /// <param name="key">Above all keys before it.</param>
    /// <param name="value">Its value.</param>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _block.Add(key, value);
        if (_block.Length >= BlockBytes)
            EndBlock();
    }

    /// <summary>Writes what is left, the list of blocks and the footer.</summary>
    public void Finish()
    {
        if (_block.Length > 0)
            EndBlock();
        BlockPlace unused = Write(new Block(EntriesPerRestart)), list = Write(_list);
        ArrayBufferWriter<byte> places = new();
        unused.Write(places);
        list.Write(places);
        byte[] footer = new byte[SortedTable.FooterBytes];
        places.WrittenSpan.CopyTo(footer);
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(footer.Length - sizeof(ulong)), SortedTable.Magic);
        _stream.Write(footer);
    }

    private void EndBlock()
    {
        byte[] last = _block.LastKey;
        BlockPlace place = Write(_block);
        ArrayBufferWriter<byte> value = new();
        place.Write(value);
        _list.Add(last, value.WrittenSpan);
        _block = new Block(EntriesPerRestart);
    }

    private BlockPlace Write(Block block)
    {
        byte[] bytes = [.. block.ToArray(), SortedTable.Plain];
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Masked(bytes));
        _stream.Write(bytes);
        _stream.Write(checksum);
        BlockPlace place = new(_position, bytes.Length - 1);
        _position += bytes.Length + checksum.Length;
        return place;
    }

    /// <summary>A block that is being filled.</summary>
    private sealed class Block(int entriesPerRestart)
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private readonly List<uint> _restarts = [0];
        private int _sinceRestart;

        public byte[] LastKey { get; private set; } = [];

        public int Length => _bytes.WrittenCount;

        public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            if (_sinceRestart == entriesPerRestart)
            {
                _restarts.Add((uint)_bytes.WrittenCount);
                _sinceRestart = 0;
            }

            int shared = _sinceRestart == 0 ? 0 : LastKey.AsSpan().CommonPrefixLength(key);
            VarInts.Write(_bytes, (ulong)shared);
            VarInts.Write(_bytes, (ulong)(key.Length - shared));
            VarInts.Write(_bytes, (ulong)value.Length);
            _bytes.Write(key[shared..]);
            _bytes.Write(value);
            LastKey = key.ToArray();
            _sinceRestart++;
        }

        public byte[] ToArray()
        {
            byte[] end = new byte[sizeof(uint) * (_restarts.Count + 1)];
            for (int i = 0; i < _restarts.Count; i++)
                BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(sizeof(uint) * i), _restarts[i]);
            BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(sizeof(uint) * _restarts.Count), (uint)_restarts.Count);
            return [.. _bytes.WrittenSpan, .. end];
        }
    }
}
