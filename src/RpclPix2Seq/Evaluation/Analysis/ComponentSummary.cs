namespace RpclPix2Seq.Evaluation.Analysis;

/// <summary>A component of the latent mixture, and the sketches that belong to it.</summary>
/// <param name="Component">Its index.</param>
/// <param name="Weight">α.</param>
/// <param name="Spread">The root mean square of its standard deviations, in units of the codes.</param>
/// <param name="Count">Sketches whose most likely component it is.</param>
/// <param name="Share">Their share of all sketches, 0 to 1.</param>
/// <param name="MeanDistance">The mean Euclidean distance of their codes from its mean, about <paramref name="Spread"/>·√Z where it fits them; null for none.</param>
/// <param name="Categories">What it has of every category, most first; those that it has nothing of are left out.</param>
/// <param name="Exemplars">
/// Indices of the sketches whose codes are nearest to the mean in its own metric, Σ_d (z_d − μ_d)²/σ²_d, nearest first.
/// </param>
public sealed record ComponentSummary(
    int Component, double Weight, double Spread, int Count, double Share, double? MeanDistance, IReadOnlyList<CategoryShare> Categories, IReadOnlyList<int> Exemplars);
