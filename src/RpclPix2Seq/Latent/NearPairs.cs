using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// The pairs of components that may interact: components that are far apart are neither redundant nor slices of one cluster, and a thousand
/// components have half a million pairs.
/// </summary>
internal static class NearPairs
{
    private const int Neighbors = 8;

    /// <summary>
    /// Pairs of live components where one is among the nearest of the other, each once with the lower index first, in order. Near means a
    /// small squared distance under both variances.
    /// </summary>
    /// <param name="mixture">K components, float64.</param>
    public static IReadOnlyList<(int A, int B)> Of(MixtureState mixture)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor alive = mixture.Weight.IsAbove(0).nonzero().squeeze(1);
        Tensor mean = mixture.Mean[alive], distance = MixtureFit.SquaredDistance(mean, mean, mixture.Variance[alive]);
        Tensor symmetric = distance.Plus(distance.t()).contiguous();
        int count = (int)alive.shape[0];
        double[] distances = symmetric.Doubles();
        int[] components = [.. alive.cpu().data<long>().Select(k => (int)k)];
        return
        [
            .. from a in Enumerable.Range(0, count)
               from b in Enumerable.Range(0, count).Where(b => b != a).OrderBy(b => distances[(a * count) + b]).Take(Neighbors)
               let pair = (A: components[Math.Min(a, b)], B: components[Math.Max(a, b)])
               group pair by pair into same
               orderby same.Key.A, same.Key.B
               select same.Key,
        ];
    }
}
