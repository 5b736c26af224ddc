using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Finds the files that the arguments of an import refer to: files, folders with everything below, and patterns. The order is that of the
/// arguments and, below a folder, that of the names, so it does not depend on the file system. Hidden names and links to folders are
/// skipped, so there are no cycles. Folders are listed one at a time, so that millions of files take no memory.
/// </summary>
internal static class SourceFinder
{
    private const int DeepestFolder = 64;

    private static readonly EnumerationOptions Listing = new()
    {
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.System,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>The files, each once. Arguments are checked immediately, folders when they are reached.</summary>
    /// <param name="arguments">Files, folders and patterns.</param>
    /// <exception cref="InputException">An argument is neither a file nor a folder nor a pattern, or, while enumerating, a pattern matches
    /// nothing.</exception>
    public static IEnumerable<SourceFile> Find(IReadOnlyList<string> arguments)
    {
        foreach (string argument in arguments)
            Check(argument);
        return Enumerate(arguments);
    }

    private static void Check(string argument)
    {
        if (string.IsNullOrWhiteSpace(argument))
            throw new InputException("source", "", "a file, a folder or a pattern", "an empty name");
        if (argument.Contains('\0', StringComparison.Ordinal))
        {
            throw new InputException(
                "source", "", "a file, a folder or a pattern", $"the name {InputPlace.Quote(argument)} with a control character");
        }

        if (File.Exists(argument) || GlobPattern.IsPattern(argument))
            return;
        if (!Directory.Exists(argument))
        {
            throw new InputException(
                argument, "", "a file, a folder or a pattern such as 'drawings/**/*.svg'", "nothing there", "check the path");
        }

        if (File.Exists(Path.Combine(argument, "dataset.json")))
        {
            throw new InputException(
                argument, "", "drawings to import", "a dataset that has already been imported", "export it first, or import its sources");
        }
    }

    private static IEnumerable<SourceFile> Enumerate(IReadOnlyList<string> arguments)
    {
        // A single argument never leads to a file twice.
        HashSet<string>? seen = arguments.Count > 1 ? new HashSet<string>(StringComparer.Ordinal) : null;
        foreach (string argument in arguments)
        {
            foreach (SourceFile file in FilesOf(argument, arguments.Count == 1))
            {
                if (seen is null || seen.Add(Path.GetFullPath(file.Path)))
                    yield return file;
            }
        }
    }

    private static IEnumerable<SourceFile> FilesOf(string argument, bool isAlone)
    {
        if (File.Exists(argument))
        {
            return LengthOf(new FileInfo(argument)) is { } length
                ? [new SourceFile(argument, IsNamed: true, length, isAlone)]
                : throw new InputException(
                    argument, "", "a file that can be read twice", "a pipe or a broken link", "write it to a file first");
        }

        return Directory.Exists(argument) ? Walk(new DirectoryInfo(argument), argument, [], pattern: null) : Matches(argument);
    }

    private static IEnumerable<SourceFile> Matches(string argument)
    {
        GlobPattern pattern = GlobPattern.Parse(argument);
        bool any = false;
        if (Directory.Exists(pattern.Folder))
        {
            string shown = argument.StartsWith("./", StringComparison.Ordinal) || pattern.Folder != "." ? pattern.Folder : "";
            foreach (SourceFile file in Walk(new DirectoryInfo(pattern.Folder), shown, [], pattern))
            {
                any = true;
                yield return file;
            }
        }

        if (!any)
            throw new InputException(argument, "", "files that match", "none", "quote the pattern, so that the shell leaves it as it is");
    }

    private static IEnumerable<SourceFile> Walk(DirectoryInfo folder, string shown, string[] names, GlobPattern? pattern)
    {
        FileSystemInfo[] entries = List(folder);
        foreach (FileSystemInfo entry in entries)
        {
            string path = shown.Length == 0 ? entry.Name : Path.Combine(shown, entry.Name);
            if (entry is FileInfo file)
            {
                bool wanted = pattern is null ? !IsHidden(entry) : pattern.IsMatch([.. names, entry.Name]);
                if (wanted && LengthOf(file) is { } length)
                    yield return new SourceFile(path, IsNamed: false, length);
                continue;
            }

            string[] below = [.. names, entry.Name];
            bool entered = pattern is null ? !IsHidden(entry) : pattern.CouldContain(below);
            if (!entered || entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || below.Length > DeepestFolder)
                continue;
            foreach (SourceFile found in Walk((DirectoryInfo)entry, path, below, pattern))
                yield return found;
        }
    }

    private static FileSystemInfo[] List(DirectoryInfo folder)
    {
        try
        {
            FileSystemInfo[] entries = folder.GetFileSystemInfos("*", Listing);
            Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
            return entries;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(folder.FullName, "", "a folder that can be listed", e.Message, inner: e);
        }
    }

    private static bool IsHidden(FileSystemInfo entry) => entry.Name.StartsWith('.');

    // A link may lead nowhere, and a file may be gone by now.
    private static long? LengthOf(FileInfo file)
    {
        try
        {
            FileSystemInfo target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return target is FileInfo { Exists: true } real ? real.Length : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>A file to import.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsNamed">Whether the user named it, so that it must be readable; otherwise a folder or a pattern led to it.</param>
/// <param name="Length">Its size in bytes when it was found.</param>
/// <param name="IsAlone">Whether it is the only source that the user named.</param>
internal readonly record struct SourceFile(string Path, bool IsNamed, long Length, bool IsAlone = false);
