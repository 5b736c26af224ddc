namespace RpclPix2Seq.Cli.Downloads;

/// <summary>A file to download.</summary>
/// <param name="File">The published file.</param>
/// <param name="Source">Its address.</param>
/// <param name="Target">The path of the finished file.</param>
internal sealed record DownloadJob(QuickDrawFile File, Uri Source, string Target)
{
    /// <summary>Its name in messages.</summary>
    public string Name { get; } = Path.GetFileName(Target);

    /// <summary>Its name in errors: category and address.</summary>
    public string Place => $"{File.Category}: {Source.AbsoluteUri}";
}

/// <summary>The outcome of one file.</summary>
/// <param name="Category">Its category.</param>
/// <param name="Format">Its format.</param>
/// <param name="Url">Its address.</param>
/// <param name="File">Its path on disk.</param>
/// <param name="Status">Whether it was fetched.</param>
/// <param name="Bytes">Its size, or null if it is not known.</param>
/// <param name="Checks">What was compared with the server's values and matches: "length", "MD5", "CRC-32C".</param>
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

/// <summary>The outcome of a requested file.</summary>
internal enum DownloadStatus
{
    /// <summary>It was fetched from the beginning.</summary>
    Downloaded,

    /// <summary>Only the rest was fetched; a part was left from an earlier run.</summary>
    Resumed,

    /// <summary>It already existed.</summary>
    Present,

    /// <summary>It was not fetched.</summary>
    Failed,
}
