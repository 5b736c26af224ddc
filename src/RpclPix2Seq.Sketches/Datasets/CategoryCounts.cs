namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>Numbers of sketches by category, in words.</summary>
public static class CategoryCounts
{
    private const int MostNamed = 8;

    /// <summary>Such as "cat 7, dog 5", in the order given, those with none left out; of many categories the rest is counted.</summary>
    public static string Text(IEnumerable<(string Category, long Count)> counts)
    {
        (string Category, long Count)[] some = [.. counts.Where(count => count.Count > 0)];
        return Joined([.. some.Select(count => $"{count.Category} {count.Count}")]);
    }

    /// <summary>Such as "cat, dog"; of many the rest is counted.</summary>
    public static string Names(IEnumerable<string> categories) => Joined([.. categories]);

    private static string Joined(string[] parts) =>
        string.Join(", ", parts.Take(MostNamed)) + (parts.Length > MostNamed ? $" and {parts.Length - MostNamed} more" : "");
}
