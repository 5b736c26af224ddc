using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// Writes one split of a dataset, sketch by sketch, in a few megabytes of memory however many there are. Not thread-safe.
/// </summary>
/// <remarks>
/// The format, all numbers little endian. With n sketches and p rows in all:
/// <code>
/// header, 128 bytes
///    0   8  89 53 4B 43 0D 0A 1A 0A
///    8   4  version, 1
///   12   4  flags: 0 if offsets are int16, 1 if they are float32
///   16   8  n, at most 2³¹ − 1
///   24   8  p
///   32   4  one more than the largest category; 0 if n is 0
///   36   4  rows of the longest sketch; 0 if n is 0
///   40   8  position of the points section: 128
///   48   8  position of the pen section
///   56   8  position of the index section
///   64   8  position of the label section
///   72   8  position of the checksums
///   80   8  length of the file
///   88  32  zeros
///  120   8  XxHash3 (64 bits, seed 0) of bytes 0–119
/// points section: p pairs Δx, Δy, int16 or float32
/// pen section: p bits, row r in bit r mod 8 of byte r div 8, 1 where the pen lifts after the row; zero bits up to a whole byte
/// index section: the row at which sketch i begins, for i = 0 … n (the last is p), in groups of 256:
///    0   8  the row at which the first sketch of the group begins
///    8   4  for each of its sketches, the number of rows from there to where it begins
/// label section: n categories, uint16
/// checksums: for each block of 262,144 bytes from byte 128 up to here, the last one shorter, XxHash3 (64 bits, seed 0)
/// footer, 32 bytes
///    0   8  XxHash3 (64 bits, seed 0) of the header followed by the checksums
///    8   8  number of checksums
///   16   8  length of the file
///   24   8  0A 1A 0A 0D 43 4B 53 89
/// </code>
/// The pen, index and label sections and the checksums begin at the next multiple of 64 after the section before them, with zeros between.
/// QuickDraw's sketches take about 4.3 bytes per row. Offsets are int16 if every one is a whole number in range, otherwise float32; either
/// way they are read back as they were, except that −0 may become 0.
/// </remarks>
internal sealed class SketchContainerWriter : IDisposable
{
    /// <summary>The most rows of a sketch: 256 times this number still fits the 32 bits of an index group.</summary>
    public const int MaxRows = (1 << 24) - 1;

    /// <summary>The most categories that a label can distinguish.</summary>
    public const int MaxCategories = 1 << 16;

    private readonly string _path;
    private readonly PendingBytes _pens;
    private readonly PendingBytes _index;
    private readonly PendingBytes _labels;
    private readonly StatisticsCounter _statistics = new();
    private readonly bool _flush;
    private ContainerOutput _output;
    private OffsetType _offsets;
    private PenBits _penBits;
    private long _groupRow;
    private byte[] _record = new byte[4096];
    private byte[] _wide = [];
    private bool _open = true;

    /// <summary>Starts a container, in temporary files next to <paramref name="path"/>.</summary>
    /// <param name="path">The file that <see cref="Complete"/> makes, or replaces.</param>
    /// <param name="flush">Whether <see cref="Complete"/> waits until all of it is on disk; not needed for temporary files.</param>
    /// <exception cref="InputException">The folder does not exist or cannot be written.</exception>
    public SketchContainerWriter(string path, bool flush = true)
    {
        SketchContainer.RequireLittleEndian();
        _path = path;
        _flush = flush;
        _output = new ContainerOutput(path);
        _pens = new PendingBytes(path);
        _index = new PendingBytes(path);
        _labels = new PendingBytes(path);
    }

    /// <summary>The number of sketches added.</summary>
    public int Count => _statistics.Sketches;

    /// <summary>Adds a sketch at the end.</summary>
    /// <param name="points">1 to <see cref="MaxRows"/> rows, all finite.</param>
    /// <param name="category">0 … <see cref="MaxCategories"/> − 1.</param>
    /// <exception cref="ArgumentException">There are no rows, too many, or some that are not finite; nothing is added.</exception>
    /// <exception cref="InputException">The disk is full or fails; nothing can be added after that.</exception>
    public void Add(ReadOnlySpan<StrokePoint> points, int category)
    {
        if (points.IsEmpty || points.Length > MaxRows)
            throw new ArgumentException($"a sketch has 1 to {MaxRows} rows, not {points.Length}", nameof(points));
        int length = SketchRecord.Encode(points, ref _record, 0);
        AddRecord(_record.AsSpan(0, length), category);
    }

