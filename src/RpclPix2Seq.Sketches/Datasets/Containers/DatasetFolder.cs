using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// A dataset on disk: a folder with <c>dataset.json</c> (<see cref="DatasetManifest"/>), a container for each split
/// (<see cref="SketchContainerWriter"/>) and optionally <c>LICENCE.txt</c>. Opening it reads only the manifest. Thread-safe.
/// </summary>
internal sealed class DatasetFolder : IDisposable
{
    /// <summary>The most bytes of a license text.</summary>
    internal const int MaxLicenseBytes = 1 << 20;

    private readonly Lock _lock = new();
    private readonly SketchContainer?[] _splits = new SketchContainer?[Enum.GetValues<DatasetSplit>().Length];
    private bool _disposed;

    private DatasetFolder(string path, DatasetManifest manifest)
    {
        Path = path;
        Manifest = manifest;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The manifest of the dataset.</summary>
    public DatasetManifest Manifest { get; }

    /// <summary>Starts a new dataset.</summary>
    /// <param name="path">The folder that <see cref="DatasetBuilder.Commit"/> makes; it must not exist or must be empty.</param>
    /// <exception cref="InputException">Something already exists there, or nothing can be written there.</exception>
    public static DatasetBuilder Create(string path) => new(path);

    /// <summary>Whether there is a folder with a manifest, valid or not.</summary>
    public static bool IsAt(string path) => File.Exists(System.IO.Path.Combine(path, DatasetManifest.FileName));

    /// <summary>Opens a dataset by reading its manifest.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="InputException">It is not a dataset, or its manifest is wrong.</exception>
    public static DatasetFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            string found = File.Exists(path) ? "a file" : "nothing";
            throw new InputException(path, "", "the folder of a dataset", found, "rpcl data import makes one");
        }

        if (!IsAt(path))
        {
            throw new InputException(
                path, "", $"the folder of a dataset, with {DatasetManifest.FileName}", "a folder without", "rpcl data import makes one");
        }

        return new DatasetFolder(path, DatasetManifest.Read(System.IO.Path.Combine(path, DatasetManifest.FileName)));
    }

    /// <summary>The sketches of a split; the container is opened the first time, and closed with the folder.</summary>
    /// <exception cref="InputException">The container is missing, damaged, or not the one described in the manifest.</exception>
    public SketchContainer Split(DatasetSplit split)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _splits[(int)split] ??= OpenSplit(Manifest[split]);
        }
    }

    /// <summary>The text of the license, or null if there is none.</summary>
    /// <exception cref="InputException">The manifest names one that is missing, cannot be read or is far too long.</exception>
    public string? ReadLicense()
    {
        if (!Manifest.HasLicense)
            return null;
        using InputFile file = new(System.IO.Path.Combine(Path, DatasetManifest.LicenseFileName));
        if (file.Length > MaxLicenseBytes)
            throw new InputException(file.Path, "", $"a text of at most {MaxLicenseBytes} bytes", $"a file of {file.Length}");
        return System.Text.Encoding.UTF8.GetString(file.ReadExactly(0, (int)file.Length, "text"));
    }

    /// <summary>Reads all of a split, and checks every checksum and everything that the manifest says about it.</summary>
    /// <exception cref="InputException">Something is damaged or wrong.</exception>
    public void Verify(DatasetSplit split, CancellationToken cancellationToken = default)
    {
        SketchContainer container = Split(split);
        if (Manifest[split].Statistics.DifferenceFrom(container.Verify(cancellationToken)) is { } difference)
        {
            throw new InputException(
                System.IO.Path.Combine(Path, DatasetManifest.FileName), $"splits.{DatasetManifest.NameOf(split)}",
                "what the container holds", difference, "one of the two files is not of this dataset: make it again");
        }
    }

    /// <summary>Closes the containers that were opened.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (SketchContainer? container in _splits)
                container?.Dispose();
        }
    }

    private SketchContainer OpenSplit(ContainerFacts facts)
    {
        SketchContainer container = SketchContainer.Open(System.IO.Path.Combine(Path, facts.File));
        SplitStatistics said = facts.Statistics;
        if (container.Checksum == facts.Checksum && container.Bytes == facts.Bytes && container.Offsets == facts.Offsets
            && container.Count == said.Sketches && container.Points == said.Points && container.Longest == said.Longest
            && container.Categories <= Manifest.Description.Categories.Count)
        {
            return container;
        }

        container.Dispose();
        throw new InputException(
            container.Path, "",
            $"the container that {DatasetManifest.FileName} names, of {said.Sketches} sketches with the checksum {facts.Checksum:x16}",
            $"one of {container.Count} with {container.Checksum:x16}", "copy all files of the dataset together, or make it again");
    }
}
