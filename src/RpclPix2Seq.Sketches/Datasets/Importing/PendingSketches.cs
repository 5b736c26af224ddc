using System.Runtime.InteropServices;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Collects records by category until all are there, in the order in which they arrive: in memory, and in a temporary file once there are
/// many. Only the hash, the split and the source file of each record stay in memory.
/// </summary>
/// <param name="folder">Where the temporary file goes; it is removed when it is closed.</param>
/// <param name="memoryBytes">The most bytes of records that may be in memory.</param>
internal sealed class PendingSketches(string folder, long memoryBytes = PendingSketches.StandardMemoryBytes) : IDisposable
{
    /// <summary>The most categories that a dataset can have.</summary>
    public const int MaxCategories = SketchContainerWriter.MaxCategories;

    private const long StandardMemoryBytes = 192L << 20;

    private readonly Dictionary<string, PendingCategory> _categories = new(StringComparer.Ordinal);
    private FileStream? _file;
    private long _inMemory;

    /// <summary>Called by <see cref="Read"/> for each record.</summary>
    /// <param name="index">Its position in its category.</param>
    /// <param name="record">The record; valid during the call only.</param>
    public delegate void RecordReader(int index, ReadOnlySpan<byte> record);

    /// <summary>The categories in the order of their names.</summary>
    public IReadOnlyList<PendingCategory> Categories => [.. _categories.Values.OrderBy(category => category.Name, StringComparer.Ordinal)];

    /// <summary>The category with a name; created when it is first requested.</summary>
    /// <exception cref="InputException">There are too many.</exception>
    public PendingCategory CategoryOf(string name)
    {
        if (_categories.TryGetValue(name, out PendingCategory? category))
            return category;
        if (_categories.Count == MaxCategories)
        {
            throw new InputException(
                "sources", "", $"at most {MaxCategories} categories", $"one more, '{name}'",
                "give all drawings one category with --category");
        }

        category = new PendingCategory(name);
        _categories.Add(name, category);
        return category;
    }

    /// <summary>Adds a record.</summary>
    public void Add(PendingCategory category, ReadOnlySpan<byte> record, UInt128 hash, sbyte split)
    {
        _inMemory += category.Add(record, hash, split);
        if (_inMemory > memoryBytes)
            Spill();
    }

    /// <summary>Reads the records of a category in the order in which they were added.</summary>
    public void Read(PendingCategory category, RecordReader reader)
    {
        int index = 0;
        byte[] buffer = [];
        foreach ((long offset, int length) in category.Spilled)
        {
            if (buffer.Length < length)
                buffer = new byte[length];
            _file!.Position = offset;
            _file.ReadExactly(buffer, 0, length);
            ReadAll(buffer.AsSpan(0, length), reader, ref index);
        }

        foreach (ReadOnlyMemory<byte> chunk in category.Chunks)
            ReadAll(chunk.Span, reader, ref index);
    }

    /// <summary>Removes the temporary file.</summary>
    public void Dispose()
    {
        if (_file is not null)
            AtomicFile.Abandon(_file); // it is removed even if what it buffers does not fit on the disk
    }

    private static void ReadAll(ReadOnlySpan<byte> chunk, RecordReader reader, ref int index)
    {
        while (chunk.Length > 0)
        {
            int size = SketchRecord.SizeOf(chunk);
            reader(index++, chunk[..size]);
            chunk = chunk[size..];
        }
    }

    private void Spill()
    {
        _file ??= Open();
        try
        {
            _file.Position = _file.Length;
            foreach (PendingCategory category in _categories.Values)
                category.Spill(_file);
            _file.Flush();
        }
        catch (IOException e)
        {
            throw new InputException(folder, "", "room for a temporary file", e.Message, "free up disk space, or import in parts", e);
        }

        _inMemory = 0;
    }

