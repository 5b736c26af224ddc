namespace RpclPix2Seq.Tests.Models;

/// <summary>What goes wrong on a <see cref="FaultyDisk"/>.</summary>
public enum DiskFault
{
    /// <summary>There is no room: for a folder, a file, or bytes of it.</summary>
    Full,

    /// <summary>Half of the bytes are written.</summary>
    ShortWrite,

    /// <summary>The disk does not take what it was given.</summary>
    FailedFlush,

    /// <summary>Something cannot be renamed.</summary>
    FailedRename,

    /// <summary>Something cannot be removed.</summary>
    FailedDelete,

    /// <summary>The power is cut before the operation: nothing more is done.</summary>
    PowerCut,

    /// <summary>The disk says that it has a file, but when the power comes back its last block is gone.</summary>
    TornBlock,
}
