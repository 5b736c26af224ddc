using System.Buffers.Binary;
using System.Text;

namespace RpclPix2Seq.Torch.Native;

/// <summary>A symbol version that a shared library requires of another one, as the dynamic loader checks it.</summary>
/// <param name="Library">The file name it requires, such as <c>libstdc++.so.6</c>.</param>
/// <param name="Version">The version, such as <c>GLIBCXX_3.4.30</c>.</param>
/// <param name="IsWeak">Whether the loader tolerates its absence.</param>
/// <param name="Index">The number by which the symbol table refers to it.</param>
/// <param name="FlagsOffset">The file offset of its two flag bytes.</param>
internal sealed record VersionNeed(string Library, string Version, bool IsWeak, int Index, int FlagsOffset);

/// <summary>
/// The part of a 64-bit little-endian ELF shared library that decides whether the dynamic loader accepts it: which symbol versions it
/// needs, which it defines, and which symbols its relocations refer to. Everything is found through the dynamic segment, as the loader
/// does.
/// </summary>
internal sealed class ElfImage
{
    private const int ProgramHeaderSize = 56, DynamicSize = 16, SymbolSize = 24, RelocationSize = 24, MostVersions = 1000;
    private const uint LoadSegment = 1, DynamicSegment = 2;
    private const ulong StringTable = 5, SymbolTable = 6, Relocations = 7, RelocationsSize = 8, PltRelocationsSize = 2, PltRelocations = 23;
    private const ulong VersionSymbols = 0x6ffffff0, VersionDefinitions = 0x6ffffffc, VersionDefinitionsCount = 0x6ffffffd;
    private const ulong VersionNeeds = 0x6ffffffe, VersionNeedsCount = 0x6fffffff;

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly List<(ulong Address, ulong Size, ulong Offset)> _segments = [];
    private readonly Dictionary<ulong, ulong> _dynamic = [];

