using System.Security.Cryptography;

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

    /// <summary>As <see cref="Retries"/>, for a server that has never responded yet: a missing network should be reported soon.</summary>
    public int FirstContactRetries { get; init; } = 2;

    /// <summary>How often a file may be resumed in total, however little arrives each time.</summary>
    public int Resumptions { get; init; } = 1000;

    /// <summary>The wait before the first retry; it doubles with each further retry.</summary>
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

    /// <summary>The free bytes on the disk of a folder.</summary>
    public Func<string, long> FreeBytes { get; init; } = MeasureFreeBytes;

    /// <summary>
    /// The wait before a resumption that follows <paramref name="barren"/> others without progress. It doubles each time and is a random
    /// value between half and all of that, so that many clients of one server do not return together.
    /// </summary>
    public TimeSpan ResumeDelay(int barren)
    {
        double longest = Math.Min(FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(barren, 30)), LongestDelay.TotalSeconds);
        return TimeSpan.FromSeconds(longest * (0.5 + (RandomNumberGenerator.GetInt32(1001) / 2000.0)));
    }

    private static long MeasureFreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // If the system does not report it, writing will show.
            return long.MaxValue;
        }
    }
}
