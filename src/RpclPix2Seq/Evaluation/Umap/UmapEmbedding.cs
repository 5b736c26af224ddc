using RpclPix2Seq.Evaluation.Analysis;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation.Umap;

/// <summary>
/// Lays out codes on a plane so that near codes stay near: UMAP (McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and
/// Projection for Dimension Reduction", 2018), started from the plane in which the codes vary most. Distances between separate groups mean
/// little.
/// </summary>
internal static class UmapEmbedding
{
    private const int ManyCodes = 10_000;
    private const int EpochsOfMany = 200, EpochsOfFew = 500;

    // How far from the center points start, and the noise that separates coinciding points.
    private const double Extent = 10, Jitter = 1e-4;

    /// <summary>Number of passes over that many codes.</summary>
    public static int Epochs(UmapOptions options, int count) =>
        options.Epochs > 0 ? options.Epochs : count > ManyCodes ? EpochsOfMany : EpochsOfFew;

    /// <summary>Lays out codes. A single code is put in the center; codes that are all the same are scattered around one point.</summary>
    /// <param name="codes">[N, Z], finite, N ≥ 1; up to some 20,000 take minutes at most.</param>
    /// <param name="size">Z.</param>
    /// <param name="options">The settings.</param>
    /// <param name="done">Called with how many passes are done.</param>
    /// <param name="cancellationToken">Stops between passes.</param>
    /// <returns>[N, 2], the mean at the origin; the same for the same seed.</returns>
    /// <exception cref="InputException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">There are no codes, or one is incomplete or not finite.</exception>
    public static double[] Of(
        float[] codes, int size, UmapOptions options, Action<int>? done = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        int count = CodeArrays.Count(codes, size);
        NeighborEdge[] edges = FuzzyNeighborhoods.Graph(NearestNeighbors.Of(codes, size, options.Neighbors, cancellationToken));
        double[] places = Start(codes, size, options.Seed);
        new MapOptimizer(places, edges, Epochs(options, count), options).Run(done, cancellationToken);
        Center(places);
        return places;
    }

    private static double[] Start(float[] codes, int size, long seed)
    {
        double[] places = PrincipalComponents.Of(codes, size, 2).Project(codes);
        double farthest = places.Max(Math.Abs);
        CounterRandom random = new(RandomPurpose.Maps, seed);
        for (int i = 0; i < places.Length; i++)
            places[i] = (farthest > 0 ? places[i] * Extent / farthest : 0) + (Jitter * random.NextNormal());
        return places;
    }

    private static void Center(double[] places)
    {
        for (int axis = 0; axis < 2; axis++)
        {
            double sum = 0;
            for (int i = axis; i < places.Length; i += 2)
                sum += places[i];
            for (int i = axis; i < places.Length; i += 2)
                places[i] -= sum / (places.Length / 2);
        }
    }
}

/// <summary>How <see cref="UmapEmbedding"/> lays out codes.</summary>
internal sealed record UmapOptions
{
    /// <summary>
    /// How many other codes count as near to a code, 2 to 200; all of them where there are fewer codes. Few show detail, many show the
    /// overall structure.
    /// </summary>
    public int Neighbors { get; init; } = 15;

    /// <summary>
    /// How close neighbors may be on the map, 0 to 1, where 1 is about the distance at which they no longer count as near.
    /// </summary>
    public double MinimumDistance { get; init; } = 0.1;

    /// <summary>Passes over all pairs of neighbors; 0 for 500, or 200 where there are more than 10,000 codes.</summary>
    public int Epochs { get; init; }

    /// <summary>Seed of all draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Checks the values.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="InputException">One is out of range.</exception>
    public UmapOptions Validate()
    {
        if (Neighbors is < 2 or > 200)
            throw new InputException("neighbors", "", "2 to 200", $"{Neighbors}", "for example 15");
        if (!(MinimumDistance is >= 0 and <= 1))
            throw new InputException("minimum distance", "", "0 to 1", $"{MinimumDistance}", "for example 0.1");
        if (Epochs is < 0 or > 100_000)
            throw new InputException("epochs", "", "1 to 100000, or 0 for a number that suits the codes", $"{Epochs}", "for example 500");
        return this;
    }
}