    /// <param name="path">The file, for messages.</param>
    /// <param name="bytes">Its complete content; kept, not copied.</param>
    /// <exception cref="InputException">It is not a 64-bit little-endian ELF file with a dynamic segment.</exception>
    public ElfImage(string path, byte[] bytes)
    {
        _path = path;
        _bytes = bytes;
        ReadOnlySpan<byte> magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1];
        if (!bytes.AsSpan().StartsWith(magic))
            throw Broken("a 64-bit little-endian ELF file", "other bytes at its start");
        ReadProgramHeaders();
        if (_dynamic.Count == 0)
            throw Broken("a dynamic segment", "none");
        Needs = ReadNeeds();
        Definitions = ReadDefinitions();
    }

    /// <summary>The symbol versions this library requires of others, in file order.</summary>
    public IReadOnlyList<VersionNeed> Needs { get; }

    /// <summary>The symbol versions this library offers, in file order.</summary>
    public IReadOnlyList<string> Definitions { get; }

    /// <summary>
    /// The names of the symbols of version <paramref name="need"/> that a relocation refers to: if there are none, the version is never
    /// used.
    /// </summary>
    public IReadOnlyList<string> ReferencedSymbols(VersionNeed need)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        if (!_dynamic.TryGetValue(VersionSymbols, out ulong versionTable) || !_dynamic.TryGetValue(SymbolTable, out ulong symbolTable))
            return [];
        int versions = FileOffset(versionTable), symbols = FileOffset(symbolTable);
        foreach ((ulong table, ulong size) in new[] { (Relocations, RelocationsSize), (PltRelocations, PltRelocationsSize) })
        {
            if (!_dynamic.TryGetValue(table, out ulong address))
                continue;
            long start = FileOffset(address);
            ulong count = _dynamic.GetValueOrDefault(size) / RelocationSize;
            for (ulong i = 0; i < count; i++)
            {
                long symbol = (long)(U64(start + (long)i * RelocationSize + 8) >> 32);
                if (symbol != 0 && (U16(versions + symbol * 2) & 0x7fff) == need.Index)
                    names.Add(Text(U32(symbols + symbol * SymbolSize)));
            }
        }

        return [.. names];
    }

    /// <summary>A copy of the file with which the loader tolerates the absence of <paramref name="needs"/>.</summary>
    public byte[] WithWeak(IEnumerable<VersionNeed> needs)
    {
        const ushort weak = 2;
        byte[] patched = (byte[])_bytes.Clone();
        foreach (VersionNeed need in needs)
        {
            Span<byte> flags = patched.AsSpan(need.FlagsOffset, 2);
            BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | weak));
        }

        return patched;
    }

    private void ReadProgramHeaders()
    {
        long start = (long)U64(32);
        int size = U16(54), count = U16(56);
        if (size != ProgramHeaderSize)
            throw Broken($"program headers of {ProgramHeaderSize} bytes", $"{size}");
        (long Offset, long Size) dynamic = default;
        for (int i = 0; i < count; i++)
        {
            long at = start + (long)i * size;
            uint type = U32(at);
            if (type == LoadSegment)
                _segments.Add((U64(at + 16), U64(at + 32), U64(at + 8)));
            if (type == DynamicSegment)
                dynamic = ((long)U64(at + 8), (long)U64(at + 32));
        }

        for (long at = dynamic.Offset; at + DynamicSize <= dynamic.Offset + dynamic.Size && U64(at) != 0; at += DynamicSize)
            _dynamic.TryAdd(U64(at), U64(at + 8));
    }

    private List<VersionNeed> ReadNeeds()
    {
        List<VersionNeed> needs = [];
        if (!_dynamic.TryGetValue(VersionNeeds, out ulong address))
            return needs;
        long at = FileOffset(address);
        for (int i = 0; i < CountOf(VersionNeedsCount); i++)
        {
            string library = Text(U32(at + 4));
            int count = U16(at + 2);
            long aux = at + U32(at + 8);
            for (int j = 0; j < count; j++)
            {
                needs.Add(new VersionNeed(library, Text(U32(aux + 8)), (U16(aux + 4) & 2) != 0, U16(aux + 6) & 0x7fff, (int)(aux + 4)));
                aux += U32(aux + 12);
            }

            at += U32(at + 12);
        }

        return needs;
    }

    private List<string> ReadDefinitions()
    {
        List<string> definitions = [];
        if (!_dynamic.TryGetValue(VersionDefinitions, out ulong address))
            return definitions;
        long at = FileOffset(address);
        for (int i = 0; i < CountOf(VersionDefinitionsCount); i++)
        {
            definitions.Add(Text(U32(at + U32(at + 12))));
            at += U32(at + 16);
        }

        return definitions;
    }

    private int CountOf(ulong tag)
    {
        ulong count = _dynamic.GetValueOrDefault(tag);
        return count <= MostVersions ? (int)count : throw Broken($"up to {MostVersions} version entries", $"{count}");
    }

    private int FileOffset(ulong address)
    {
        foreach ((ulong start, ulong size, ulong offset) in _segments)
        {
            if (address >= start && address - start < size && address - start + offset < (ulong)_bytes.Length)
                return (int)(address - start + offset);
        }

        throw Broken("addresses inside the loaded segments", $"0x{address:x}");
    }

    private string Text(uint offset)
    {
        long start = FileOffset(_dynamic.GetValueOrDefault(StringTable)) + (long)offset;
        if (start >= _bytes.Length)
            throw Broken("names inside the file", $"one at byte {start}");
        ReadOnlySpan<byte> rest = _bytes.AsSpan((int)start);
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }

    private ushort U16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(At(at, 2));

    private uint U32(long at) => BinaryPrimitives.ReadUInt32LittleEndian(At(at, 4));

    private ulong U64(long at) => BinaryPrimitives.ReadUInt64LittleEndian(At(at, 8));

    private ReadOnlySpan<byte> At(long offset, int count) =>
        offset >= 0 && offset <= _bytes.Length - count
            ? _bytes.AsSpan((int)offset, count)
            : throw Broken("a whole ELF file", $"{_bytes.Length} bytes where byte {offset} is asked for");

    private InputException Broken(string expected, string found) =>
        new(_path, "", expected, found, "the file is damaged: restore the packages again");
}
