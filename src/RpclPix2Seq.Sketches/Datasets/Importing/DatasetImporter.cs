using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Makes a dataset from files of drawings: reads all of them in one pass, then removes duplicates, splits and writes one category after the
/// other, in the order of their names. The sketches of a category and split keep the order in which they were read. The result depends only
/// on the files, the options and the seed.
/// </summary>
internal sealed class DatasetImporter
{
    /// <summary>The name of the report file in the dataset.</summary>
    public const string ReportFileName = "import-report.json";

    private const string Duplicate = "identical to another sketch of its category";
    private const string Surplus = "over the limit";
    private const int ExampleCategories = 24;
    private const int ExamplesPerCategory = 12;

    private readonly ImportOptions _options;
    private readonly List<ImportedCategory> _categories = [];
    private readonly List<(string, IReadOnlyList<Sketch>)> _examples = [];
    private readonly DropTally _drops = new();

    /// <param name="options">What to read and keep.</param>
    /// <exception cref="InputException">An option is out of range.</exception>
    public DatasetImporter(ImportOptions options)
    {
        _options = options.Validate();
    }

    /// <summary>Called with the progress of the import.</summary>
    public Action<ImportProgress>? Progress { get; init; }

    /// <summary>Writes additional files, such as a page, into the dataset; the second argument maps a file name to its path.</summary>
    public Action<ImportReport, Func<string, string>>? Finish { get; init; }

    /// <summary>What was prepared from the sources, by several processes for example; null to read them.</summary>
    public ImportParts? Parts { get; init; }

    /// <summary>Makes the dataset, or leaves nothing behind. An importer is used once.</summary>
    /// <param name="sources">Files, folders and patterns.</param>
    /// <param name="output">The new folder.</param>
    /// <param name="cancellationToken">Stops the import.</param>
    /// <exception cref="InputException">A named source cannot be read, nothing is left of the sources, or the folder cannot be
    /// written.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public ImportReport Import(IReadOnlyList<string> sources, string output, CancellationToken cancellationToken = default)
    {
        using DatasetBuilder builder = DatasetFolder.Create(output);
        ImportReport report;
        IReadOnlyList<DatasetSource> origins;
        bool isQuickDraw;
        string own = Path.GetDirectoryName(builder.PathFor(ReportFileName))!;
        using (PendingSketches pending = new(own))
        {
            PendingSink sink = new(pending);
            SourceImporter importer = new(_options, sink, Progress, Parts);
            importer.Run(sources, own, cancellationToken);
            int[] perSource = new int[sink.Sources.All.Count];
            foreach (PendingCategory category in pending.Categories)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Write(category, pending, sink, builder, perSource, cancellationToken);
            }

            report = Report(importer);
            origins = [.. sink.Sources.All.Select((source, i) => source with { Sketches = perSource[i], License = LicenseOf(source) })];
            isQuickDraw = sink.Sources.AreAllQuickDraw;
        }

