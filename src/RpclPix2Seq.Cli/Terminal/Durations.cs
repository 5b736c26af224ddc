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

    /// <summary>20 seconds, 3 minutes, 2 hours, 170 days: for estimates.</summary>
    public static string Rough(TimeSpan time)
    {
        return time.TotalSeconds < 90 ? Count(time.TotalSeconds, "second")
            : time.TotalMinutes < 90 ? Count(time.TotalMinutes, "minute")
            : time.TotalHours < 36 ? Count(time.TotalHours, "hour")
            : Count(time.TotalDays, "day");

        static string Count(double number, string unit) =>
            Math.Max(1, Math.Round(number)) is var whole && whole == 1 ? $"1 {unit}" : $"{whole:N0} {unit}s";
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
