namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// The seam at which tests let operations on disk fail. Outside of tests there are no faults, and asking costs a comparison.
/// </summary>
internal static class DiskFaults
{
    private static IDiskFaults? Active;

    /// <summary>Whether the process counts as dead.</summary>
    public static bool PowerIsOff => Volatile.Read(ref Active) is { PowerIsOff: true };

    /// <summary>Lets operations fail until the result is disposed of.</summary>
    public static IDisposable Use(IDiskFaults faults)
    {
        Volatile.Write(ref Active, faults);
        return new End();
    }

    /// <summary>Throws if the operation is to fail.</summary>
    public static void Before(DiskOperation operation, string path) => Volatile.Read(ref Active)?.Before(operation, path);

    /// <summary>How many of the bytes reach the file.</summary>
    public static int Written(string path, int length) => Volatile.Read(ref Active)?.Written(path, length) ?? length;

    private sealed class End : IDisposable
    {
        public void Dispose() => Volatile.Write(ref Active, null);
    }
}

/// <summary>Lets operations on disk fail, in tests: full disks, short writes, renames that fail, power cuts.</summary>
internal interface IDiskFaults
{
    /// <summary>Whether the process counts as dead: nothing is tidied up any more.</summary>
    bool PowerIsOff { get; }

    /// <summary>Is called before an operation, which fails if this throws.</summary>
    /// <param name="operation">What is about to be done.</param>
    /// <param name="path">To which file or folder.</param>
    void Before(DiskOperation operation, string path);

    /// <summary>How many of <paramref name="length"/> bytes reach the file before the write fails; all of them, if it does not.</summary>
    int Written(string path, int length);
}

/// <summary>What is done to a disk, one by one, when something is written that must not be lost.</summary>
internal enum DiskOperation
{
    /// <summary>A folder is made.</summary>
    MakeFolder,

    /// <summary>The free space is asked for.</summary>
    Measure,

    /// <summary>A file is made, with room for what it will hold.</summary>
    Create,

    /// <summary>Bytes are written.</summary>
    Write,

    /// <summary>A file is flushed to the disk.</summary>
    Flush,

    /// <summary>A folder's entries are flushed to the disk.</summary>
    FlushFolder,

    /// <summary>A file or folder is given its final name.</summary>
    Rename,

    /// <summary>A file or folder is removed.</summary>
    Delete,
}
