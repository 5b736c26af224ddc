namespace RpclPix2Seq.Sketches.Files;

/// <summary>The seam at which tests let operations on disk fail. Outside of tests there are no faults, and asking costs a comparison.</summary>
internal static class DiskFaults
{
    private static IDiskFaults? s_current;

    /// <summary>Whether the process counts as dead.</summary>
    public static bool PowerIsOff => Volatile.Read(ref s_current) is { PowerIsOff: true };

    /// <summary>Lets operations fail until the result is disposed of.</summary>
    public static IDisposable Use(IDiskFaults faults)
    {
        Volatile.Write(ref s_current, faults);
        return new End();
    }

    /// <summary>Throws if the operation is to fail.</summary>
    public static void Before(DiskOperation operation, string path) => Volatile.Read(ref s_current)?.Before(operation, path);

    /// <summary>How many of the bytes reach the file.</summary>
    public static int Written(string path, int length) => Volatile.Read(ref s_current)?.Written(path, length) ?? length;

    private sealed class End : IDisposable
    {
        public void Dispose() => Volatile.Write(ref s_current, null);
    }
}
