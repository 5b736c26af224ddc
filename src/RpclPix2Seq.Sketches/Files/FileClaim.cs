namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// A piece of work that at most one process at a time does: whoever holds its file open has it. The system gives the file free when the
/// process ends, however it ends.
/// </summary>
public sealed class FileClaim : IDisposable
{
    private readonly FileStream _held;

    private FileClaim(FileStream held) => _held = held;

    /// <summary>Claims it, or returns null where another process has it.</summary>
    /// <param name="path">A file that need not exist, in a folder that need not exist; it stays, unless the options say otherwise.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="InputException">The file cannot be made.</exception>
    public static FileClaim? TryTake(string path, FileOptions options = FileOptions.None)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            FileStream held = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
            if (File.Exists(path))
                return new FileClaim(held);

            // Whoever had it removed it just before it could be held here: nobody else would find it.
            held.Dispose();
            return TryTake(path, options);
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
