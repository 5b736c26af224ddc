namespace RpclPix2Seq.Sketches.Files;

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
