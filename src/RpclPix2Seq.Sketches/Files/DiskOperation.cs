namespace RpclPix2Seq.Sketches.Files;

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
