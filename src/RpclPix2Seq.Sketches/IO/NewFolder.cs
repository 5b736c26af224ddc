namespace RpclPix2Seq.Sketches.IO;

/// <summary>
/// A folder that is filled beside its place and renamed into it when it is whole; given up before, nothing of it is left.
/// </summary>
internal sealed class NewFolder : IDisposable
{
    private readonly string _path;
    private readonly string _full;

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

        Temporary = AtomicFile.TemporaryBeside(top);
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
            DiskFaults.Before(DiskOperation.Rename, _path);
            RemoveEmpty(_full);
            Directory.Move(Temporary, _full);
            AtomicFile.FlushFolder(parent);
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Temporary))
            Directory.Delete(Temporary, recursive: true);
    }

    /// <summary>Removes an empty folder, which will do as a place, as everywhere; one that was filled meanwhile is not deleted but reported.</summary>
    private static void RemoveEmpty(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: false);
        }
        catch (DirectoryNotFoundException)
        {
            // Another process is about to put its own there.
        }
    }

    private void Make(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            OutputFolder.RequireNew(_path);
            throw new InputException(_path, "", "a folder that can be made", e.Message, "choose another place", e);
        }
    }
}
