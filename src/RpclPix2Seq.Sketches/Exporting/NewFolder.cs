using RpclPix2Seq.Sketches.IO;

namespace RpclPix2Seq.Sketches.Exporting;

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
        string top = _full;
        while (Path.GetDirectoryName(top) is { } parent && !Directory.Exists(parent))
            top = parent;
        Temporary = $"{top}.{Guid.NewGuid():N}.tmp";
        Make(() => Directory.CreateDirectory(Temporary));
    }

    /// <summary>The folder to fill.</summary>
    public string Temporary { get; }

    /// <summary>Puts the folder into its place.</summary>
    /// <exception cref="InputException">Something has come to stand there.</exception>
    public void Commit() => Make(() =>
    {
        string parent = Path.GetDirectoryName(_full)!;
        Directory.CreateDirectory(parent);
        if (Directory.Exists(_full))
            Directory.Delete(_full, recursive: false);
        Directory.Move(Temporary, _full);
        AtomicFile.FlushFolder(parent);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Temporary))
            Directory.Delete(Temporary, recursive: true);
    }

    private void Make(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(_path, "", "a folder that can be made", e.Message, "choose another place", e);
        }
    }
}
