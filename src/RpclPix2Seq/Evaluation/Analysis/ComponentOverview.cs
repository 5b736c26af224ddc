using RpclPix2Seq.Latent;
using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Evaluation.Analysis;

/// <summary>The live components of a latent mixture against given sketches and their categories, which the mixture never saw.</summary>
/// <param name="Components">Heaviest first.</param>
/// <param name="Count">Sketches in all.</param>
/// <param name="Elsewhere">Sketches whose most likely component does not count as alive.</param>
/// <param name="NormalizedMutualInformation">Of components and categories, 0 to 1.</param>
/// <param name="Purity">The share of sketches that are of their component's most frequent category.</param>
public sealed record ComponentOverview(
    IReadOnlyList<ComponentSummary> Components, int Count, int Elsewhere, double NormalizedMutualInformation, double Purity)
{
    /// <summary>Sums up.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="codes">N sketches' codes, at least one.</param>
    /// <param name="categories">The category of each sketch [N], an index into <paramref name="names"/>.</param>
    /// <param name="names">The categories' names.</param>
    /// <param name="exemplars">At most so many exemplars of each component.</param>
    /// <exception cref="ArgumentException">There are no codes, not N categories, or codes of another size than the mixture's.</exception>
    public static ComponentOverview Of(MixtureValues mixture, SketchCodes codes, IReadOnlyList<int> categories, IReadOnlyList<string> names, int exemplars)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(codes);
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentNullException.ThrowIfNull(names);
        if (codes.Count == 0 || categories.Count != codes.Count)
            throw new ArgumentException($"{categories.Count} categories for {codes.Count} codes", nameof(categories));
        if (codes.CodeSize != mixture.CodeSize)
            throw new ArgumentException($"codes of {codes.CodeSize} numbers for a mixture of {mixture.CodeSize}", nameof(codes));
        int[] groups = [.. codes.Component.Select(k => (int)k)];
        ILookup<int, int> members = Enumerable.Range(0, codes.Count).ToLookup(i => groups[i]);
        int[] totals = new int[names.Count];
        foreach (int category in categories)
            totals[category]++;
        ComponentSummary[] summaries = [.. mixture.Alive.Select(k => Summary(mixture, codes, k, [.. members[k]], categories, names, totals, exemplars))];
        return new ComponentOverview(
            summaries, codes.Count, codes.Count - summaries.Sum(summary => summary.Count),
            ClusterScores.NormalizedMutualInformation(groups, categories), ClusterScores.Purity(groups, categories));
    }

    private static ComponentSummary Summary(
        MixtureValues mixture, SketchCodes codes, int component, int[] members, IReadOnlyList<int> categories, IReadOnlyList<string> names, int[] totals, int exemplars)
    {
        double spread = 0;
        foreach (float variance in mixture.VarianceOf(component))
            spread += variance / (double)mixture.CodeSize;
        (int Sketch, double Own, double Plain)[] distances = [.. members.Select(i => Distances(mixture, codes, component, i))];
        CategoryShare[] shares =
        [
            .. members.CountBy(i => categories[i]).OrderByDescending(count => count.Value).ThenBy(count => count.Key).Select(count => new CategoryShare(
                names[count.Key], count.Value, count.Value / (double)members.Length, count.Value / (double)totals[count.Key])),
        ];
        return new ComponentSummary(
            component, mixture.Weight[component], Math.Sqrt(spread), members.Length, members.Length / (double)codes.Count,
            members.Length == 0 ? null : distances.Average(d => d.Plain), shares,
            [.. distances.OrderBy(d => d.Own).ThenBy(d => d.Sketch).Take(exemplars).Select(d => d.Sketch)]);
    }

    private static (int Sketch, double Own, double Plain) Distances(MixtureValues mixture, SketchCodes codes, int component, int sketch)
    {
        ReadOnlySpan<float> code = codes.Mean.AsSpan(sketch * codes.CodeSize, codes.CodeSize), mean = mixture.MeanOf(component), variance = mixture.VarianceOf(component);
        double own = 0, plain = 0;
        for (int d = 0; d < code.Length; d++)
        {
            double squared = (code[d] - (double)mean[d]) * (code[d] - (double)mean[d]);
            own += squared / variance[d];
            plain += squared;
        }

        return (sketch, own, Math.Sqrt(plain));
    }
}
