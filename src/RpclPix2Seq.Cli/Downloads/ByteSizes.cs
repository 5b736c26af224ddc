namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Human-readable byte counts.</summary>
internal static class ByteSizes
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Three digits and a decimal unit: 12 B, 815 kB, 13.4 MB.</summary>
    public static string Text(double bytes)
    {
        int unit = 0;
        while (bytes >= 999.5 && unit < Units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        string number = unit == 0 || bytes >= 99.95 ? $"{bytes:F0}" : bytes >= 9.995 ? $"{bytes:F1}" : $"{bytes:F2}";
        return $"{number} {Units[unit]}";
    }
}
