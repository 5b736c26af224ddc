using System.Text;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// A dataset under construction, in a temporary folder that <see cref="Commit"/> renames into place; if it is disposed of before, it leaves
/// nothing behind. Not thread-safe, but each thread may write a different split.
/// </summary>
internal sealed class DatasetBuilder : IDisposable
{
    private readonly string _path;
    private readonly NewFolder _folder;
    private readonly SketchContainerWriter[] _writers = new SketchContainerWriter[Enum.GetValues<DatasetSplit>().Length];
    private bool _open = true;

    internal DatasetBuilder(string path)
    {
        _path = path;
        _folder = new NewFolder(path);
        try
        {
            foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
                _writers[(int)split] = new SketchContainerWriter(PathFor(DatasetManifest.ContainerName(split)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The writer for the sketches of one split.</summary>
    public SketchContainerWriter this[DatasetSplit split] => _writers[(int)split];

    /// <summary>The path for an additional file, such as a report, that becomes part of the dataset on commit.</summary>
    /// <param name="name">Its name in the folder.</param>
    /// <exception cref="ArgumentException">It is not the name of a file in the folder.</exception>
    public string PathFor(string name)
    {
        if (Path.GetFileName(name) != name || name.Length == 0 || name is "." or "..")
            throw new ArgumentException($"'{name}' is not a file name", nameof(name));
        return Path.Combine(_folder.Temporary, name);
    }

    /// <summary>Completes the containers, writes the manifest and moves the folder into place.</summary>
    /// <param name="description">The description of the dataset; its categories must cover all labels.</param>
    /// <param name="license">The text of the license, or null.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="InputException">The description is wrong, the disk is full, or something else now exists at the folder's
    /// path.</exception>
    /// <exception cref="InvalidOperationException">It was already committed or disposed of.</exception>
    public DatasetManifest Commit(DatasetDescription description, string? license = null)
    {
        if (!_open)
            throw new InvalidOperationException("the dataset was committed or given up");
        description.Validate(_path);
        byte[]? text = license is null ? null : Encoding.UTF8.GetBytes(license);
        if (text?.Length > DatasetFolder.MaxLicenseBytes)
            throw new InputException(_path, "licence", $"a text of at most {DatasetFolder.MaxLicenseBytes} bytes", $"one of {text.Length}");
        _open = false;
        ContainerFacts[] facts = new ContainerFacts[_writers.Length];
        for (int i = 0; i < facts.Length; i++)
        {
            facts[i] = _writers[i].Complete();
            int named = facts[i].Statistics.SketchesPerCategory.Count;
            if (named > description.Categories.Count)
            {
                throw new ArgumentException(
                    $"{description.Categories.Count} categories do not cover label {named - 1}", nameof(description));
            }
        }

        if (text is not null)
            AtomicFile.WriteAllBytes(PathFor(DatasetManifest.LicenseFileName), text);
        DatasetManifest manifest = new()
        {
            Description = description,
            HasLicense = text is not null,
            Train = facts[(int)DatasetSplit.Train],
            Valid = facts[(int)DatasetSplit.Valid],
            Test = facts[(int)DatasetSplit.Test],
        };
        manifest.Write(PathFor(DatasetManifest.FileName));
        _folder.Commit();
        return manifest;
    }

    /// <summary>Removes everything that was not committed.</summary>
    public void Dispose()
    {
        _open = false;
        foreach (SketchContainerWriter? writer in _writers)
            writer?.Dispose();
        _folder.Dispose();
    }
}
