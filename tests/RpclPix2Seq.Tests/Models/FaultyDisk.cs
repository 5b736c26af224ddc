using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Tests.Models;

/// <summary>The n-th operation of a kind below a folder fails.</summary>
internal sealed class FaultyDisk(DiskFault fault, int at, string root) : IDiskFaults
{
    private int _count;

    public bool PowerIsOff { get; private set; }

    /// <summary>Whether the fault has occurred.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The file whose last block is gone.</summary>
    public string? Torn { get; private set; }

    public void Before(DiskOperation operation, string path)
    {
        if (PowerIsOff)
            throw new PowerCutException();
        if (!Counts(operation, path) || _count++ != at)
            return;
        HasFailed = true;
        switch (fault)
        {
            case DiskFault.PowerCut:
                PowerIsOff = true;
                throw new PowerCutException();
            case DiskFault.TornBlock:
                Torn = Path.GetFileName(path);
                break;
            case DiskFault.Full:
                throw new IOException("No space left on device");
            case DiskFault.FailedFlush or DiskFault.FailedRename or DiskFault.FailedDelete:
                throw new IOException("Input/output error");
            default:
                break;
        }
    }

    public int Written(string path, int length) => fault == DiskFault.ShortWrite && HasFailed && _count == at + 1 ? length / 2 : length;

    private bool Counts(DiskOperation operation, string path) => path.StartsWith(root, StringComparison.Ordinal) && fault switch
    {
        DiskFault.Full => operation is DiskOperation.MakeFolder or DiskOperation.Measure or DiskOperation.Create or DiskOperation.Write,
        DiskFault.ShortWrite => operation == DiskOperation.Write,
        DiskFault.FailedFlush or DiskFault.TornBlock => operation == DiskOperation.Flush,
        DiskFault.FailedRename => operation == DiskOperation.Rename,
        DiskFault.FailedDelete => operation == DiskOperation.Delete,
        _ => true,
    };
}
