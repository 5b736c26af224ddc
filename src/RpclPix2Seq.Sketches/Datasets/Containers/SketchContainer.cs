using System.Buffers.Binary;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// Reads one split of a dataset through a memory-mapped file: access to every sketch is O(1), and the system keeps in memory what is used.
/// Thread-safe, except that nothing may be read once it is being disposed of. Each part of the file is checked against its checksum when it
/// is first touched, and nothing in the file, whether its checksums are right or not, leads to reads outside it.
/// <see cref="SketchContainerWriter"/> documents the format.
/// </summary>
internal sealed unsafe class SketchContainer : ISketchSplit, IDisposable
{
    private const string Damaged = "the file is damaged: make the dataset again or fetch it again";
    private readonly MappedFile _file;
    private readonly ContainerHeader _header;
    private readonly ContainerLayout _layout;
    private readonly BlockChecks _checks;
    private volatile bool _disposed;

    private SketchContainer(MappedFile file, ContainerHeader header, ulong checksum)
    {
        _file = file;
        _header = header;
        _layout = header.Layout;
        _checks = new BlockChecks(file, _layout);
        Checksum = checksum;
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <inheritdoc/>
    public int Count => _header.Sketches;

    /// <summary>The number of rows of all sketches.</summary>
    public long Points => _header.Points;

    /// <summary>The number of rows of the longest sketch; 0 if there is none.</summary>
    public int Longest => _header.Longest;

    /// <summary>One more than the largest category; 0 if there is no sketch.</summary>
    public int Categories => _header.Categories;

    /// <summary>How offsets are stored.</summary>
    public OffsetType Offsets => _header.Offsets;

    /// <summary>The length of the file.</summary>
    public long Bytes => _file.Length;

    /// <summary>Covers every byte of the file, as in <see cref="ContainerFacts"/>.</summary>
    public ulong Checksum { get; }

    /// <inheritdoc/>
    /// <exception cref="InputException">The sketch is damaged.</exception>
    public LabeledSketch this[int index]
    {
        get
        {
            (long first, int length) = Locate(index);
            StrokePoint[] rows = new StrokePoint[length];
            Unpack(index, first, rows);
            return new LabeledSketch(new Sketch(rows), CategoryOf(index), index);
        }
    }

    /// <summary>Opens a container and checks its header, its footer and its length.</summary>
    /// <exception cref="InputException">It is missing, cannot be read, is not a container, or is incomplete or damaged.</exception>
    public static SketchContainer Open(string path)
    {
        RequireLittleEndian();
        MappedFile file = new(path);
        try
        {
            if (file.Length < ContainerLayout.HeaderBytes + ContainerLayout.FooterBytes)
            {
                throw file.Place.Error(
                    0, "a sketch container", $"a file of {file.Length} bytes", "the file is half-written or something else");
            }

            ContainerHeader header = ContainerHeader.Decode(file.Bytes(0, ContainerLayout.HeaderBytes), file.Place);
            return new SketchContainer(file, header, CheckEnd(file, header.Layout));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InputException">The index is damaged there.</exception>
    public int LengthOf(int index) => Locate(index).Length;

    /// <summary>The category of one sketch, below <see cref="Categories"/>.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    /// <exception cref="InputException">The label is damaged.</exception>
    public int CategoryOf(int index)
    {
        RequireIndex(index);
        long position = _layout.Labels + 2L * index;
        _checks.Require(position, 2);
        int category = *(ushort*)(_file.Start + position);
        GC.KeepAlive(_file);
        return category < Categories
            ? category
            : throw _file.Place.Error(position, $"a category below {Categories} of sketch {index}", $"{category}", Damaged);
    }

    /// <summary>Reads one sketch, in data units, without allocating anything.</summary>
    /// <param name="index">0 … <see cref="Count"/> − 1.</param>
    /// <param name="destination">At least as many rows as the sketch has; <see cref="Longest"/> rows are always enough.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    /// <exception cref="InputException">The sketch is damaged.</exception>
    public int CopyTo(int index, Span<StrokePoint> destination)
    {
        (long first, int length) = Locate(index);
        if (destination.Length < length)
            throw new ArgumentException($"{destination.Length} rows are too few for a sketch of {length}", nameof(destination));
        Unpack(index, first, destination[..length]);
        return length;
    }

    /// <summary>Reads all of the file, and checks every checksum and whether the sketches match the header.</summary>
    /// <returns>The statistics of its sketches, counted again.</returns>
    /// <exception cref="InputException">Something is damaged.</exception>
    public SplitStatistics Verify(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _checks.CheckAll(cancellationToken);
        StatisticsCounter counter = new();
        StrokePoint[] rows = new StrokePoint[Longest];
        for (int i = 0; i < Count; i++)
        {
            if (i % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            long start = StartOf(i);
            if (start != counter.Points)
                throw _file.Place.Error(_layout.IndexEntry(i), $"sketch {i} to begin at row {counter.Points}", $"row {start}", Damaged);
            counter.Add(rows.AsSpan(0, CopyTo(i, rows)), CategoryOf(i));
        }

        if (counter.Points != Points || counter.Longest != Longest || counter.Categories != Categories)
        {
            throw _file.Place.Error(
                "header", $"{Points} rows, at most {Longest} a sketch, {Categories} categories",
                $"{counter.Points}, {counter.Longest} and {counter.Categories}", Damaged);
        }

        return counter.ToStatistics();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _file.Dispose();
    }

    /// <summary>Containers are read and written in the byte order of memory.</summary>
    internal static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("sketch containers need a little-endian processor");
    }

    private static ulong CheckEnd(MappedFile file, ContainerLayout layout)
    {
        if (file.Length != layout.Length)
        {
            throw file.Place.Error(
                80, $"a file of {layout.Length} bytes", $"one of {file.Length}",
                "the file is half-written or was cut: make it again or fetch it again");
        }

        ReadOnlySpan<byte> footer = file.Bytes(layout.Footer, ContainerLayout.FooterBytes);
        if (!footer[24..].SequenceEqual(ContainerOutput.ClosingMagic))
        {
            throw file.Place.Error(
                layout.Footer + 24, "the end of a sketch container", "something else", "the file is half-written: make it again");
        }

        long blocks = BinaryPrimitives.ReadInt64LittleEndian(footer[8..]), length = BinaryPrimitives.ReadInt64LittleEndian(footer[16..]);
        if (blocks != layout.Blocks || length != layout.Length)
        {
            throw file.Place.Error(
                layout.Footer + 8, $"{layout.Blocks} checksums in {layout.Length} bytes", $"{blocks} in {length}", Damaged);
        }

        ulong checksum = BinaryPrimitives.ReadUInt64LittleEndian(footer);
        ReadOnlySpan<byte> table = file.Bytes(layout.Checksums, checked((int)(8 * layout.Blocks)));
        if (ContainerOutput.WholeChecksum(file.Bytes(0, ContainerLayout.HeaderBytes), table) != checksum)
            throw file.Place.Error(layout.Footer, "the checksum of header and checksums", "another one", Damaged);
        return checksum;
    }

    private void RequireIndex(int index)
    {
        if ((uint)index >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"there are {Count} sketches");
        ObjectDisposedException.ThrowIf(_disposed, this);
    }

    private (long First, int Length) Locate(int index)
    {
        RequireIndex(index);
        long first = StartOf(index), end = StartOf(index + 1);

        // In this order the difference cannot overflow.
        if (first < 0 || end > Points || end <= first || end - first > Longest)
        {
            throw _file.Place.Error(
                _layout.IndexEntry(index), $"sketch {index} to have 1 to {Longest} of {Points} rows", $"rows {first} to {end}", Damaged);
        }

        return (first, (int)(end - first));
    }

    /// <summary>The row at which sketch 0 … Count begins, according to the file.</summary>
    private long StartOf(int index)
    {
        long group = _layout.IndexGroup(index), entry = _layout.IndexEntry(index);
        _checks.Require(group, entry + sizeof(uint) - group);
        long start = *(long*)(_file.Start + group) + *(uint*)(_file.Start + entry);
        GC.KeepAlive(_file);
        return start;
    }

    /// <summary>Reads rows whose position <see cref="Locate"/> has checked.</summary>
    private void Unpack(int index, long first, Span<StrokePoint> rows)
    {
        long position = _layout.Points + first * _layout.PointBytes;
        _checks.Require(position, (long)rows.Length * _layout.PointBytes);
        long pens = _layout.Pens + (first >> 3);
        _checks.Require(pens, _layout.Pens + ((first + rows.Length - 1) >> 3) + 1 - pens);

        bool finite = true;
        if (_header.Offsets == OffsetType.Int16)
            OffsetPacking.Unpack((short*)(_file.Start + position), _file.Start + _layout.Pens, first, rows);
        else
            finite = OffsetPacking.Unpack((float*)(_file.Start + position), _file.Start + _layout.Pens, first, rows);
        GC.KeepAlive(_file);
        if (!finite)
            throw _file.Place.Error($"sketch {index}", "offsets that are finite", "infinity or NaN", Damaged);
    }
}
