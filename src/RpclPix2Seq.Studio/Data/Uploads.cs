using System.Text;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Data;

/// <summary>Uploaded files, in a folder that goes away when this is disposed of.</summary>
internal sealed class Uploads : IDisposable
{
    private const int MostNameBytes = 200; // file systems take 255
    private const string Folder = "drawings";
    private readonly string _folder = Directory.CreateTempSubdirectory("rpcl-studio-").FullName;

    /// <summary>The files, in the order in which they were added.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Adds a file.</summary>
    /// <param name="name">The name that it has where it comes from.</param>
    /// <param name="content">Its content.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AddAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        // A folder's name can become a category, so a second file of the same name goes to another folder named "drawings".
        string clean = Clean(name), kept = Path.Combine(_folder, Folder, clean);
        if (File.Exists(kept))
            kept = Path.Combine(_folder, $"{Files.Count}", Folder, clean);
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        await using FileStream file = new(kept, FileMode.CreateNew);
        await content.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
        Files.Add(kept);
    }

    /// <summary>Makes a dataset of the files.</summary>
    /// <param name="output">The new folder.</param>
    /// <param name="category">The category of all, or null for what the files say.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InputException">Nothing in them can be used.</exception>
    public ImportAnswer Import(string output, string? category, CancellationToken cancellationToken)
    {
        try
        {
            ImportReport report = new DatasetImporter(ImportOptions.Default with { Category = category }).Import([_folder], output,
                cancellationToken);
            return new ImportAnswer(
                Path.GetFileName(output), report.Kept,
                    [.. report.Drops.Concat(report.FileDrops).Select(drop => new SkippedAnswer(drop.Reason, drop.Count, Example(drop)))]);
        }
        catch (InputException e)
        {
            throw Known(e);
        }
    }

    /// <summary>Reads the sketches of the only file.</summary>
    /// <exception cref="InputException">It has none that can be used.</exception>
    public Sketch[] Read()
    {
        try
        {
            return Sketch.LoadAll(Files[0]);
        }
        catch (InputException e)
        {
            throw Known(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Messages name files as their senders know them.
    private InputException Known(InputException e)
    {
        foreach (string folder in Files.Select(file => Path.GetDirectoryName(file)!).Append(_folder).Distinct())
            e = e.Renamed(folder + Path.DirectorySeparatorChar, "");
        return e;
    }

    private static string Example(ImportDrop drop) => drop.Worst is [var worst, ..]
        ? string.Join(", ", new[] { Path.GetFileName(worst.File), worst.Where, worst.Detail }.Where(part => part.Length > 0))
        : "";

    private static string Clean(string name)
    {
        string plain = Path.GetFileName(name.Replace('\\', '/'));
        string clean = new([.. plain.Where(c => !char.IsControl(c) && !Path.GetInvalidFileNameChars().Contains(c))]);
        if (clean.Length > MostNameBytes)
            clean = clean[^MostNameBytes..];
        while (Encoding.UTF8.GetByteCount(clean) > MostNameBytes)
            clean = clean[(char.IsHighSurrogate(clean[0]) ? 2 : 1)..];
        return clean.Trim('.', ' ').Length == 0 ? "drawing" : clean;
    }
}
