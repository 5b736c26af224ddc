namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>The contents of files of drawings, as they are: nothing is simplified, and nothing that can be read is left out.</summary>
internal sealed record DrawingCounts
{
    /// <summary>
    /// Train, valid and test if the files have splits, then the sketches that are in no split. Entries without sketches are left out,
    /// except that files with splits have all three.
    /// </summary>
    public required IReadOnlyList<SplitCounts> Splits { get; init; }

    /// <summary>The names of the formats.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>Files that were read.</summary>
    public required long Files { get; init; }

    /// <summary>Drawings that cannot be read, by reason.</summary>
    public required IReadOnlyList<ImportDrop> Unreadable { get; init; }

    /// <summary>Files that were found and left out, by reason.</summary>
    public required IReadOnlyList<ImportDrop> FileDrops { get; init; }

    /// <summary>Reads files and counts.</summary>
    /// <param name="source">A file, a folder or a pattern.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static DrawingCounts Read(string source, CancellationToken cancellationToken = default)
    {
        Sink sink = new();
        SourceImporter importer = new(new ImportOptions { Simplify = SimplifyMode.None }, sink, progress: null);
        importer.Run([source], own: null, cancellationToken);
        if (importer.Files == 0)
            throw new InputException(source, "", "files of drawings", "none that can be read", "rpcl data import --help names the formats");
        bool hasSplits = sink.Counts[^1].Sketches == 0 || sink.Counts[..^1].Any(counts => counts.Sketches > 0);
        return new DrawingCounts
        {
            Splits = [.. sink.Counts.Where(counts => counts.Split is null ? counts.Sketches > 0 : hasSplits)],
            Formats = [.. sink.Formats],
            Files = importer.Files,
            Unreadable = importer.Total.Drops.ToDrops(),
            FileDrops = importer.FileDrops.ToDrops(),
        };
    }

    private sealed class Sink : IPreparedSink
    {
        private static readonly DatasetSplit[] All = Enum.GetValues<DatasetSplit>();

        public SplitCounts[] Counts { get; } = [.. All.Select(split => new SplitCounts(split)), new SplitCounts(null)];

        public SortedSet<string> Formats { get; } = new(StringComparer.Ordinal);

        public void Add(in PreparedSketch sketch, ReadOnlySpan<byte> record) =>
            Counts[sketch.Split == PendingCategory.NoSplit ? All.Length : sketch.Split].Add(sketch);

        public void End(SourceOutcome outcome)
        {
            if (outcome.IsRead)
                Formats.Add(outcome.Format);
        }
    }
}

/// <summary>The contents of one split of files.</summary>
internal sealed class SplitCounts
{
    private readonly Dictionary<string, int> _categories = new(StringComparer.Ordinal);

    internal SplitCounts(DatasetSplit? split) => Split = split;

    /// <summary>The split, or null for sketches that are in none.</summary>
    public DatasetSplit? Split { get; }

    /// <summary>The number of sketches.</summary>
    public long Sketches { get; private set; }

    /// <summary>The number of stroke-3 rows that the sketches have, or would have.</summary>
    public long Points { get; private set; }

    /// <summary>The number of pen strokes.</summary>
    public long Strokes { get; private set; }

    /// <summary>The number of rows of the longest sketch.</summary>
    public int Longest { get; private set; }

    /// <summary>The number of sketches by category.</summary>
    public IReadOnlyDictionary<string, int> Categories => _categories;

    internal void Add(in PreparedSketch sketch)
    {
        Sketches++;
        Points += sketch.Rows;
        Strokes += sketch.Strokes;
        Longest = Math.Max(Longest, sketch.Rows);
        _categories[sketch.Category] = _categories.GetValueOrDefault(sketch.Category) + 1;
    }
}
