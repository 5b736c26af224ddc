namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// A claim to a task that at most one process at a time may do. The owner is the process that holds the claim's file open. The system
/// releases the file when the process ends, however it ends.
/// </summary>
internal sealed class FileClaim : IDisposable
{
    private readonly FileStream _held;

    private FileClaim(FileStream held) => _held = held;

    /// <summary>Takes the claim, or returns null if another process has it.</summary>
    /// <param name="path">A file that need not exist, in a folder that need not exist; it stays, unless the options say otherwise.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="InputException">The file cannot be created.</exception>
    public static FileClaim? TryTake(string path, FileOptions options = FileOptions.None)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            FileStream held = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, options);
            if (File.Exists(path))
                return new FileClaim(held);

            // The previous owner deleted the file just before it was opened here, so no other process would see this claim.
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

    /// <summary>Whether a process has the claim. Any number may ask at a time; whoever takes it in that moment must try again.</summary>
    public static bool IsTaken(string path)
    {
        try
        {
            using FileStream look = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false; // a file that may not be read may not be taken, either
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();
}
