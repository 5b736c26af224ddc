using System.Text;

namespace RpclPix2Seq.Tests.Models.TensorFlow1;

/// <summary>
/// A TensorFlow checkpoint put together byte by byte from the descriptions of its formats: nothing is shared with the project's reader and
/// writer. Where a test asks for it, something is wrong in one place.
/// </summary>
internal sealed class HandBundle(string prefix)
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8)
        .Aggregate((uint)i, (crc, _) => (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1))];

    private readonly List<(string Name, int Shard, byte[] Data)> _data = [];
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _ends = [];

    /// <summary>The number of data files.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>Entries in a block; TensorFlow's blocks have 256 KiB.</summary>
    public int EntriesPerBlock { get; init; } = int.MaxValue;

    /// <summary>The kind of compression of the blocks of entries: 0 none, 1 Snappy, others do not exist.</summary>
    public byte Compression { get; init; }

    /// <summary>Changes the value of an entry before it is written; the empty name is the header's.</summary>
    public Func<string, byte[], byte[]> Value { get; init; } = (_, value) => value;

    /// <summary>The bytes of a data file's name.</summary>
    public string DataPath(int shard) => $"{prefix}.data-{shard:00000}-of-{Shards:00000}";

    /// <summary>Adds a variable of float32.</summary>
    public void Add(string name, long[] shape, float[] numbers, int shard = 0)
    {
        byte[] data = new byte[4 * numbers.Length];
        Buffer.BlockCopy(numbers, 0, data, 0, data.Length);
        Add(name, 1, shape, data, shard);
    }

    /// <summary>Adds a variable.</summary>
    public void Add(string name, int type, long[] shape, byte[] data, int shard = 0)
    {
        long offset = _ends.GetValueOrDefault(shard);
        List<byte> entry = [0x08, .. VarInt(type), 0x12], sizes = [];
        foreach (long size in shape)
        {
            byte[] dimension = size == 0 ? [] : [0x08, .. VarInt(size)];
            sizes.AddRange([0x12, .. VarInt(dimension.Length), .. dimension]);
        }

        entry.AddRange([.. VarInt(sizes.Count), .. sizes]);
        foreach ((byte tag, long value) in new[] { ((byte)0x18, (long)shard), ((byte)0x20, offset), ((byte)0x28, data.Length) })
        {
            if (value != 0)
                entry.AddRange([tag, .. VarInt(value)]);
        }

        entry.AddRange([0x35, .. Little(Masked(data))]);
        _entries.Add(name, [.. entry]);
        _data.Add((name, shard, data));
        _ends[shard] = offset + data.Length;
    }

    /// <summary>Writes all files.</summary>
    public void Write()
    {
        for (int shard = 0; shard < Shards; shard++)
        {
            using FileStream file = File.Create(DataPath(shard));
            foreach ((_, _, byte[] data) in _data.Where(item => item.Shard == shard))
                file.Write(data);
        }

        File.WriteAllBytes(prefix + ".index", Index());
    }

    /// <summary>The bytes of the index.</summary>
    public byte[] Index()
    {
        List<(byte[] Key, byte[] Value)> entries = [([], Value("", [0x08, .. VarInt(Shards), 0x1A, 0x02, 0x08, 0x01]))];
        entries.AddRange(_entries.Select(entry => (Encoding.UTF8.GetBytes(entry.Key), Value(entry.Key, entry.Value))));
        List<byte> file = [];
        List<(byte[], byte[])> list = [];
        foreach ((byte[] Key, byte[] Value)[] part in entries.Chunk(Math.Min(EntriesPerBlock, entries.Count)))
        {
            byte[] place = Append(file, Block(part, 16), Compression);
            list.Add((part[^1].Key, place));
        }

        byte[] meta = Append(file, Block([], 16), 0), blocks = Append(file, Block(list, 1), 0);
        byte[] places = [.. meta, .. blocks];
        file.AddRange([.. places, .. new byte[40 - places.Length], 0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB]);
        return [.. file];
    }

    /// <summary>A block with its trailer at the end of a file; returns its place.</summary>
    private static byte[] Append(List<byte> file, byte[] block, byte compression)
    {
        int offset = file.Count;
        byte[] content = compression == 1 ? Snappy(block) : block;
        file.AddRange([.. content, compression, .. Little(Masked([.. content, compression]))]);
        return [.. VarInt(offset), .. VarInt(content.Length)];
    }

    private static byte[] Block(IReadOnlyList<(byte[] Key, byte[] Value)> entries, int perRestart)
    {
        List<byte> block = [];
        List<int> restarts = [0];
        byte[] before = [];
        for (int i = 0; i < entries.Count; i++)
        {
            int shared = 0;
            if (i > 0 && i % perRestart == 0)
                restarts.Add(block.Count);
            else if (i > 0)
                shared = before.Zip(entries[i].Key).TakeWhile(pair => pair.First == pair.Second).Count();
            byte[] key = entries[i].Key, value = entries[i].Value;
            block.AddRange([.. VarInt(shared), .. VarInt(key.Length - shared), .. VarInt(value.Length), .. key[shared..], .. value]);
            before = key;
        }

        block.AddRange([.. restarts.SelectMany(at => Little((uint)at)), .. Little((uint)restarts.Count)]);
        return [.. block];
    }

    /// <summary>Snappy without effort: literals of at most 60 bytes, and copies of runs of one byte.</summary>
    private static byte[] Snappy(byte[] bytes)
    {
        List<byte> packed = [.. VarInt(bytes.Length)];
        for (int at = 0; at < bytes.Length;)
        {
            int run = 0;
            while (at > 0 && run < 64 && at + run < bytes.Length && bytes[at + run] == bytes[at - 1])
                run++;
            if (run > 3)
            {
                packed.AddRange([(byte)(((run - 1) << 2) | 2), 1, 0]);
                at += run;
                continue;
            }

            int length = 1;
            while (length < 60 && at + length < bytes.Length && bytes[at + length] != bytes[at + length - 1])
                length++;
            packed.AddRange([(byte)((length - 1) << 2), .. bytes[at..(at + length)]]);
            at += length;
        }

        return [.. packed];
    }

    private static uint Masked(byte[] bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte one in bytes)
            crc = CrcTable[(byte)(crc ^ one)] ^ (crc >> 8);
        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8);
    }

    private static byte[] Little(uint value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    private static byte[] VarInt(long value)
    {
        List<byte> bytes = [];
        for (; value > 127; value >>= 7)
            bytes.Add((byte)((value & 127) | 128));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
