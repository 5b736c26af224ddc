namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Human-readable times and rates.</summary>
internal static class Durations
{
    /// <summary>12.3 s, 3:21, 1:02:03.</summary>
    public static string Elapsed(TimeSpan time) => time.TotalSeconds < 60 ? $"{time.TotalSeconds:F1} s" : Clock(time);

    /// <summary>0:47, 3:21, 1:02:03; hours are not carried into days.</summary>
    public static string Clock(TimeSpan time)
    {
        long seconds = (long)Math.Round(time.TotalSeconds);
        string tail = $"{seconds % 60:00}";
        return seconds < 3600 ? $"{seconds / 60}:{tail}" : $"{seconds / 3600}:{seconds / 60 % 60:00}:{tail}";
    }

    /// <summary>A rate per second with three digits: 1250, 81.3, 2.50, 0.0125.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 100 => $"{perSecond:F0}",
        >= 10 => $"{perSecond:F1}",
        >= 1 => $"{perSecond:F2}",
        _ => $"{perSecond:G3}",
    };
}
