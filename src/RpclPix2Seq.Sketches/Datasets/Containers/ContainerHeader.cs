using System.Buffers.Binary;
using System.IO.Hashing;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>The first 128 bytes of a container.</summary>
internal readonly record struct ContainerHeader(int Sketches, long Points, int Categories, int Longest, OffsetType Offsets)
{
    public const uint Version = 1;
    public const int ChecksumAt = ContainerLayout.HeaderBytes - 8;
    private const uint FloatFlag = 1;
    private const string Damaged = "the file is damaged: make the dataset again or fetch it again";

    /// <summary>Like PNG's: a byte that no text begins with, and line endings and an end-of-file mark that text transfers change.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'S', (byte)'K', (byte)'C', 0x0D, 0x0A, 0x1A, 0x0A];

    public ContainerLayout Layout => new(Sketches, Points, Offsets);

    /// <summary>Reads an untrusted header.</summary>
    public static ContainerHeader Decode(ReadOnlySpan<byte> bytes, InputPlace place)
    {
        if (!bytes.StartsWith(Magic))
            throw place.Error(0, "a sketch container", "something else", "name a file that rpcl data import made");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != Version)
            throw place.Error(8, $"format version {Version}", $"version {version}", "it may come from a newer rpcl");
        if (XxHash3.HashToUInt64(bytes[..ChecksumAt]) != BinaryPrimitives.ReadUInt64LittleEndian(bytes[ChecksumAt..]))
            throw place.Error(ChecksumAt, "the checksum of the header", "another one", Damaged);

        uint flags = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        long sketches = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        long points = BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]);
        int categories = BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]);
        int longest = BinaryPrimitives.ReadInt32LittleEndian(bytes[36..]);
        if (flags > FloatFlag)
            throw place.Error(12, "flags 0 or 1", $"{flags}", Damaged);
        if (sketches is < 0 or > int.MaxValue)
            throw place.Error(16, $"at most {int.MaxValue} sketches", $"{sketches}", Damaged);
        if (points < sketches || points > ContainerLayout.MaxPoints)
            throw place.Error(24, $"{sketches} to {ContainerLayout.MaxPoints} rows", $"{points}", Damaged);
        if (categories is < 0 or > SketchContainerWriter.MaxCategories || (categories == 0) != (sketches == 0))
            throw place.Error(32, $"1 to {SketchContainerWriter.MaxCategories} categories, or 0 of 0 sketches", $"{categories}", Damaged);
        if (longest < 0 || longest > Math.Min(points, SketchContainerWriter.MaxRows) || (longest == 0) != (sketches == 0))
            throw place.Error(36, $"a longest sketch of 1 to {SketchContainerWriter.MaxRows} of the {points} rows", $"{longest}", Damaged);

        OffsetType offsets = flags == FloatFlag ? OffsetType.Float32 : OffsetType.Int16;
        ContainerHeader header = new((int)sketches, points, categories, longest, offsets);
        Span<byte> right = stackalloc byte[ContainerLayout.HeaderBytes];
        header.Encode(right);
        int wrong = right.CommonPrefixLength(bytes);
        if (wrong < right.Length)
            throw place.Error(wrong & ~7, "the positions of the sections that follow from the counts", "others", Damaged);
        return header;
    }

    /// <summary>Writes all 128 bytes.</summary>
    public void Encode(Span<byte> bytes)
    {
        ContainerLayout layout = Layout;
        bytes.Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Offsets == OffsetType.Float32 ? FloatFlag : 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Sketches);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Points);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[32..], Categories);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[36..], Longest);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], layout.Points);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], layout.Pens);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[56..], layout.Index);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[64..], layout.Labels);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[72..], layout.Checksums);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[80..], layout.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[ChecksumAt..], XxHash3.HashToUInt64(bytes[..ChecksumAt]));
    }
}

/// <summary>
/// Where the sections of a container are: counts and offset type determine all of it, so that a reader can check the positions that a file
/// claims. <see cref="SketchContainerWriter"/> documents the format.
/// </summary>
internal readonly record struct ContainerLayout
{
    public const int HeaderBytes = 128;
    public const int FooterBytes = 32;
    public const int Alignment = 64;

    /// <summary>Bytes under one checksum.</summary>
    public const int BlockBytes = 1 << 18;

    /// <summary>Sketches in one group of the index; a group is a 64-bit row number and a 32-bit distance from it for each sketch.</summary>
    public const int GroupSketches = 1 << GroupBits;

    public const int GroupBytes = 8 + 4 * GroupSketches;

    /// <summary>The most rows of a split, 10¹² or so: up to here, the checksums still fit one array, and no sum below overflows.</summary>
    public const long MaxPoints = 1L << 42;

    private const int GroupBits = 8;

    public ContainerLayout(int sketches, long points, OffsetType offsets)
    {
        PointBytes = offsets == OffsetType.Int16 ? 4 : 8;
        Pens = Align(Points + points * PointBytes);
        Index = Align(Pens + (points + 7) / 8);
        Labels = Align(IndexEntry(sketches) + sizeof(uint));
        Checksums = Align(Labels + 2L * sketches);
        Blocks = (Checksums - HeaderBytes + BlockBytes - 1) / BlockBytes;
        Footer = Checksums + 8 * Blocks;
        Length = Footer + FooterBytes;
    }

    /// <summary>The bytes of Δx and Δy of a row.</summary>
    public int PointBytes { get; }

    public long Points => HeaderBytes;

    public long Pens { get; }

    public long Index { get; }

    public long Labels { get; }

    public long Checksums { get; }

    public long Blocks { get; }

    public long Footer { get; }

    /// <summary>The length of the whole file.</summary>
    public long Length { get; }

    public static long Align(long position) => (position + (Alignment - 1)) & -Alignment;

    /// <summary>The start and length of a block; only the last one, before the checksums, can be shorter.</summary>
    public (long Start, int Length) Block(long block)
    {
        long start = HeaderBytes + block * BlockBytes;
        return (start, (int)Math.Min(BlockBytes, Checksums - start));
    }

    /// <summary>Where the group of a sketch begins.</summary>
    public long IndexGroup(int sketch) => Index + (sketch >> GroupBits) * (long)GroupBytes;

    /// <summary>The position of the entry with a sketch's distance from the row of its group.</summary>
    public long IndexEntry(int sketch) => IndexGroup(sketch) + 8 + (sketch & (GroupSketches - 1)) * sizeof(uint);
}

/// <summary>How a container stores Δx and Δy.</summary>
internal enum OffsetType
{
    /// <summary>16-bit integers: every offset is a whole number from −32,768 to 32,767.</summary>
    Int16,

    /// <summary>Single precision, as they are.</summary>
    Float32,
}

/// <summary>One finished container.</summary>
/// <param name="File">Its name, without folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Checksum">XxHash3 of its header and of the checksums of all its blocks, so it covers every byte of the file.</param>
/// <param name="Offsets">How it stores offsets.</param>
/// <param name="Statistics">The statistics of its sketches.</param>
internal sealed record ContainerFacts(string File, long Bytes, ulong Checksum, OffsetType Offsets, SplitStatistics Statistics);
