using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>Folders that appear whole or not at all.</summary>
public static partial class SafeFolders
{
    /// <summary>Makes an empty folder in place of whatever is there.</summary>
    public static void Renew(string folder)
    {
        DeleteIfThere(folder);
        DiskFaults.Before(DiskOperation.MakeFolder, folder);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Gives a folder whose files are all on disk its final name, and waits until the disk has that too.</summary>
    public static void Publish(string partial, string folder)
    {
        AtomicFile.FlushFolder(partial);
        DiskFaults.Before(DiskOperation.Rename, folder);
        Directory.Move(partial, folder);
        AtomicFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(folder))!);
    }

    /// <summary>
    /// Removes a folder; <paramref name="first"/> in it goes first, so that what is left after a crash is not taken for whole.
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

    /// <summary>Makes sure that there is room for so many bytes.</summary>
    /// <param name="folder">Where they are to be written.</param>
    /// <param name="bytes">How many.</param>
    /// <exception cref="IOException">There is not.</exception>
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
            return; // a file system that does not say: a full one is found out while writing
        }

        if (free < bytes)
            throw new IOException($"{bytes:N0} bytes are needed and {free:N0} are free");
    }

    /// <summary>
    /// Lets <paramref name="link"/> lead to <paramref name="target"/>, for people; where links cannot be made, or something else is there,
    /// nothing changes.
    /// </summary>
    /// <param name="link">The link.</param>
    /// <param name="target">Where it leads, relative to the folder that it is in.</param>
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
            // The names best and last are found without it too.
        }
    }

    // .NET follows a link that it is to rename.
    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameOver(string from, string to);
}
