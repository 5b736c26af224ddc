namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// The hook through which tests make disk operations fail. Outside of tests there are no faults, and the check costs one comparison.
/// </summary>
internal static class DiskFaults
{
    private static IDiskFaults? Active;

    /// <summary>Whether the process counts as dead.</summary>
    public static bool PowerIsOff => Volatile.Read(ref Active) is { PowerIsOff: true };

    /// <summary>Makes operations fail until the result is disposed.</summary>
    public static IDisposable Use(IDiskFaults faults)
    {
        Volatile.Write(ref Active, faults);
        return new End();
    }

    /// <summary>Throws if the operation should fail.</summary>
    public static void Before(DiskOperation operation, string path) => Volatile.Read(ref Active)?.Before(operation, path);

    /// <summary>How many of the bytes reach the file.</summary>
    public static int Written(string path, int length) => Volatile.Read(ref Active)?.Written(path, length) ?? length;

    private sealed class End : IDisposable
    {
        public void Dispose() => Volatile.Write(ref Active, null);
    }
}

/// <summary>Makes disk operations fail, in tests: full disks, short writes, renames that fail, power cuts.</summary>
internal interface IDiskFaults
{
    /// <summary>Whether the process counts as dead: no more cleanup happens.</summary>
    bool PowerIsOff { get; }

    /// <summary>Called before an operation, which fails if this throws.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="path">The file or folder it applies to.</param>
    void Before(DiskOperation operation, string path);

    /// <summary>
    /// How many of <paramref name="length"/> bytes reach the file before the write fails; all of them if it does not fail.
    /// </summary>
    int Written(string path, int length);
}

/// <summary>The individual disk operations of a write that must not be lost.</summary>
internal enum DiskOperation
{
    /// <summary>A folder is created.</summary>
    MakeFolder,

    /// <summary>The free space is queried.</summary>
    Measure,

    /// <summary>A file is created, with space reserved for its content.</summary>
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
