using System.Runtime.InteropServices;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>
/// Reads a checkpoint of TensorFlow's saver, version 2 (docs/original.md §14): <c>PREFIX.index</c>, a table of the variables, and their
/// bytes in <c>PREFIX.data-00000-of-00001</c> and so on. Opening it reads the index alone; the bytes of a variable are read and checked
/// when it is asked for.
/// </summary>
internal sealed class TensorBundleReader : IDisposable
{
    /// <summary>The ending of the index.</summary>
    public const string IndexSuffix = ".index";

    private const int MostIndexBytes = 1 << 26;
    private const string Damaged = "the checkpoint is damaged: copy it again";
    private readonly string _prefix;
    private readonly int _shards;
    private readonly Dictionary<int, SafeFileHandle> _files = [];
    private readonly Dictionary<string, BundleEntry> _byName;

    private TensorBundleReader(string prefix, int shards, List<BundleEntry> entries)
    {
        _prefix = prefix;
        _shards = shards;
        Entries = entries;
        _byName = entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The index, for messages.</summary>
    public string IndexPath => _prefix + IndexSuffix;

    /// <summary>The variables in order of their names.</summary>
    public IReadOnlyList<BundleEntry> Entries { get; }

    /// <summary>The path of a data file.</summary>
    public static string DataPath(string prefix, int shard, int shards) => $"{prefix}.data-{shard:D5}-of-{shards:D5}";

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="prefix">What its files' names begin with; the index itself will do.</param>
    /// <exception cref="InputException">The index cannot be read or is damaged.</exception>
    public static TensorBundleReader Open(string prefix)
    {
        if (prefix.EndsWith(IndexSuffix, StringComparison.Ordinal))
            prefix = prefix[..^IndexSuffix.Length];
        string path = prefix + IndexSuffix;
        byte[] file;
        try
        {
            file = SmallFile.Read(path, MostIndexBytes, "the index of a checkpoint");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                path, "", "the index of a TensorFlow checkpoint", e.Message, "name the prefix that its files share", e);
        }

        BundleHeader? header = null;
        List<BundleEntry> entries = [];
        SortedTable.Read(path, file, (name, value) =>
        {
            if (header is null)
                header = name.IsEmpty
                    ? Parsed(path, "the header", value)
                    : throw Refuse(path, "the header", "an unnamed entry at the start", Shown(name));
            else
                entries.Add(Parsed(path, name, value));
        });
        return new TensorBundleReader(
            prefix, (header ?? throw Refuse(path, "the header", "an unnamed entry at the start", "no entry")).Shards, entries);
    }

    /// <summary>The variable of that name, or null.</summary>
    public BundleEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The variable of that name.</summary>
    /// <exception cref="InputException">There is none; the message lists the most similar names.</exception>
    public BundleEntry Entry(string name) => Find(name)
        ?? throw new InputException(
            IndexPath, "", $"a variable '{name}'", $"{Entries.Count} others", NearestNames.Hint(name, _byName.Keys));

    /// <summary>Checks that the data files are there and as long as the index says.</summary>
    /// <exception cref="InputException">One is not.</exception>
    public void RequireData()
    {
        foreach (BundleEntry entry in Entries)
            Located(entry);
    }

    /// <summary>The numbers of a float32 variable, row by row.</summary>
    /// <exception cref="InputException">It has another type, or its bytes cannot be read or are damaged.</exception>
    public float[] Read(BundleEntry entry)
    {
        if (entry.Type != BundleEntry.Float32 || entry.ByteCount > sizeof(float) * (long)Array.MaxLength)
        {
            throw new InputException(
                IndexPath, $"variable '{entry.Name}'", $"at most {Array.MaxLength} numbers of float32", entry.Description);
        }

        (SafeFileHandle file, string path, string where) = Located(entry);
        float[] numbers = new float[entry.ByteCount / sizeof(float)];
        Span<byte> bytes = MemoryMarshal.AsBytes(numbers.AsSpan());
        try
        {
            for (int read, done = 0; done < bytes.Length; done += read)
            {
                if ((read = RandomAccess.Read(file, bytes[done..], entry.Offset + done)) == 0)
                {
                    throw new InputException(
                        path, where, $"{bytes.Length} bytes", $"an end after {done}", "the file changed while it was read: try again");
                }
            }
        }
        catch (IOException e)
        {
            throw new InputException(path, where, "data that can be read", e.Message, "", e);
        }

        uint computed = Crc32C.Masked(bytes);
        return computed == entry.Checksum
            ? numbers
            : throw new InputException(
                path, where, $"bytes of the checksum {entry.Checksum:x8}, as the index says", $"{computed:x8}", Damaged);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SafeFileHandle file in _files.Values)
            file.Dispose();
    }

    /// <summary>The data file of a variable, which is long enough, and where it is in it.</summary>
    private (SafeFileHandle File, string Path, string Where) Located(BundleEntry entry)
    {
        if (entry.Shard >= _shards)
            throw Refuse(IndexPath, $"variable '{entry.Name}'", $"a data file from 0 to {_shards - 1}", $"{entry.Shard}");
        string path = DataPath(_prefix, entry.Shard, _shards), where = $"variable '{entry.Name}', byte {entry.Offset}";
        try
        {
            if (!_files.TryGetValue(entry.Shard, out SafeFileHandle? file))
                _files.Add(entry.Shard, file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read));
            long length = RandomAccess.GetLength(file);
            return entry.Offset <= length && entry.ByteCount <= length - entry.Offset
                ? (file, path, where)
                : throw new InputException(
                    path, where, $"{entry.ByteCount} bytes", $"an end after {length} bytes in all", "the file is cut short: copy it again");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "a checkpoint's data", e.Message, "copy all files of the checkpoint into one folder", e);
        }
    }

    private static BundleHeader Parsed(string path, string where, ReadOnlySpan<byte> value)
    {
        try
        {
            return BundleHeader.Parse(value);
        }
        catch (InvalidDataException e)
        {
            throw Refuse(path, where, "the header of a bundle", e.Message);
        }
    }

    private static BundleEntry Parsed(string path, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        string where = $"variable '{Shown(name)}'";
        if (!Utf8.IsValid(name))
            throw Refuse(path, where, "a name in UTF-8", "other bytes");
        try
        {
            return BundleEntry.Parse(name, value);
        }
        catch (InvalidDataException e)
        {
            throw Refuse(path, where, "the description of a variable", e.Message);
        }
    }

    private static string Shown(ReadOnlySpan<byte> name) => System.Text.Encoding.UTF8.GetString(name);

    private static InputException Refuse(string path, string where, string expected, string found) =>
        new(path, where, expected, found, Damaged);
}
