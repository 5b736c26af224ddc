namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// A folder that is filled beside its place and renamed into it when it is whole; given up before, nothing of it is left. An empty folder
/// that exists stays the folder that it is, a mount or somebody's working directory: it is filled in a folder within, whose files are moved
/// up when they are whole.
/// </summary>
internal sealed class NewFolder : IDisposable
{
    private const string Inner = ".rpcl";
    private readonly string _path;
    private readonly string _full;
    private readonly bool _existed;

    /// <exception cref="InputException">There is something already, or nothing can be written there.</exception>
    public NewFolder(string path)
    {
        OutputFolder.RequireNew(path);
        _path = path;
        _full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

        // Beside the topmost folder that is still to be made, so that giving up leaves no empty folders above either.
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

    /// <summary>Puts the folder into its place. Of several processes that fill one folder, one does; the others are refused.</summary>
    /// <exception cref="InputException">Something has come to stand there.</exception>
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

    /// <summary>Whether an entry of a folder is what a process fills it with, or was before it was killed.</summary>
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
        foreach (string entry in Directory.GetFileSystemEntries(Temporary))
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
            OutputFolder.RequireNew(_path); // what has come to stand there is the clearer reason
            throw new InputException(_path, "", "a folder that can be made", e.Message, "choose another place", e);
        }
    }
}
