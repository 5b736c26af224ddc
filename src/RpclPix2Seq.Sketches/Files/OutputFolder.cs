namespace RpclPix2Seq.Sketches.Files;

/// <summary>Folders that a command writes its results to. An existing one is never overwritten.</summary>
internal static class OutputFolder
{
    private const int Retries = 3, RetryMilliseconds = 20;

    /// <summary>Makes a new folder; an existing empty one is accepted.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="remedy">What to do if something exists already.</param>
    /// <exception cref="InputException">It exists and is not empty, is a file, or cannot be made.</exception>
    public static void Create(string path, string remedy = "name another folder")
    {
        RequireNew(path, remedy);
        Make(path);
    }

    /// <summary>
    /// Fills a new folder, which then exists completely or not at all (<see cref="NewFolder"/>). If several processes fill the same folder
    /// at a time, one succeeds and the others get an error.
    /// </summary>
    /// <param name="path">The folder; an existing empty one is accepted.</param>
    /// <param name="fill">Called with the folder to write into.</param>
    /// <exception cref="InputException">It exists and is not empty, is a file, or cannot be written.</exception>
    public static void Write(string path, Action<string> fill)
    {
        using NewFolder folder = new(path);
        try
        {
            fill(folder.Temporary);
        }
        catch (InputException e) when (e.Source?.StartsWith(folder.Temporary, StringComparison.Ordinal) == true)
        {
            throw e.Renamed(folder.Temporary, Path.TrimEndingDirectorySeparator(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "a folder that can be written", e.Message, "make room, or choose another place", e);
        }

        folder.Commit();
    }

    /// <summary>
    /// Makes a new folder and claims it for this process, for work whose results appear one by one. While the claim lasts, no other process
    /// can claim the folder.
    /// </summary>
    /// <param name="path">The folder; an existing empty one is accepted.</param>
    /// <exception cref="InputException">It exists and is not empty, is a file, cannot be made, or another process has it.</exception>
    public static FileClaim Claim(string path)
    {
        const string file = "rpcl.lock", remedy = "name another folder";
        RequireNew(path, remedy, file);
        return Claim(path, file, () => RequireNew(path, remedy, file), FileOptions.DeleteOnClose);
    }

    /// <summary>Claims a folder and checks it: another process may have been there between an earlier check and the claim.</summary>
    internal static FileClaim Claim(string path, string file, Action check, FileOptions options = FileOptions.None)
    {
        Make(path);
        FileClaim? claim;
        for (int i = 0; (claim = FileClaim.TryTake(Path.Combine(path, file), options)) is null && i < Retries; i++)
            Thread.Sleep(RetryMilliseconds); // somebody may only have looked

        if (claim is null)
            throw new InputException(
                path, "", "a folder that no other process writes to", "one in which another is at work",
                "wait for that process, or stop it");
        try
        {
            check();
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Checks what <see cref="Create"/> checks but makes nothing: for commands that run for a long time before they write.
    /// </summary>
    /// <param name="path">The folder.</param>
    /// <param name="remedy">What to do if something exists already.</param>
    /// <param name="except">A file that is allowed to be in it.</param>
    /// <exception cref="InputException">It exists and is not empty, or is a file.</exception>
    public static void RequireNew(string path, string remedy = "name another folder", string? except = null)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new InputException("output folder", "", "the name of a new folder", "an empty name", "for example out/first");
        if (File.Exists(path))
            throw new InputException(path, "", "a new folder", "a file", remedy);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path)
            .Any(entry => Path.GetFileName(entry) is var name && name != except && !NewFolder.IsUnfinished(name)))
            throw new InputException(path, "", "a new folder", "a folder that is not empty", remedy);
    }

    /// <summary>The folder beside it for what is finished while the rest is still being made.</summary>
    public static string PartsOf(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + ".parts";

    /// <summary>Makes a folder, unless it is there.</summary>
    /// <exception cref="InputException">It cannot be made.</exception>
    public static void Make(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "a folder that can be made", e.Message, "choose another place", e);
        }
    }
}
