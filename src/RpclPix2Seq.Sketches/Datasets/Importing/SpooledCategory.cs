using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What a spool has of one category.</summary>
internal sealed class SpooledCategory(string name)
{
    /// <summary>The split of a sketch whose file has no splits.</summary>
    public const sbyte NoSplit = -1;

    private const int FirstChunkBytes = 1 << 10;
    private const int LargestChunkBytes = 1 << 18;

    private readonly List<UInt128> _hashes = [];
    private readonly List<sbyte> _splits = [];
    private readonly List<(int First, int File)> _runs = [];
    private readonly List<(int First, int End)> _excluded = [];
    private readonly List<(long Offset, int Length)> _spilled = [];
    private readonly List<ReadOnlyMemory<byte>> _full = [];
    private byte[] _chunk = [];
    private int _used;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>How many records were added.</summary>
    public int Count => _hashes.Count;

    /// <summary>The hashes of the records.</summary>
    public ReadOnlySpan<UInt128> Hashes => CollectionsMarshal.AsSpan(_hashes);

    /// <summary>The splits that files put the records in, or <see cref="NoSplit"/>.</summary>
    public ReadOnlySpan<sbyte> Splits => CollectionsMarshal.AsSpan(_splits);

    /// <summary>Records that are not to be used after all: their file could not be read to its end.</summary>
    public IReadOnlyList<(int First, int End)> Excluded => _excluded;

    /// <summary>Where in the temporary file the first records are.</summary>
    public IReadOnlyList<(long Offset, int Length)> Spilled => _spilled;

    /// <summary>The records that are in memory.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Chunks => _full.Append(_chunk.AsMemory(0, _used));

    /// <summary>Says that the records from now on come from that file.</summary>
    public void Begin(int file) => _runs.Add((Count, file));

    /// <summary>Takes back what came since the last <see cref="Begin"/>.</summary>
    public void ExcludeLast() => _excluded.Add((_runs[^1].First, Count));

    /// <summary>The file that a record comes from.</summary>
    public int FileOf(int index)
    {
        int low = 0, high = _runs.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_runs[middle].First <= index)
                low = middle;
            else
                high = middle - 1;
        }

        return _runs[low].File;
    }

    /// <summary>Adds a record; the bytes that it took from the memory.</summary>
    public long Add(ReadOnlySpan<byte> record, UInt128 hash, sbyte split)
    {
        if (_hashes.Count == Array.MaxLength)
            throw new InvalidOperationException("a category has more sketches than an array can hold");
        _hashes.Add(hash);
        _splits.Add(split);
        long taken = 0;
        if (record.Length > _chunk.Length - _used)
        {
            if (_used > 0 && _used + record.Length > LargestChunkBytes)
            {
                _full.Add(_chunk.AsMemory(0, _used));
                _chunk = [];
                _used = 0;
            }

            int size = Math.Max(_used + record.Length, Math.Clamp(2 * _chunk.Length, FirstChunkBytes, LargestChunkBytes));
            taken = size - _chunk.Length;
            Array.Resize(ref _chunk, size);
        }

        record.CopyTo(_chunk.AsSpan(_used));
        _used += record.Length;
        return taken;
    }

    /// <summary>Moves what is in memory to the end of a file.</summary>
    public void Spill(Stream file)
    {
        foreach (ReadOnlyMemory<byte> chunk in Chunks)
        {
            if (chunk.Length == 0)
                continue;
            _spilled.Add((file.Position, chunk.Length));
            file.Write(chunk.Span);
        }

        _full.Clear();
        _chunk = [];
        _used = 0;
    }
}
