namespace RpclPix2Seq.Sketches.IO;

/// <summary>Folders that a command writes its results to. One that exists is never written over.</summary>
public static class OutputFolder
{
    /// <summary>Makes a new folder; an empty one that exists will do.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="remedy">What to do if there is something already.</param>
    /// <exception cref="InputException">It exists and is not empty, is a file, or cannot be made.</exception>
    public static void Create(string path, string remedy = "name another folder")
    {
        RequireNew(path, remedy);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "a folder that can be made", e.Message, "choose another place", e);
        }
    }

    /// <summary>Checks what <see cref="Create"/> checks, and makes nothing: for commands that work long before they write.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="remedy">What to do if there is something already.</param>
    /// <exception cref="InputException">It exists and is not empty, or is a file.</exception>
    public static void RequireNew(string path, string remedy = "name another folder")
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new InputException("output folder", "", "the name of a new folder", "an empty name", "for example out/first");
        if (File.Exists(path))
            throw new InputException(path, "", "a new folder", "a file", remedy);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            throw new InputException(path, "", "a new folder", "a folder that is not empty", remedy);
    }
}
