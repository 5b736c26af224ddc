using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>Folders that appear completely or not at all.</summary>
internal static partial class SafeFolders
{
    /// <summary>Makes an empty folder in place of whatever is there.</summary>
    public static void Renew(string folder)
    {
        DeleteIfThere(folder);
        DiskFaults.Before(DiskOperation.MakeFolder, folder);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Gives a folder whose files are all on disk its final name, and waits until the rename is on disk too.</summary>
    public static void Publish(string partial, string folder)
    {
        AtomicFile.FlushFolder(partial);
        DiskFaults.Before(DiskOperation.Rename, folder);
        Directory.Move(partial, folder);
        AtomicFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(folder))!);
    }

    /// <summary>
    /// Removes a folder; its entry <paramref name="first"/> is removed first, so that the rest is not mistaken for a complete folder after
    /// a crash.
    /// </summary>
    public static void DeleteIfThere(string folder, string? first = null)
    {
        if (!Directory.Exists(folder))
            return;
        DiskFaults.Before(DiskOperation.Delete, folder);
        if (first is not null)
            File.Delete(Path.Combine(folder, first));
        DiskFaults.Before(DiskOperation.Delete, folder);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Removes the files of a folder whose names match a pattern, and the folder if nothing else is in it.</summary>
    public static void DeleteFiles(string folder, string pattern)
    {
        if (!Directory.Exists(folder))
            return;
        DiskFaults.Before(DiskOperation.Delete, folder);
        foreach (string file in Directory.EnumerateFiles(folder, pattern))
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    /// <summary>Makes sure that there is enough free space.</summary>
    /// <param name="folder">Where the bytes will be written.</param>
    /// <param name="bytes">The number of bytes needed.</param>
    /// <exception cref="IOException">There is not enough.</exception>
    public static void RequireRoom(string folder, long bytes)
    {
        DiskFaults.Before(DiskOperation.Measure, folder);
        long free;
        try
        {
            free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return; // the file system does not say; a full one is noticed while writing
        }

        if (free < bytes)
            throw new IOException($"{bytes:N0} bytes are needed and {free:N0} are free");
    }

    /// <summary>
    /// Points <paramref name="link"/> to <paramref name="target"/>, for humans. If links cannot be made, or something else is there,
    /// nothing changes.
    /// </summary>
    /// <param name="link">The link.</param>
    /// <param name="target">Its target, relative to the folder that holds the link.</param>
    public static void Link(string link, string target)
    {
        FileInfo present = new(link);
        if (present.LinkTarget == target || (present.LinkTarget is null && Path.Exists(link)))
            return;
        string fresh = link + ".new";
        try
        {
            File.Delete(fresh);
            Directory.CreateSymbolicLink(fresh, target);
            DiskFaults.Before(DiskOperation.Rename, link);
            _ = RenameOver(fresh, link);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException or DllNotFoundException)
        {
            // The names best and last can be resolved without it.
        }
    }

    // .NET would follow the link instead of renaming it.
    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameOver(string from, string to);
}
