using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Exporting;

/// <summary>Writes a dataset for other programs: a new folder with a file or folder for each category, completely or not at all.</summary>
internal sealed class DatasetExporter
{
    private static readonly DatasetSplit[] Splits = Enum.GetValues<DatasetSplit>();
    private readonly DatasetFolder _dataset;
    private readonly ExportOptions _options;
    private readonly CategoryIndex[] _indices;
    private long _done;

    /// <param name="dataset">The dataset to export.</param>
    /// <param name="options">What to export from it, and how.</param>
    /// <exception cref="InputException">An option is out of range, there is no such category, or the dataset is damaged.</exception>
    public DatasetExporter(DatasetFolder dataset, ExportOptions options)
    {
        (_dataset, _options) = (dataset, options.Validate());
        IReadOnlyList<string> names = dataset.Manifest.Description.Categories;
        Categories = [.. options.Categories.Count == 0 ? Enumerable.Range(0, names.Count) : options.Categories.Select(Find).Distinct()];
        _indices = [.. Splits.Select(split => CategoryIndex.Read(dataset.Split(split), names.Count))];
        Count = Categories.Sum(category => Splits.Sum(split => (long)Chosen(split, category).Length));

        int Find(string name)
        {
            for (int i = 0; i < names.Count; i++)
            {
                if (names[i] == name)
                    return i;
            }

            string known = $"{string.Join(", ", names.Take(12))}{(names.Count > 12 ? ", …" : "")}";
            throw new InputException(dataset.Path, "", $"a category among {known}", InputPlace.Quote(name), "check the spelling");
        }
    }

    /// <summary>The number of sketches to write.</summary>
    public long Count { get; }

    /// <summary>Called with the number of sketches written, from several threads.</summary>
    public Action<long>? Progress { get; init; }

    private IReadOnlyList<int> Categories { get; }

    /// <summary>Writes everything.</summary>
    /// <param name="output">The new folder.</param>
    /// <param name="cancellationToken">Stops the export; then nothing is left behind.</param>
    /// <returns>The names of the files and folders in it, one per category.</returns>
    /// <exception cref="InputException">The folder cannot be written, or a sketch cannot be written in this format.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public IReadOnlyList<string> Export(string output, CancellationToken cancellationToken = default)
    {
        using NewFolder folder = new(output);
        ICategoryWriter writer = _options.Format switch
        {
            ExportFormat.Npz => new NpzCategoryWriter(_options),
            ExportFormat.Ndjson => new NdjsonCategoryWriter(_dataset.Manifest.Description.FirstRow),
            ExportFormat.Svg => new SvgCategoryWriter(_dataset.Manifest.Description.FirstRow, _options.Size),
            _ => new PictureCategoryWriter(_dataset.Manifest.Description.FirstRow, _options.Size),
        };
        List<string> names = [];
        HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (int category in Categories)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = _dataset.Manifest.Description.Categories[category];
            string file = FreeName(Readable(CategoryNames.Clean(name) ?? "category"), taken) + writer.Suffix;
            CategorySketches sketches = new(
                _dataset, name, [.. Splits.Select(split => Chosen(split, category))], OnWritten, cancellationToken);
            try
            {
                writer.Write(sketches, Path.Combine(folder.Temporary, file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException(
                    output, file, "a file that can be written", e.Message, "free up disk space, or choose another place", e);
            }

            names.Add(file);
        }

        if (_dataset.ReadLicense() is { } license)
            AtomicFile.WriteAllText(Path.Combine(folder.Temporary, DatasetManifest.LicenseFileName), license);
        cancellationToken.ThrowIfCancellationRequested();
        folder.Commit();
        return names;
    }

    private ReadOnlyMemory<int> Chosen(DatasetSplit split, int category) =>
        _options.Split is { } only && only != split ? default : _indices[(int)split].Of(category);

    private void OnWritten(int count) => Progress?.Invoke(Interlocked.Add(ref _done, count));

    // NAME_png.npz are pictures, which nobody reads as sketches.
    private string Readable(string name) =>
        _options.Format == ExportFormat.Npz && name.EndsWith("_png", StringComparison.OrdinalIgnoreCase) ? name + "_" : name;

    // A manifest is not trusted, and different names may be cleaned to the same one.
    private static string FreeName(string name, HashSet<string> taken)
    {
        string free = name;
        for (int i = 2; !taken.Add(free); i++)
            free = $"{name}-{i}";
        return free;
    }
}

/// <summary>The sketches of one category that are to be written, by split.</summary>
/// <param name="dataset">Where they are.</param>
/// <param name="name">The category.</param>
/// <param name="positions">Their positions in each split.</param>
/// <param name="written">Called with the number of sketches written; from several threads.</param>
/// <param name="cancellationToken">Stops the writing.</param>
internal sealed class CategorySketches(
    DatasetFolder dataset, string name, ReadOnlyMemory<int>[] positions, Action<int> written, CancellationToken cancellationToken)
{
    /// <summary>The category.</summary>
    public string Name => name;

    /// <summary>Stops the writing.</summary>
    public CancellationToken Cancel => cancellationToken;

    /// <summary>The rows of the longest sketch of the dataset.</summary>
    public int Longest => Enum.GetValues<DatasetSplit>().Max(split => dataset.Manifest[split].Statistics.Longest);

    /// <summary>The number of sketches in a split.</summary>
    public int CountOf(DatasetSplit split) => positions[(int)split].Length;

    /// <summary>A sketch of a split.</summary>
    public Sketch Get(DatasetSplit split, int index) => dataset.Split(split)[positions[(int)split].Span[index]].Sketch;

    /// <summary>Reads the rows of a sketch; returns their number.</summary>
    public int CopyTo(DatasetSplit split, int index, Span<StrokePoint> rows) =>
        dataset.Split(split).CopyTo(positions[(int)split].Span[index], rows);

    /// <summary>Reports that this many were written.</summary>
    public void Report(int count)
    {
        cancellationToken.ThrowIfCancellationRequested();
        written(count);
    }
}
