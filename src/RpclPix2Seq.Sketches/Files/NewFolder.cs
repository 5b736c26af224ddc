namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// A folder that is filled next to its final place and renamed when it is complete. If it is abandoned before, nothing of it is left. An
/// existing empty folder is kept, because it may be a mount or somebody's working directory: a folder inside it is filled, and its files
/// are moved up when they are complete.
/// </summary>
internal sealed class NewFolder : IDisposable
{
    private const string Inner = ".rpcl", Last = "dataset.json";
    private readonly string _path;
    private readonly string _full;
    private readonly bool _existed;

    /// <exception cref="InputException">Something exists already, or nothing can be written there.</exception>
    public NewFolder(string path)
    {
        OutputFolder.RequireNew(path);
        _path = path;
        _full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

        // Next to the topmost folder that has yet to be made, so that an abandoned one leaves no empty parent folders either.
        string top = _full;
        while (Path.GetDirectoryName(top) is { } parent && !Directory.Exists(parent))
        {
            if (File.Exists(parent))
                throw new InputException(path, "", "a folder that can be made", $"a file at {parent}", "choose another place");
            top = parent;
        }

        _existed = Directory.Exists(_full);
        Temporary = AtomicFile.TemporaryBeside(_existed ? Path.Combine(_full, Inner) : top);
        Make(() => Directory.CreateDirectory(Temporary));
    }

    /// <summary>The folder to fill.</summary>
    public string Temporary { get; }

    /// <summary>
    /// Moves the folder to its final place. If several processes fill the same folder, one succeeds and the others get an error.
    /// </summary>
    /// <exception cref="InputException">Something has appeared there in the meantime.</exception>
    public void Commit()
    {
        OutputFolder.RequireNew(_path);
        Make(() =>
        {
            string parent = Path.GetDirectoryName(_full)!;
            Directory.CreateDirectory(parent);
            if (_existed)
                MoveUp();
            else
                Directory.Move(Temporary, _full);
            AtomicFile.FlushFolder(parent);
        });
    }

    /// <summary>Whether an entry of a folder is the temporary folder of a running or killed process.</summary>
    public static bool IsUnfinished(string name) =>
        name.StartsWith(Inner + ".", StringComparison.Ordinal) && name.EndsWith(".tmp", StringComparison.Ordinal);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Temporary))
            Directory.Delete(Temporary, recursive: true);
    }

    private void MoveUp()
    {
        using FileClaim claim = OutputFolder.Claim(_path);

        // The manifest of a dataset says that it is complete, so it comes last.
        foreach (string entry in Directory.GetFileSystemEntries(Temporary).OrderBy(entry => Path.GetFileName(entry) == Last))
            Directory.Move(entry, Path.Combine(_full, Path.GetFileName(entry)));
        AtomicFile.FlushFolder(_full);
    }

    private void Make(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            OutputFolder.RequireNew(_path); // if something has appeared there, that is the clearer reason
            throw new InputException(_path, "", "a folder that can be made", e.Message, "choose another place", e);
        }
    }
}
