namespace RpclPix2Seq.Cli.Downloads;

/// <summary>A file to be fetched.</summary>
/// <param name="File">Which.</param>
/// <param name="Source">Where from.</param>
/// <param name="Target">Where to: the path of the finished file.</param>
internal sealed record DownloadJob(QuickDrawFile File, Uri Source, string Target)
{
    /// <summary>What people are told that it is called.</summary>
    public string Name { get; } = Path.GetFileName(Target);

    /// <summary>How errors name it: category and address.</summary>
    public string Place => $"{File.Category}: {Source.AbsoluteUri}";
}
