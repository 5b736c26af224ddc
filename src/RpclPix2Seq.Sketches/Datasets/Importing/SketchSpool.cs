using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Keeps records by category until all are there, in the order in which they come: in memory, and in a temporary file once they are many.
/// What stays in memory of each is its hash, its split and which file it is from.
/// </summary>
/// <param name="folder">Where the temporary file goes; it is removed when it is closed.</param>
/// <param name="memoryBytes">How much of the records may be in memory.</param>
internal sealed class SketchSpool(string folder, long memoryBytes = SketchSpool.StandardMemoryBytes) : IDisposable
{
    /// <summary>The most categories that a dataset can have.</summary>
    public const int MaxCategories = SketchContainerWriter.MaxCategories;

    private const long StandardMemoryBytes = 192L << 20;

    private readonly Dictionary<string, SpooledCategory> _categories = new(StringComparer.Ordinal);
    private FileStream? _file;
    private long _inMemory;

    /// <summary>Called with a record that <see cref="Read"/> comes to.</summary>
    /// <param name="index">Its place in its category.</param>
    /// <param name="record">The record; valid during the call only.</param>
    public delegate void RecordReader(int index, ReadOnlySpan<byte> record);

    /// <summary>The categories in the order of their names.</summary>
    public IReadOnlyList<SpooledCategory> Categories => [.. _categories.Values.OrderBy(category => category.Name, StringComparer.Ordinal)];

    /// <summary>The category of a name; made when it is first asked for.</summary>
    /// <exception cref="InputException">There are too many.</exception>
    public SpooledCategory CategoryOf(string name)
    {
        if (_categories.TryGetValue(name, out SpooledCategory? category))
            return category;
        if (_categories.Count == MaxCategories)
        {
            throw new InputException(
                "sources", "", $"at most {MaxCategories} categories", $"one more, '{name}'",
                "give all drawings one category with --category");
        }

        category = new SpooledCategory(name);
        _categories.Add(name, category);
        return category;
    }

    /// <summary>Adds a record.</summary>
    public void Add(SpooledCategory category, ReadOnlySpan<byte> record, UInt128 hash, sbyte split)
    {
        _inMemory += category.Add(record, hash, split);
        if (_inMemory > memoryBytes)
            Spill();
    }

    /// <summary>Reads the records of a category in the order in which they were added.</summary>
    public void Read(SpooledCategory category, RecordReader reader)
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
    public void Dispose() => _file?.Dispose();

    private static void ReadAll(ReadOnlySpan<byte> chunk, RecordReader reader, ref int index)
    {
        while (chunk.Length > 0)
        {
            int size = RowCodec.SizeOf(chunk);
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
            foreach (SpooledCategory category in _categories.Values)
                category.Spill(_file);
            _file.Flush();
        }
        catch (IOException e)
        {
            throw new InputException(folder, "", "room for a temporary file", e.Message, "free some of the disk, or import in parts", e);
        }

        _inMemory = 0;
    }

    private FileStream Open()
    {
        string path = Path.Combine(folder, $"spool.{Guid.NewGuid():N}.tmp");
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
