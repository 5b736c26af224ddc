using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// Everything that is known about a dataset without reading its sketches: its <c>dataset.json</c>. That file is written last, so a folder
/// that has one is complete.
/// </summary>
internal sealed record DatasetManifest
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "dataset.json";

    /// <summary>The name of the file with the license text, if there is one.</summary>
    public const string LicenseFileName = "LICENCE.txt";

    /// <summary>The version of the file's format that this program writes and reads.</summary>
    public const int Version = 1;

    /// <summary>The description of the dataset.</summary>
    public required DatasetDescription Description { get; init; }

    /// <summary>Whether the folder has a license text.</summary>
    public required bool HasLicense { get; init; }

    /// <summary>The container of <see cref="DatasetSplit.Train"/>.</summary>
    public required ContainerFacts Train { get; init; }

    /// <summary>The container of <see cref="DatasetSplit.Valid"/>.</summary>
    public required ContainerFacts Valid { get; init; }

    /// <summary>The container of <see cref="DatasetSplit.Test"/>.</summary>
    public required ContainerFacts Test { get; init; }

    /// <summary>The container of one split.</summary>
    public ContainerFacts this[DatasetSplit split] => split switch
    {
        DatasetSplit.Train => Train,
        DatasetSplit.Valid => Valid,
        DatasetSplit.Test => Test,
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "no such split"),
    };

    /// <summary>"train", "valid" or "test".</summary>
    public static string NameOf(DatasetSplit split) => split switch
    {
        DatasetSplit.Train => "train",
        DatasetSplit.Valid => "valid",
        DatasetSplit.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "no such split"),
    };

    /// <summary>The name of a split's container in the folder.</summary>
    public static string ContainerName(DatasetSplit split) => NameOf(split) + ".sketches";

    /// <summary>Reads a manifest strictly: every key must be present and valid, and no others are allowed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is missing, not JSON, of another version, or a value is wrong.</exception>
    public static DatasetManifest Read(string path) => ManifestReader.Read(path);

    /// <summary>Writes a manifest, completely or not at all.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, stream => ManifestWriter.Write(this, stream));
}
