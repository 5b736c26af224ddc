namespace RpclPix2Seq.Tests.Models;

/// <summary>What goes wrong on a <see cref="FaultyDisk"/>.</summary>
public enum DiskFault
{
    /// <summary>The disk is full: for a folder, a file, or bytes of it.</summary>
    Full,

    /// <summary>Only half of the bytes are written.</summary>
    ShortWrite,

    /// <summary>The disk does not accept the data.</summary>
    FailedFlush,

    /// <summary>Something cannot be renamed.</summary>
    FailedRename,

    /// <summary>Something cannot be removed.</summary>
    FailedDelete,

    /// <summary>The power is cut before the operation: nothing more is done.</summary>
    PowerCut,

    /// <summary>The disk reports a file as written, but when the power comes back its last block is gone.</summary>
    TornBlock,
}