        if (report.Kept == 0)
            throw NothingKept(sources, report);
        AtomicFile.Write(builder.PathFor(ReportFileName), stream => ImportReportJson.Write(report, stream));
        Finish?.Invoke(report, builder.PathFor);
        cancellationToken.ThrowIfCancellationRequested();
        builder.Commit(
            new DatasetDescription
            {
                Name = CategoryNames.Clean(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)))) ?? "dataset",
                Categories = [.. _categories.Select(category => category.Name)],
                FirstRow = _options.FirstRow,
                CreatedBy = $"rpcl {typeof(DatasetImporter).Assembly.GetName().Version?.ToString(3)}",
                Sources = origins,
            },
            _options.License ?? (isQuickDraw ? KnownLicenses.QuickDraw : null));
        return report;
    }

    // A license given by the user applies to each source, if it is short enough to be a name.
    private string? LicenseOf(DatasetSource source) => _options.License switch
    {
        null => source.License,
        { } text when DatasetDescription.IsName(text.Trim()) => text.Trim(),
        _ => null,
    };

    private void Write(
        PendingCategory category, PendingSketches pending, PendingSink sink, DatasetBuilder builder, int[] perSource,
        CancellationToken cancellationToken)
    {
        SplitAssignment assigned = SplitAssigner.Assign(category, _options);
        ImportedCategory result = new(
            category.Name, assigned.Kept[(int)DatasetSplit.Train], assigned.Kept[(int)DatasetSplit.Valid],
            assigned.Kept[(int)DatasetSplit.Test], assigned.Duplicates, assigned.Twins, assigned.OverLimit)
        {
            TakenFromTrain = assigned.TakenFromTrain,
            OwnValid = assigned.OwnValid,
            OwnTest = assigned.OwnTest,
            Twin = assigned.Twin is { } twin ? (sink.PlaceOf(category, twin.First), sink.PlaceOf(category, twin.Second)) : null,
        };
        if (result.Kept == 0)
            return;
        if (assigned.Duplicates > 0)
        {
            ImportOffender most = new(
                sink.PlaceOf(category, assigned.Copied), "",
                $"{assigned.Copies} times, also in {sink.PlaceOf(category, assigned.CopiedBy)}", assigned.Copies);
            _drops.Add(Duplicate, assigned.Duplicates, [most], category.Name);
        }

        if (assigned.OverLimit > 0)
        {
            ImportOffender surplus = new("", category.Name, Plural.Sketches(assigned.OverLimit), assigned.OverLimit);
            _drops.Add(Surplus, assigned.OverLimit, [surplus], category.Name);
        }

        int label = _categories.Count;
        Dictionary<int, Sketch?> examples = label < ExampleCategories ? Choose(category, assigned.Fates) : [];
        pending.Read(category, (index, record) =>
        {
            if (index % 1024 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            byte fate = assigned.Fates[index];
            if (!SplitAssignment.IsKept(fate))
                return;
            builder[(DatasetSplit)fate].AddRecord(record, label);
            perSource[sink.SourceOf(category, index)]++;
            if (examples.ContainsKey(index))
                examples[index] = SketchRecord.Decode(record);
        });
        _categories.Add(result);
        if (examples.Count > 0)
            _examples.Add((category.Name, [.. examples.OrderBy(example => example.Key).Select(example => example.Value!)]));
    }

    private Dictionary<int, Sketch?> Choose(PendingCategory category, byte[] fates)
    {
        PriorityQueue<int, ulong> chosen = new(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));
        for (int i = 0; i < fates.Length; i++)
        {
            if (!SplitAssignment.IsKept(fates[i]))
                continue;
            ulong number = SplitAssigner.Draw(RandomPurpose.Shown, _options.Seed, category.Name, category.Hashes[i]);
            if (chosen.Count < ExamplesPerCategory)
                chosen.Enqueue(i, number);
            else
                chosen.EnqueueDequeue(i, number);
        }

        return chosen.UnorderedItems.ToDictionary(item => item.Element, _ => (Sketch?)null);
    }

    private ImportReport Report(SourceImporter importer)
    {
        importer.Total.Drops.Add(_drops);
        return new ImportReport
        {
            Files = importer.Files,
            FileDrops = importer.FileDrops.ToDrops(),
            Drawings = importer.Total.Drawings,
            Simplified = importer.Total.Simplified,
            Kept = _categories.Sum(category => (long)category.Kept),
            Drops = importer.Total.Drops.ToDrops(),
            InPart = importer.Total.InPart.ToDrops(),
            Before = importer.Total.Before,
            After = importer.Total.After,
            Categories = _categories,
            Remarks = ImportRemark.Of(_categories, _options),
            Examples = _examples,
            Options = _options,
        };
    }

    private static InputException NothingKept(IReadOnlyList<string> sources, ImportReport report)
    {
        ImportDrop? drop = report.Drops.Count > 0 ? report.Drops[0] : report.FileDrops.Count > 0 ? report.FileDrops[0] : null;
        string why = drop is null ? "" : $" ({drop.Count} left out: {drop.Reason}{Example(drop)})";
        return new InputException(
            sources.Count == 1 ? sources[0] : "sources", "", "at least one sketch to keep",
            $"none in {Plural.Of(report.Files, "file")} with {Plural.Of(report.Drawings, "drawing")}{why}",
            "check the formats and the limits");
    }

    private static string Example(ImportDrop drop) =>
        drop.Worst.Count == 0 || drop.Worst[0].File.Length == 0 ? "" : $", such as {Place(drop.Worst[0])}";

    private static string Place(ImportOffender offender) =>
        offender.Where.Length == 0 ? offender.File : $"{offender.File}, {offender.Where}";
}

/// <summary>The progress of an import.</summary>
/// <param name="Drawings">The number of drawings read so far.</param>
/// <param name="File">The file that is being read.</param>
internal readonly record struct ImportProgress(long Drawings, string File);
