namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Reads sources into a sink, and counts what was found. A file that fails is counted as a whole; none of its drawings are.
/// </summary>
internal sealed class SourceImporter
{
    private const string NoFormat = "no known format";
    private readonly ImportOptions _options;
    private readonly IPreparedSink _sink;
    private readonly Action<ImportProgress>? _progress;
    private readonly ImportParts? _parts;
    private readonly IntakeTally _file = new();
    private long _met;

    /// <param name="options">What to read and keep.</param>
    /// <param name="sink">Receives the sketches.</param>
    /// <param name="progress">Called now and then, or null.</param>
    /// <param name="parts">What was prepared from the sources earlier; null to read them.</param>
    public SourceImporter(ImportOptions options, IPreparedSink sink, Action<ImportProgress>? progress, ImportParts? parts = null)
    {
        (_options, _sink, _progress, _parts) = (options, sink, progress, parts);
    }

    /// <summary>Counts over all files that were read to their end.</summary>
    public IntakeTally Total { get; } = new();

    /// <summary>Files that were read.</summary>
    public long Files { get; private set; }

    /// <summary>Files that were left out.</summary>
    public DropTally FileDrops { get; } = new();

    /// <summary>Reads everything.</summary>
    /// <param name="sources">Files, folders and patterns.</param>
    /// <param name="own">A folder that is being written, and may be in one of the sources; it is no source. Null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">A file that must be readable is not, or the options do not suit it.</exception>
    public void Run(IReadOnlyList<string> sources, string? own, CancellationToken cancellationToken)
    {
        if (_parts is not null)
        {
            _parts.Run(Take, cancellationToken);
            return;
        }

        string? below = own is null ? null : Path.GetFullPath(own) + Path.DirectorySeparatorChar;
        new ParallelReader(_options).Run(SourceFinder.Find(sources).Where(IsSource), Take, cancellationToken);

        bool IsSource(SourceFile file) =>
            below is null || file.IsNamed || !Path.GetFullPath(file.Path).StartsWith(below, StringComparison.Ordinal);
    }

    private void Take(PreparedBlock block, in PreparedSketch sketch)
    {
        if (sketch.End is { } outcome)
        {
            End(outcome);
            return;
        }

        if (sketch.IsUnreadable && _options.IsStrict)
        {
            string detail = sketch.Detail.Length == 0 ? "" : $" ({sketch.Detail})";
            throw new InputException(
                sketch.File.Path, sketch.Where, "a drawing", sketch.Reason + detail, "without --strict it is left out");
        }

        _file.Add(sketch);
        if (sketch.Reason is null)
            _sink.Add(sketch, block.RecordOf(sketch));
        if (++_met % 64 == 0)
            _progress?.Invoke(new ImportProgress(_met, sketch.File.Path));
    }

    private void End(SourceOutcome outcome)
    {
        _sink.End(outcome);
        if (outcome.IsRead)
        {
            Files++;
            Total.Add(_file);
        }
        else
        {
            string reason = outcome.Failure.Length > 0 ? $"not readable: expected {outcome.Expected}" : NoFormat;
            FileDrops.Add(reason, new ImportOffender(outcome.File.Path, "", outcome.Failure));
        }

        _file.Clear();
        _progress?.Invoke(new ImportProgress(_met, outcome.File.Path));
    }
}

/// <summary>Receives the sketches of a <see cref="SourceImporter"/> in order, on one thread.</summary>
internal interface IPreparedSink
{
    /// <summary>Takes a sketch of the file that is being read.</summary>
    void Add(in PreparedSketch sketch, ReadOnlySpan<byte> record);

    /// <summary>Called at the end of the file. If it was not read to its end, none of its sketches may be used.</summary>
    void End(SourceOutcome outcome);
}
