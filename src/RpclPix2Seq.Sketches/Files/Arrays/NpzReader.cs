using RpclPix2Seq.Sketches.Files.Zip;

namespace RpclPix2Seq.Sketches.Files.Arrays;

/// <summary>
/// Reads numpy's .npz files: a zip (stored or deflated, zip64 too) of .npy members. Checks checksums, rejects two members of the same name,
/// and allocates no more than the limits and the data themselves allow.
/// </summary>
internal sealed class NpzReader : IDisposable
{
    private const string Suffix = ".npy";
    private readonly InputFile _file;
    private readonly NpzLimits _limits;
    private readonly Dictionary<string, ZipMember> _members = new(StringComparer.Ordinal);

    /// <summary>Opens a file and reads its list of members.</summary>
    /// <exception cref="InputException">The file is missing, a folder, not a zip file, truncated or damaged.</exception>
    public NpzReader(string path, NpzLimits? limits = null)
    {
        _limits = limits ?? NpzLimits.Default;
        _file = new InputFile(path);
        try
        {
            List<string> names = [];
            foreach (ZipMember member in ZipDirectory.Read(_file, _limits))
            {
                if (!member.Name.EndsWith(Suffix, StringComparison.Ordinal))
                    continue;
                string name = member.Name[..^Suffix.Length];
                _members.Add(name, member);
                names.Add(name);
            }

            Names = names;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>The names of the arrays, without <c>.npy</c>, in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>True if there is an array with this name.</summary>
    public bool Contains(string name) => _members.ContainsKey(name);

    /// <summary>Reads an array of numbers.</summary>
    /// <exception cref="InputException">There is no such member, it is damaged, or it holds Python objects.</exception>
    public NpyArray Read(string name)
    {
        using ZipMemberStream stream = Open(name);
        return NpyReader.Read(stream);
    }

    /// <summary>The element type and shape of an array, without reading its data.</summary>
    /// <exception cref="InputException">There is no such member, or its header is damaged.</exception>
    public (NpyDtype Dtype, IReadOnlyList<long> Shape) ReadHeader(string name)
    {
        using ZipMemberStream stream = Open(name);
        NpyHeader header = NpyHeader.Read(stream, stream.Place);
        return (header.Dtype, header.Shape);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    internal ZipMemberStream Open(string name) => _members.TryGetValue(name, out ZipMember? member)
        ? new ZipMemberStream(_file, member, _limits)
        : throw new InputException(Path, "", $"a member {name}{Suffix}", DescribeMembers());

    /// <summary>The list of members, for an error message.</summary>
    internal string DescribeMembers() => Names.Count == 0
        ? "no numpy arrays"
        : "the members " + string.Join(", ", Names.Take(12).Select(name => InputPlace.Quote(name).Trim('\'')))
            + (Names.Count > 12 ? ", …" : "");
}

/// <summary>Limits on the work that a .npz file may cause. The defaults are far above what any dataset of the project needs.</summary>
internal sealed record NpzLimits
{
    /// <summary>The default limits.</summary>
    public static NpzLimits Default { get; } = new();

    /// <summary>Maximum decompressed bytes of one member; at most 2,147,483,591 (one .NET array), the default.</summary>
    public long MaxMemberBytes { get; init; } = Array.MaxLength;

    /// <summary>
    /// Maximum decompressed bytes per stored byte, applied to members of more than <see cref="RatioFreeBytes"/>; default 200.
    /// </summary>
    public double MaxRatio { get; init; } = 200;

    /// <summary>Members that decompress to at most this many bytes may have any ratio (blank pictures need that); default 64 MiB.</summary>
    public long RatioFreeBytes { get; init; } = 64L << 20;

    /// <summary>Maximum members in a file; default 4096.</summary>
    public int MaxMembers { get; init; } = 4096;
}
