namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// Where the sections of a container are: counts and offset type decide all of it, so that a reader can tell whether the positions that a
/// file claims are right. <see cref="SketchContainerWriter"/> documents the format.
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

    /// <summary>Rows of a split, 10¹² or so: up to here the checksums still fit one array, and no sum below overflows.</summary>
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

    /// <summary>Bytes of Δx and Δy of a row.</summary>
    public int PointBytes { get; }

    public long Points => HeaderBytes;

    public long Pens { get; }

    public long Index { get; }

    public long Labels { get; }

    public long Checksums { get; }

    public long Blocks { get; }

    public long Footer { get; }

    /// <summary>Of the whole file.</summary>
    public long Length { get; }

    public static long Align(long position) => (position + (Alignment - 1)) & -Alignment;

    /// <summary>The end of a block, which is short only where the checksums begin.</summary>
    public (long Start, int Length) Block(long block)
    {
        long start = HeaderBytes + block * BlockBytes;
        return (start, (int)Math.Min(BlockBytes, Checksums - start));
    }

    /// <summary>Where the group of a sketch begins.</summary>
    public long IndexGroup(int sketch) => Index + (sketch >> GroupBits) * (long)GroupBytes;

    /// <summary>Where the distance of a sketch from the row of its group is.</summary>
    public long IndexEntry(int sketch) => IndexGroup(sketch) + 8 + (sketch & (GroupSketches - 1)) * sizeof(uint);
}
