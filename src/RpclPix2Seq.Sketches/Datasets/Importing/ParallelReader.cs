using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Formats;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Reads files on all cores and passes on the results for their drawings in the order of the files and drawings, regardless of thread
/// timing: several files at once, each in blocks that are prepared in parallel. Only a few blocks of a few files are in memory.
/// </summary>
internal sealed class ParallelReader
{
    // Small files are read in groups, so that a thread has something to do.
    private const int GroupFiles = 32;
    private const long GroupBytes = 1 << 20;

    private readonly ImportOptions _options;
    private readonly DrawingFormats _formats;
    private readonly SketchMaker _maker;

    public ParallelReader(ImportOptions options)
    {
        _options = options;
        _formats = new DrawingFormats(options.RecognizedOnly);
        if (options.Format is { } name && _formats.Find(name) is null)
            throw new InputException("import", "format", $"one of {string.Join(", ", _formats.All.Select(format => format.Name))}", name);
        _maker = new SketchMaker(options);
    }

    /// <summary>Called with everything that was prepared, in order, on the calling thread.</summary>
    public delegate void Taker(PreparedBlock block, in PreparedSketch sketch);

    /// <summary>Runs until all files are read.</summary>
    /// <exception cref="InputException">A file that must be readable is not, or the options do not suit it.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public void Run(IEnumerable<SourceFile> files, Taker take, CancellationToken cancellationToken)
    {
        int threads = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using IEnumerator<IReadOnlyList<SourceFile>> groups = Groups(files, GroupFiles, GroupBytes).GetEnumerator();
        Queue<FileReader> readers = new();
        try
        {
            bool more = true;
            while (true)
            {
                while (more && readers.Count < threads)
                {
                    more = groups.MoveNext();
                    if (more)
                        readers.Enqueue(new FileReader(groups.Current, _options, _formats, _maker, stop.Token));
                }

                if (!readers.TryPeek(out FileReader? reader))
                    return;
                foreach (PreparedBlock block in reader.Blocks())
                {
                    foreach (PreparedSketch sketch in block.Entries)
                        take(block, sketch);
                }

                cancellationToken.ThrowIfCancellationRequested();
                readers.Dequeue().Dispose();
            }
        }
        finally
        {
            stop.Cancel();
            foreach (FileReader reader in readers)
                reader.Dispose();
        }
    }

    /// <summary>Divides files, in order, into groups.</summary>
    /// <param name="files">The files.</param>
    /// <param name="mostFiles">A group ends with this many files,</param>
    /// <param name="enoughBytes">or once it has this many bytes.</param>
    public static IEnumerable<IReadOnlyList<SourceFile>> Groups(IEnumerable<SourceFile> files, int mostFiles, long enoughBytes)
    {
        List<SourceFile> group = [];
        long bytes = 0;
        foreach (SourceFile file in files)
        {
            group.Add(file);
            bytes += file.Length;
            if (group.Count < mostFiles && bytes < enoughBytes)
                continue;
            yield return group;
            group = [];
            bytes = 0;
        }

        if (group.Count > 0)
            yield return group;
    }
}

/// <summary>Drawings of one or several files, as they were read, in order: the portion that one thread prepares.</summary>
internal sealed class DrawingBlock
{
    private const int EnoughDrawings = 256;
    private const int EnoughPoints = 1 << 16;
    private int _points;

    /// <summary>What was read: a drawing, one that cannot be used, or the end of a file.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>Whether it is large enough to be worth a thread's while.</summary>
    public bool IsFull => Entries.Count >= EnoughDrawings || _points >= EnoughPoints;

    /// <summary>Adds a drawing.</summary>
    public void Add(SourceFile file, string? category, Drawing drawing)
    {
        Entries.Add(new Entry(file, category, drawing, null, null));
        _points += drawing.Rows?.Length ?? 0;
        for (int i = 0; i < drawing.Strokes.Count; i++)
            _points += drawing.Strokes[i].Length;
    }

    /// <summary>Adds a drawing that cannot be used.</summary>
    public void Add(SourceFile file, SkippedDrawing skipped) => Entries.Add(new Entry(file, null, null, skipped, null));

    /// <summary>Adds the end of a file.</summary>
    public void Add(SourceOutcome end) => Entries.Add(new Entry(end.File, null, null, null, end));

    /// <summary>One of: a drawing with its category, a drawing that cannot be used, the end of a file.</summary>
    internal readonly record struct Entry(SourceFile File, string? Category, Drawing? Drawing, SkippedDrawing? Skipped, SourceOutcome? End);
}

/// <summary>A block of drawings turned into records, in order.</summary>
internal sealed class PreparedBlock(int capacity)
{
    private byte[] _records = [];
    private int _used;

    /// <summary>The results.</summary>
    public List<PreparedSketch> Entries { get; } = new(capacity);

    /// <summary>The bytes of a record.</summary>
    public ReadOnlySpan<byte> RecordOf(in PreparedSketch sketch) => _records.AsSpan(sketch.Start, sketch.Length);

    /// <summary>Where the next record begins.</summary>
    public int Position => _used;

    /// <summary>Adds a record.</summary>
    public void AddRecord(ReadOnlySpan<byte> record)
    {
        if (record.Length > _records.Length - _used)
            Array.Resize(ref _records, Math.Max(2 * _records.Length, _used + record.Length));
        record.CopyTo(_records.AsSpan(_used));
        _used += record.Length;
    }

    /// <summary>Adds a record of rows; returns its length.</summary>
    public int AddRecord(ReadOnlySpan<StrokePoint> rows)
    {
        int size = SketchRecord.Encode(rows, ref _records, _used);
        _used += size;
        return size;
    }
}
