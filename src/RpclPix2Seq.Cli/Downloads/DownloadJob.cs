namespace RpclPix2Seq.Cli.Downloads;

/// <summary>A file to be fetched.</summary>
/// <param name="File">Which.</param>
/// <param name="Source">Where from.</param>
/// <param name="Target">Where to: the path of the finished file.</param>
internal sealed record DownloadJob(QuickDrawFile File, Uri Source, string Target)
{
    /// <summary>Its name in messages.</summary>
    public string Name { get; } = Path.GetFileName(Target);

    /// <summary>How errors name it: category and address.</summary>
    public string Place => $"{File.Category}: {Source.AbsoluteUri}";
}

/// <summary>What became of one file.</summary>
/// <param name="Category">Its category.</param>
/// <param name="Format">Its form.</param>
/// <param name="Url">Its address.</param>
/// <param name="File">Its path on disk.</param>
/// <param name="Status">Whether it was fetched.</param>
/// <param name="Bytes">Its size, or null if it is not known.</param>
/// <param name="Checks">What was compared with the server's word and agrees: "length", "MD5", "CRC-32C".</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record DownloadResult(
    string Category,
    string Format,
    string Url,
    string File,
    DownloadStatus Status,
    long? Bytes,
    IReadOnlyList<string> Checks,
    string? Error = null)
{
    /// <summary>The result of a job.</summary>
    public static DownloadResult Of(
        DownloadJob job, DownloadStatus status, long? bytes, IReadOnlyList<string> checks, string? error = null)
    {
        string format = job.File.Format.ToString().ToLowerInvariant();
        return new DownloadResult(job.File.Category, format, job.Source.AbsoluteUri, job.Target, status, bytes, checks, error);
    }
}

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