    private FileStream Open()
    {
        string path = Path.Combine(folder, $"pending.{Guid.NewGuid():N}.tmp");
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(folder, "", "a folder that can be written", e.Message, "choose another place", e);
        }
    }
}

/// <summary>The records of one category that are pending.</summary>
internal sealed class PendingCategory(string name)
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

    /// <summary>The number of records added.</summary>
    public int Count => _hashes.Count;

    /// <summary>The hashes of the records.</summary>
    public ReadOnlySpan<UInt128> Hashes => CollectionsMarshal.AsSpan(_hashes);

    /// <summary>The splits that files put the records in, or <see cref="NoSplit"/>.</summary>
    public ReadOnlySpan<sbyte> Splits => CollectionsMarshal.AsSpan(_splits);

    /// <summary>Records that must not be used after all: their file could not be read to its end.</summary>
    public IReadOnlyList<(int First, int End)> Excluded => _excluded;

    /// <summary>Where in the temporary file the first records are.</summary>
    public IReadOnlyList<(long Offset, int Length)> Spilled => _spilled;

    /// <summary>The records that are in memory.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Chunks => _full.Append(_chunk.AsMemory(0, _used));

    /// <summary>Marks that the following records come from that file.</summary>
    public void Begin(int file) => _runs.Add((Count, file));

    /// <summary>Excludes the records added since the last <see cref="Begin"/>.</summary>
    public void ExcludeLast() => _excluded.Add((_runs[^1].First, Count));

    /// <summary>The file that a record comes from.</summary>
    public int FileOf(int index) => _runs[RunOf(index)].File;

    /// <summary>How many records of its file come before a record, and how many the file has in this category.</summary>
    public (int Before, int Count) PlaceOf(int index)
    {
        int run = RunOf(index);
        int first = _runs[run].First, end = run + 1 < _runs.Count ? _runs[run + 1].First : Count;
        return (index - first, end - first);
    }

    private int RunOf(int index)
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

        return low;
    }

    /// <summary>Adds a record; returns the bytes of memory that it took.</summary>
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

/// <summary>Puts sketches into pending ones, and records which file each is from.</summary>
internal sealed class PendingSink(PendingSketches pending) : IPreparedSink
{
    // So many paths are kept, for messages; beyond, the names of their groups must do.
    private const int MostPaths = 200_000;

    private readonly List<int> _sourceOfFile = [];
    private readonly List<string> _paths = [];
    private readonly HashSet<PendingCategory> _touched = [];

    /// <summary>The files that were read, in groups.</summary>
    public ImportSources Sources { get; } = new();

    /// <summary>The position in <see cref="Sources"/> of the file that a record is from.</summary>
    public int SourceOf(PendingCategory category, int index) => _sourceOfFile[category.FileOf(index)];

    /// <summary>Where a record is from, for messages: its file, and which of the file's sketches of the category it is.</summary>
    public string PlaceOf(PendingCategory category, int index)
    {
        int file = category.FileOf(index);
        (int before, int count) = category.PlaceOf(index);
        string path = file < _paths.Count ? _paths[file] : Sources.All[_sourceOfFile[file]].Name;
        return count == 1 ? path : $"{path} ({category.Name} {before + 1} of {count})";
    }

    /// <inheritdoc/>
    public void Add(in PreparedSketch sketch, ReadOnlySpan<byte> record)
    {
        PendingCategory category = pending.CategoryOf(sketch.Category);
        if (_touched.Add(category))
            category.Begin(_sourceOfFile.Count);
        pending.Add(category, record, sketch.Hash, sketch.Split);
    }

    /// <inheritdoc/>
    public void End(SourceOutcome outcome)
    {
        if (!outcome.IsRead)
        {
            foreach (PendingCategory category in _touched)
                category.ExcludeLast();
        }

        if (_paths.Count < MostPaths)
            _paths.Add(outcome.File.Path);
        _sourceOfFile.Add(outcome.IsRead ? Sources.Add(outcome) : -1);
        _touched.Clear();
    }
}
