namespace RpclPix2Seq.Sketches.IO;

/// <summary>
/// A piece of work that at most one process at a time does: whoever holds its file open has it. The system gives the file free when the process ends, however it ends.
/// </summary>
public sealed class FileClaim : IDisposable
{
    private readonly FileStream _held;

    private FileClaim(FileStream held) => _held = held;

    /// <summary>Claims it, or returns null where another process has it.</summary>
    /// <param name="path">A file that need not exist, in a folder that need not exist; it stays.</param>
    /// <exception cref="InputException">The file cannot be made.</exception>
    public static FileClaim? TryTake(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new FileClaim(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "a file that can be made", e.Message, "choose another place", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();
}
