using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Lab.Latent;

/// <summary>A synthetic mixture whose number of clusters is to be found.</summary>
/// <param name="Separation">How far apart the clusters are.</param>
/// <param name="CodeSize">Z.</param>
/// <param name="Balanced">Whether all clusters weigh the same; otherwise the heaviest weighs five times the lightest.</param>
/// <param name="Excess">The factor by which a learner starts with too many components.</param>
/// <param name="Seed">The seed of everything else, including the number of clusters.</param>
internal sealed record LatentTask(Separation Separation, int CodeSize, bool Balanced, int Excess, int Seed)
{
    private const int FewestClusters = 3, MostClusters = 12;

    /// <summary>The number of clusters: 3 to 12.</summary>
    public int Clusters => FewestClusters + Random(0).NextInt(MostClusters - FewestClusters + 1);

    /// <summary>The number of components that a learner starts with.</summary>
    public int Components => Clusters * Excess;

    /// <summary>
    /// Every combination of the three separations, 2, 16 and 128 dimensions, balanced and unbalanced, and twice and four times too many
    /// components, each with <paramref name="seeds"/> mixtures of its own.
    /// </summary>
    public static IReadOnlyList<LatentTask> All(int seeds) =>
    [
        .. from separation in (Separation[])[Separation.Well, Separation.Moderate, Separation.Barely]
           from size in (int[])[2, 16, 128]
           from balanced in (bool[])[true, false]
           from excess in (int[])[2, 4]
           from seed in Enumerable.Range(0, seeds)
           select new LatentTask(separation, size, balanced, excess, seed),
    ];

    /// <summary>This task's own random generator for one use.</summary>
    internal CounterRandom Random(int use) =>
        new(RandomPurpose.SyntheticCodes, (long)Separation, CodeSize, Balanced ? 1 : 0, Excess, Seed, use);
}
