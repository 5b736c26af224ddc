using System.Globalization;
using System.IO.Hashing;
using System.Text;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// An import in parts: what was prepared from some of the files, in a file of its own (<see cref="PartFile"/>). Several processes can make
/// the parts of one import, and an import that was stopped finds those that were finished. Read in order, the parts give exactly what
/// reading the files gives.
/// </summary>
internal sealed class ImportParts
{
    // Small enough to share evenly and to lose, large enough to keep all cores busy; a file is never divided.
    private const int MostFiles = 4096, UsualParts = 256;
    private const long FewestBytes = 64 << 10, MostBytes = 64 << 20;

    private readonly string _folder;
    private readonly ImportOptions _options;
    private readonly IReadOnlyList<SourceFile>[] _parts;

    /// <summary>Lists the files, and divides them into parts.</summary>
    /// <param name="sources">Files, folders and patterns.</param>
    /// <param name="folder">Where the parts go; nothing in it is a source.</param>
    /// <param name="options">How drawings are prepared.</param>
    /// <exception cref="InputException">A source does not exist, or cannot be listed.</exception>
    public ImportParts(IReadOnlyList<string> sources, string folder, ImportOptions options)
    {
        (_folder, _options) = (Path.GetFullPath(folder), options);
        string below = _folder + Path.DirectorySeparatorChar;
        SourceFile[] files =
        [
            .. SourceFinder.Find(sources)
                .Where(file => file.IsNamed || !Path.GetFullPath(file.Path).StartsWith(below, StringComparison.Ordinal)),
        ];
        long bytes = Math.Clamp(files.Sum(file => file.Length) / UsualParts, FewestBytes, MostBytes);
        _parts = [.. ParallelReader.Groups(files, MostFiles, bytes)];
    }

    /// <summary>The number of parts.</summary>
    public int Count => _parts.Length;

    /// <summary>What there is to import, to compare between processes: "345 files of 21,000,000 bytes".</summary>
    public override string ToString()
    {
        FormattableString text = $"{_parts.Sum(part => part.Count):N0} files of {_parts.Sum(part => part.Sum(file => file.Length)):N0} bytes";
        return text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Makes a part, unless it is there already, made from the same files with the same options by the same build.</summary>
    /// <param name="part">0 … <see cref="Count"/> − 1.</param>
    /// <param name="progress">Called with the drawings of the part so far, or null.</param>
    /// <param name="cancellationToken">Stops it; nothing of the part is left then.</param>
    /// <exception cref="InputException">A file that must be readable is not, or the part cannot be written.</exception>
    public void Make(int part, Action<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        UInt128 key = KeyOf(_parts[part]);
        if (PartFile.IsAt(PathOf(part), key))
            return;
        OutputFolder.Make(_folder);
        AtomicFile.Write(PathOf(part), stream =>
        {
            using PartFile.Writer writer = new(stream, key);
            long met = 0;
            new ParallelReader(_options).Run(
                _parts[part],
                (PreparedBlock block, in PreparedSketch sketch) =>
                {
                    writer.Add(block, sketch);
                    if (sketch.End is null)
                        met++;
                    if (sketch.End is not null || met % 64 == 0)
                        progress?.Invoke(new ImportProgress(met, sketch.File.Path));
                },
                cancellationToken);
            writer.End();
        });
    }

    /// <summary>Passes on what is in the parts, as <see cref="ParallelReader"/> does for their files; makes parts that are missing.</summary>
    /// <exception cref="InputException">A part cannot be made, or is damaged.</exception>
    public void Run(ParallelReader.Taker take, CancellationToken cancellationToken)
    {
        for (int part = 0; part < Count; part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Make(part, null, cancellationToken);
            PartFile.Read(PathOf(part), _parts[part], take);
        }
    }

    /// <summary>Removes all parts.</summary>
    public void Delete() => SafeFolders.DeleteFiles(_folder, "part-*");

    private string PathOf(int part) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"part-{part:D6}"));

    private UInt128 KeyOf(IReadOnlyList<SourceFile> files)
    {
        XxHash128 hash = new();
        Append($"{typeof(ImportParts).Module.ModuleVersionId} {_options with { Threads = 0 }}\n");
        foreach (SourceFile file in files)
            Append($"{file} {Written(file.Path)}\n");
        return hash.GetCurrentHashAsUInt128();

        void Append(FormattableString text) => hash.Append(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
    }

    private static long Written(string path)
    {
        try
        {
            return File.GetLastWriteTimeUtc(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path).Ticks;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // reading says what is wrong with it
        }
    }
}