    /// <summary>Adds a sketch that is packed already.</summary>
    /// <param name="record">A <see cref="SketchRecord"/>.</param>
    /// <param name="category">0 … <see cref="MaxCategories"/> − 1.</param>
    /// <exception cref="InputException">The disk is full or fails; nothing can be added after that.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddRecord(ReadOnlySpan<byte> record, int category)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(category);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(category, MaxCategories);
        if (!_open)
            throw new InvalidOperationException("the container is complete, or writing it failed");
        if (Count == int.MaxValue)
            throw new InvalidOperationException($"a container holds at most {int.MaxValue} sketches");

        int rows = SketchRecord.RowsOf(record);
        bool isFloat = SketchRecord.IsFloat(record);
        ReadOnlySpan<byte> pairs = SketchRecord.PairsOf(record), pens = SketchRecord.PensOf(record);
        OffsetSums sums = isFloat
            ? OffsetSums.Of(MemoryMarshal.Cast<byte, float>(pairs))
            : OffsetSums.Of(MemoryMarshal.Cast<byte, short>(pairs));
        _open = false;
        if (_offsets == OffsetType.Int16 && isFloat)
            SwitchToFloats();
        _output.Write(_offsets == OffsetType.Float32 && !isFloat ? Widened(pairs) : pairs);
        _penBits.Add(pens, rows, _pens);
        AddToIndex();
        Span<byte> label = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(label, (ushort)category);
        _labels.Write(label);

        // The last row ends a stroke whether or not it says so.
        bool isLifted = (pens[^1] >> ((rows - 1) & 7) & 1) != 0;
        _statistics.Add(rows, category, SketchRecord.LiftsOf(record) + (isLifted ? 0 : 1), sums);
        _open = true;
    }

    /// <summary>Writes what is left and moves the file into place.</summary>
    /// <returns>The properties and statistics of the container.</returns>
    /// <exception cref="InputException">The file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">It is complete already, or adding a sketch failed.</exception>
    public ContainerFacts Complete()
    {
        if (!_open)
            throw new InvalidOperationException("the container is complete, or writing it failed");
        _open = false;
        AddToIndex();
        _penBits.End(_pens);
        _output.Pad();
        CopySection(_pens);
        CopySection(_index);
        CopySection(_labels);

        ContainerHeader header = new(Count, _statistics.Points, _statistics.Categories, _statistics.Longest, _offsets);
        (ulong checksum, long length) = _output.Finish(header, _flush);
        Dispose();
        return new ContainerFacts(Path.GetFileName(_path), length, checksum, _offsets, _statistics.ToStatistics());
    }

    /// <summary>Removes all temporary files; without <see cref="Complete"/> nothing is left.</summary>
    public void Dispose()
    {
        _open = false;
        _pens.Dispose();
        _index.Dispose();
        _labels.Dispose();
        _output.Dispose();
    }

    private void CopySection(PendingBytes section)
    {
        section.CopyTo(_output);
        _output.Pad();
    }

    /// <summary>Pairs of int16 as pairs of float32.</summary>
    private ReadOnlySpan<byte> Widened(ReadOnlySpan<byte> pairs)
    {
        if (_wide.Length < 2 * pairs.Length)
            _wide = new byte[Math.Max(2 * pairs.Length, 2 * _wide.Length)];
        OffsetPacking.Widen(MemoryMarshal.Cast<byte, short>(pairs), MemoryMarshal.Cast<byte, float>(_wide.AsSpan()));
        return _wide.AsSpan(0, 2 * pairs.Length);
    }

    /// <summary>Restarts the file with all points so far as floats.</summary>
    private void SwitchToFloats()
    {
        ContainerOutput wide = new(_path);
        try
        {
            byte[] pairs = new byte[1 << 16];
            byte[] widened = new byte[2 * pairs.Length];
            for (long position = ContainerLayout.HeaderBytes; position < _output.Position;)
            {
                // Whole rows: the header, blocks and the buffer are multiples of 4.
                int read = _output.ReadBack(pairs, position);
                Span<byte> floats = widened.AsSpan(0, 2 * read);
                OffsetPacking.Widen(MemoryMarshal.Cast<byte, short>(pairs.AsSpan(0, read)), MemoryMarshal.Cast<byte, float>(floats));
                wide.Write(floats);
                position += read;
            }
        }
        catch
        {
            wide.Dispose();
            throw;
        }

        _output.Dispose();
        _output = wide;
        _offsets = OffsetType.Float32;
    }

    /// <summary>Records where the next sketch begins: called before each sketch's rows are counted, and once at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddToIndex()
    {
        Span<byte> bytes = stackalloc byte[8];
        if (Count % ContainerLayout.GroupSketches == 0)
        {
            _groupRow = _statistics.Points;
            BinaryPrimitives.WriteInt64LittleEndian(bytes, _groupRow);
            _index.Write(bytes);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)(_statistics.Points - _groupRow));
        _index.Write(bytes[..4]);
    }
}
