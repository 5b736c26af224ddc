namespace RpclPix2Seq.Cli.Downloads;

/// <summary>How patient and how polite downloads are.</summary>
internal sealed record DownloadSettings
{
    /// <summary>The clock for all waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The maximum number of files at a time, and of connections to the server; 1 to 8.</summary>
    public int Parallel { get; init; } = 2;

    /// <summary>The failures in a row, without new bytes arriving, after which the download gives up on a file.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>The wait before the first retry; it doubles, with some chance in it, with each further retry.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest of these waits.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait that a server may ask for with Retry-After; a server that asks for more is not waited for.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a response may take to begin.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time without a new byte within a response.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A size in bytes that no published file comes near; a server that announces or sends more is not trusted.</summary>
    public long LargestFile { get; init; } = 64L << 30;
}
