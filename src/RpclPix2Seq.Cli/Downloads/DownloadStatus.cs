namespace RpclPix2Seq.Cli.Downloads;

/// <summary>What became of a file that was asked for.</summary>
internal enum DownloadStatus
{
    /// <summary>It was fetched from the beginning.</summary>
    Downloaded,

    /// <summary>The rest of it was fetched; a part was there from an earlier run.</summary>
    Resumed,

    /// <summary>It was there already.</summary>
    Present,

    /// <summary>It was not fetched.</summary>
    Failed,
}
