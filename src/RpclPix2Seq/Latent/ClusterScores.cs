namespace RpclPix2Seq.Latent;

/// <summary>How well a grouping agrees with given labels; the two need not use the same names.</summary>
internal static class ClusterScores
{
    /// <summary>
    /// Normalized mutual information: I(groups; labels) over the mean of their entropies, 0 to 1 (Strehl and Ghosh, 2002, in the form with
    /// the arithmetic mean). 1 where both consist of one group.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double NormalizedMutualInformation(IReadOnlyList<int> groups, IReadOnlyList<int> labels)
    {
        Dictionary<(int, int), int> joint = Count(groups, labels);
        double n = groups.Count;
        Dictionary<int, int> byGroup = Sizes(groups), byLabel = Sizes(labels);
        double shared = joint.Sum(c => c.Value / n * Math.Log(c.Value * n / ((double)byGroup[c.Key.Item1] * byLabel[c.Key.Item2])));
        double mean = (Entropy(byGroup, n) + Entropy(byLabel, n)) / 2;
        return mean <= 0 ? 1 : Math.Clamp(shared / mean, 0, 1);
    }

    /// <summary>The share of items whose label is the most frequent one of their group, above 0 to 1.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or both are empty.</exception>
    public static double Purity(IReadOnlyList<int> groups, IReadOnlyList<int> labels)
    {
        Dictionary<(int Group, int Label), int> joint = Count(groups, labels);
        return joint.GroupBy(c => c.Key.Group).Sum(group => group.Max(c => c.Value)) / (double)groups.Count;
    }

    private static Dictionary<(int Group, int Label), int> Count(IReadOnlyList<int> groups, IReadOnlyList<int> labels)
    {
        if (groups.Count != labels.Count || groups.Count == 0)
            throw new ArgumentException($"{groups.Count} groups for {labels.Count} labels", nameof(labels));
        return groups.Zip(labels).GroupBy(pair => pair).ToDictionary(same => (same.Key.First, same.Key.Second), same => same.Count());
    }

    private static Dictionary<int, int> Sizes(IReadOnlyList<int> names) =>
        names.GroupBy(name => name).ToDictionary(same => same.Key, same => same.Count());

    private static double Entropy(Dictionary<int, int> sizes, double n) => -sizes.Values.Sum(size => size / n * Math.Log(size / n));
}
