using RpclPix2Seq.Codes;
using RpclPix2Seq.Latent;

namespace RpclPix2Seq.Evaluation.Analysis;

/// <summary>
/// The live components of a latent mixture compared with given sketches and their categories, which the mixture never saw.
/// </summary>
/// <param name="Components">Heaviest first.</param>
/// <param name="Count">Sketches in all.</param>
/// <param name="Elsewhere">Sketches whose most likely component does not count as alive.</param>
/// <param name="NormalizedMutualInformation">Of components and categories, 0 to 1.</param>
/// <param name="Purity">The share of sketches that are of their component's most frequent category.</param>
internal sealed record ComponentOverview(
    IReadOnlyList<ComponentSummary> Components, int Count, int Elsewhere, double NormalizedMutualInformation, double Purity)
{
    /// <summary>Makes the overview.</summary>
    /// <param name="mixture">The mixture.</param>
    /// <param name="codes">N sketches' codes, at least one.</param>
    /// <param name="categories">The category of each sketch [N], an index into <paramref name="names"/>.</param>
    /// <param name="names">The categories' names.</param>
    /// <param name="exemplars">Maximum exemplars per component.</param>
    /// <exception cref="ArgumentException">There are no codes, not N categories, or the codes have another size than the
    /// mixture's.</exception>
    public static ComponentOverview Of(
        MixtureValues mixture, SketchCodes codes, IReadOnlyList<int> categories, IReadOnlyList<string> names, int exemplars)
    {
        if (codes.Count == 0 || categories.Count != codes.Count)
            throw new ArgumentException($"{categories.Count} categories for {codes.Count} codes", nameof(categories));
        if (codes.CodeSize != mixture.CodeSize)
            throw new ArgumentException($"codes of {codes.CodeSize} numbers for a mixture of {mixture.CodeSize}", nameof(codes));
        int[] groups = [.. codes.Component.Select(k => (int)k)];
        ILookup<int, int> members = Enumerable.Range(0, codes.Count).ToLookup(i => groups[i]);
        int[] totals = new int[names.Count];
        foreach (int category in categories)
            totals[category]++;
        ComponentSummary[] summaries =
        [
            .. mixture.Alive.Select(k => Summary(mixture, codes, k, [.. members[k]], categories, names, totals, exemplars)),
        ];
        return new ComponentOverview(
            summaries, codes.Count, codes.Count - summaries.Sum(summary => summary.Count),
            ClusterScores.NormalizedMutualInformation(groups, categories), ClusterScores.Purity(groups, categories));
    }

    private static ComponentSummary Summary(
        MixtureValues mixture, SketchCodes codes, int component, int[] members, IReadOnlyList<int> categories, IReadOnlyList<string> names,
        int[] totals, int exemplars)
    {
        double spread = 0;
        foreach (float variance in mixture.VarianceOf(component))
            spread += variance / (double)mixture.CodeSize;
        (int Sketch, double Own, double Plain)[] distances = [.. members.Select(i => Distances(mixture, codes, component, i))];
        CategoryShare[] shares =
        [
            .. members.CountBy(i => categories[i]).OrderByDescending(count => count.Value).ThenBy(count => count.Key)
                .Select(count => new CategoryShare(
                names[count.Key], count.Value, count.Value / (double)members.Length, count.Value / (double)totals[count.Key])),
        ];
        return new ComponentSummary(
            component, mixture.Weight[component], Math.Sqrt(spread), members.Length, members.Length / (double)codes.Count,
            members.Length == 0 ? null : distances.Average(d => d.Plain), shares,
            [.. distances.OrderBy(d => d.Own).ThenBy(d => d.Sketch).Take(exemplars).Select(d => d.Sketch)]);
    }

    private static (int Sketch, double Own, double Plain) Distances(MixtureValues mixture, SketchCodes codes, int component, int sketch)
    {
        ReadOnlySpan<float> code = codes.Mean.AsSpan(sketch * codes.CodeSize, codes.CodeSize), mean = mixture.MeanOf(component),
            variance = mixture.VarianceOf(component);
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

/// <summary>A component of the latent mixture, and the sketches that belong to it.</summary>
/// <param name="Component">Its index.</param>
/// <param name="Weight">α.</param>
/// <param name="Spread">The root mean square of its standard deviations, in units of the codes.</param>
/// <param name="Count">Sketches whose most likely component it is.</param>
/// <param name="Share">Their share of all sketches, 0 to 1.</param>
/// <param name="MeanDistance">The mean Euclidean distance of their codes from its mean, about <paramref name="Spread"/>·√Z where it fits
/// them; null for none.</param>
/// <param name="Categories">Its sketches by category, most first; categories without any are left out.</param>
/// <param name="Exemplars"> Indices of the sketches whose codes are nearest to the mean in its own metric, Σ_d (z_d − μ_d)²/σ²_d, nearest
/// first.
/// </param>
internal sealed record ComponentSummary(
    int Component, double Weight, double Spread, int Count, double Share, double? MeanDistance, IReadOnlyList<CategoryShare> Categories,
    IReadOnlyList<int> Exemplars);

/// <summary>A component's sketches of one category.</summary>
/// <param name="Category">The category.</param>
/// <param name="Count">Sketches of the category that belong to the component.</param>
/// <param name="OfComponent">Their share of the component's sketches, 0 to 1; 0 for a component without sketches.</param>
/// <param name="OfCategory">Their share of the category's sketches, 0 to 1; 0 for a category without sketches.</param>
internal sealed record CategoryShare(string Category, int Count, double OfComponent, double OfCategory);
