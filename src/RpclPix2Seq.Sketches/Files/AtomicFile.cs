using System.Runtime.InteropServices;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>Writes files so that the target either holds the complete new content or is left unchanged.</summary>
internal static partial class AtomicFile
{
    private const int ReadOnly = 0;

    /// <summary>
    /// Calls <paramref name="write"/> with a stream to a temporary file next to <paramref name="path"/>, flushes it to disk and renames it
    /// over the target. If <paramref name="write"/> throws, the temporary file is removed and the target is untouched.
    /// </summary>
    /// <exception cref="InputException">The folder does not exist or cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string temporary = TemporaryBeside(full);
        try
        {
            FileStream stream = Open(path, temporary);
            try
            {
                WriteAndFlush(path, stream, write);
            }
            catch
            {
                Abandon(stream);
                throw;
            }

            stream.Dispose();
            Rename(path, temporary, full);
        }
        catch
        {
            // Deleting in a missing folder would throw and hide the original error.
            if (File.Exists(temporary) && !DiskFaults.PowerIsOff)
                File.Delete(temporary);
            throw;
        }

        FlushFolder(Path.GetDirectoryName(full)!);
    }

    /// <summary>Writes <paramref name="bytes"/> as <see cref="Write"/> does.</summary>
    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream =>
    {
        int written = DiskFaults.Written(path, bytes.Length);
        stream.Write(bytes.Span[..written]);
        if (written < bytes.Length)
            throw new IOException($"only {written} of {bytes.Length} bytes were written");
    });

    /// <summary>Writes <paramref name="text"/> as UTF-8 without a byte order mark, as <see cref="Write"/> does.</summary>
    public static void WriteAllText(string path, string text) => WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A unique path for a file or folder that is made next to its final place and then renamed.</summary>
    public static string TemporaryBeside(string full) => $"{full}.{Guid.NewGuid():N}.tmp";

    /// <summary>
    /// Flushes a folder's entries to disk, so that a rename in it survives a power cut. Does nothing where the system has no such call.
    /// </summary>
    public static void FlushFolder(string folder)
    {
        DiskFaults.Before(DiskOperation.FlushFolder, folder);
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
            return;

        // .NET cannot open folders.
        int descriptor = OpenDescriptor(folder, ReadOnly);
        if (descriptor < 0)
            return;
        _ = FlushDescriptor(descriptor);
        _ = CloseDescriptor(descriptor);
    }

    /// <summary>
    /// Flushes everything written to the file system that holds a folder. Only Linux has such a call; elsewhere this does nothing.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be opened, or something could not be written.</exception>
    public static void FlushFileSystem(string folder)
    {
        DiskFaults.Before(DiskOperation.FlushFolder, folder);
        if (!OperatingSystem.IsLinux())
            return;
        int descriptor = OpenDescriptor(folder, ReadOnly);
        int error = descriptor < 0 || FlushFileSystemOf(descriptor) < 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = CloseDescriptor(descriptor);
        if (error != 0)
            throw new IOException($"{folder}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    private static partial int FlushFileSystemOf(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int FlushDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);

    private static void WriteAndFlush(string path, FileStream stream, Action<Stream> write)
    {
        try
        {
            DiskFaults.Before(DiskOperation.Write, path);
            write(stream);
            DiskFaults.Before(DiskOperation.Flush, path);
            stream.Flush(flushToDisk: true);
        }
        catch (IOException e)
        {
            throw NotWritable(path, e);
        }
    }

    /// <summary>
    /// Closes a file that perhaps could not be written: what it still buffers fails again, and that would hide the first error.
    /// </summary>
    public static void Abandon(IDisposable file)
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // The first error is thrown.
        }
    }

    private static FileStream Open(string path, string temporary)
    {
        try
        {
            DiskFaults.Before(DiskOperation.Create, path);
            return new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }

    private static void Rename(string path, string temporary, string full)
    {
        try
        {
            DiskFaults.Before(DiskOperation.Rename, path);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }
    }

    private static InputException NotWritable(string path, Exception e) =>
        new(path, "", "a file that can be written", e.Message, "choose another place", e);
}
