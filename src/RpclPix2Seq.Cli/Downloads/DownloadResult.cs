namespace RpclPix2Seq.Cli.Downloads;

/// <summary>The outcome of one file, as --json writes it.</summary>
/// <param name="Category">Its category.</param>
/// <param name="Format">Its format.</param>
/// <param name="Url">Its address.</param>
/// <param name="File">Its path on disk.</param>
/// <param name="Status">Whether it was fetched.</param>
/// <param name="Bytes">Its size, or null if it is not known.</param>
/// <param name="Checks">What was compared with the server's values and matches: "length", "CRC-32C".</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record DownloadResult(
    string Category,
    QuickDrawFormat Format,
    string Url,
    string File,
    DownloadStatus Status,
    long? Bytes,
    IReadOnlyList<string> Checks,
    string? Error)
{
    /// <summary>The result of a file.</summary>
    public static DownloadResult Of(
        QuickDrawFile file, DownloadStatus status, long? bytes = null, IReadOnlyList<string>? checks = null, string? error = null) =>
        new(file.Category, file.Format, file.Source.AbsoluteUri, file.Target, status, bytes, checks ?? [], error);
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
