using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Datasets;

/// <summary>Numbers of sketches by category, as text.</summary>
internal static class CategoryCounts
{
    private const int MostNamed = 8;

    /// <summary>
    /// Such as "cat 7, dog 5", in the order given, without empty categories; if there are many, the rest is only counted.
    /// </summary>
    public static string Text(IEnumerable<(string Category, long Count)> counts)
    {
        (string Category, long Count)[] some = [.. counts.Where(count => count.Count > 0)];
        return Plural.Names([.. some.Select(count => $"{count.Category} {count.Count}")], MostNamed);
    }

    /// <summary>Such as "cat, dog"; if there are many, the rest is only counted.</summary>
    public static string Names(IEnumerable<string> categories) => Plural.Names([.. categories], MostNamed);
}

/// <summary>Reports which splits and categories have no sketches.</summary>
internal static class EmptySplits
{
    /// <summary>
    /// A text for each split that lacks sketches: "no validation sketches", or "no validation sketches of dog" where other categories have
    /// some.
    /// </summary>
    /// <param name="counts">The sketches of each split and category, including every split that should exist.</param>
    public static IEnumerable<(DatasetSplit Split, string Text)> Of(IEnumerable<(DatasetSplit Split, string Category, long Count)> counts)
    {
        foreach (IGrouping<DatasetSplit, (DatasetSplit, string Category, long Count)> split in counts.GroupBy(count => count.Split))
        {
            string[] empty = [.. split.Where(count => count.Count == 0).Select(count => count.Category)];
            if (split.All(count => count.Count == 0))
                yield return (split.Key, $"no {Purpose(split.Key)} sketches");
            else if (empty.Length > 0)
                yield return (split.Key, $"no {Purpose(split.Key)} sketches of {CategoryCounts.Names(empty)}");
        }
    }

    /// <summary>The purpose of a split: training, validation or test.</summary>
    public static string Purpose(DatasetSplit split) => split switch
    {
        DatasetSplit.Train => "training",
        DatasetSplit.Valid => "validation",
        _ => "test",
    };
}
