using System.Security.Cryptography;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>How patient and how polite downloads are.</summary>
internal sealed record DownloadSettings
{
    /// <summary>The clock of all waiting.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Files at a time, and connections to the server at most; 1 to 8.</summary>
    public int Parallel { get; init; } = 2;

    /// <summary>How often in a row something may fail without anything new arriving before a file is given up.</summary>
    public int Retries { get; init; } = 5;

    /// <summary>As <see cref="Retries"/>, for a server that never answered yet: an absent network is to be told soon.</summary>
    public int FirstContactRetries { get; init; } = 2;

    /// <summary>How often a file may be resumed in all, however little arrives each time.</summary>
    public int Resumptions { get; init; } = 1000;

    /// <summary>The wait before the first retry; it doubles from one to the next.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest of these waits.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait that a server may ask for with Retry-After; one that asks for more is not waited for.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an answer may take to begin.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long no byte may arrive within an answer.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bytes that no published file comes near; a server that announces or sends more is not believed.</summary>
    public long LargestFile { get; init; } = 64L << 30;

    /// <summary>The bytes that are free where a folder lies.</summary>
    public Func<string, long> FreeBytes { get; init; } = MeasureFreeBytes;

    /// <summary>
    /// The wait before a resumption that follows <paramref name="barren"/> others that brought nothing: doubled each time, between half and
    /// all of it by chance, so that many clients of one server do not return together.
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
            // Where the system does not tell, writing will.
            return long.MaxValue;
        }
    }
}
