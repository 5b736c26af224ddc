using RpclPix2Seq.Sketches.Datasets.Containers;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// A dataset to read sketches from, whatever the user named: a dataset's folder as it is, or files of any format, read into a temporary
/// dataset that is deleted when this is disposed of.
/// </summary>
internal sealed class OpenedDataset : IDisposable
{
    private readonly string? _temporary;

    private OpenedDataset(DatasetFolder folder, string? temporary, ImportReport? report) =>
        (Folder, _temporary, Report) = (folder, temporary, report);

    /// <summary>The dataset.</summary>
    public DatasetFolder Folder { get; }

    /// <summary>What was read from files, and left out; null if a dataset was named.</summary>
    public ImportReport? Report { get; }

    /// <summary>
    /// Opens a dataset's folder, or reads files. From files, every sketch is kept, and those without a split are all in train.
    /// </summary>
    /// <param name="sources">One dataset, or files, folders and patterns.</param>
    /// <param name="options">How files are read.</param>
    /// <param name="progress">Called with the progress of reading.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">Nothing can be read there.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public static OpenedDataset Open(
        IReadOnlyList<string> sources, ImportOptions options, Action<ImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (sources.Count == 1 && DatasetFolder.IsAt(sources[0]))
            return new OpenedDataset(DatasetFolder.Open(sources[0]), null, null);
        if (sources.FirstOrDefault(DatasetFolder.IsAt) is { } dataset)
            throw new InputException(dataset, "", "one dataset, or files", "a dataset among others", "use them one at a time");

        string parent = Directory.CreateTempSubdirectory("rpcl-").FullName;
        try
        {
            string first = Path.GetFileName(Path.TrimEndingDirectorySeparator(sources[0]));
            string folder = Path.Combine(parent, CategoryNames.Clean(CategoryNames.OfName(first)) ?? "files");
            options = options with { Duplicates = DuplicateMode.Keep, Valid = SplitSize.Of(0), Test = SplitSize.Of(0) };
            ImportReport report = new DatasetImporter(options) { Progress = progress }.Import(sources, folder, cancellationToken);
            return new OpenedDataset(DatasetFolder.Open(folder), parent, report);
        }
        catch
        {
            Directory.Delete(parent, recursive: true);
            throw;
        }
    }

    /// <summary>Closes the dataset, and removes it if it is a temporary one.</summary>
    public void Dispose()
    {
        Folder.Dispose();
        if (_temporary is not null && Directory.Exists(_temporary))
            Directory.Delete(_temporary, recursive: true);
    }
}
