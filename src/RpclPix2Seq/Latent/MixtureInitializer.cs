using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// An initial mixture made from codes: greedy k-means++ seeding (Arthur and Vassilvitskii, 2007) and Lloyd's iterations on the encoder's
/// means; each component gets its cluster's mean, its share of the codes, and the cluster's variance plus the codes' own.
/// </summary>
internal static class MixtureInitializer
{
    private const int Iterations = 20;
    private const double MinimumVariance = 1e-4;

    /// <summary>Makes the mixture.</summary>
    /// <param name="means">m [N, Z]; N ≥ 1.</param>
    /// <param name="variances">v [N, Z].</param>
    /// <param name="components">K.</param>
    /// <param name="random">Draws the seeds.</param>
    /// <returns>In float64 on the CPU.</returns>
    public static MixtureState FromCodes(Tensor means, Tensor variances, int components, ref CounterRandom random)
    {
        Tensor m = means.detach().to(float64).cpu(), v = variances.detach().to(float64).cpu();
        (Tensor centers, Tensor members) = Cluster(m, components, ref random);
        SufficientStatistics last = SufficientStatistics.Gather(members, m, v);
        SufficientStatistics all = SufficientStatistics.Gather(ones([m.shape[0], 1], float64), m, v);
        Tensor overall = all.SquaredDeviation(all.MeanEstimate(0)) / all.Count.unsqueeze(1);

        // One code's worth of the overall variance keeps clusters of few codes from being too narrow; no component starts with weight 0.
        Tensor variance = last.SquaredDeviation(centers).Plus(overall) / last.Count.Plus(1).unsqueeze(1);
        Tensor weight = last.Count.Plus(1).Over(last.Size + components);
        return new MixtureState(centers, variance.AtLeast(MinimumVariance), weight);
    }

    /// <summary>
    /// Puts a hierarchy above a mixture, by clusters of its means: p(i|j) is proportional to 1 + J where component j is in cluster i and to
    /// 1 elsewhere, the form of <see cref="LatentHierarchy.Initial"/> with clusters in place of the diagonal.
    /// </summary>
    /// <param name="mixture">J components; they keep their weights.</param>
    /// <param name="parents">I.</param>
    /// <param name="random">Draws the seeds.</param>
    public static MixtureState Group(MixtureState mixture, int parents, ref CounterRandom random)
    {
        Tensor members = Cluster(mixture.Mean.to(float64).cpu(), parents, ref random).Members.to(mixture.Mean.device);
        Tensor favor = members.to(float64).Times(mixture.Components).Plus(1);
        return mixture.With(LatentHierarchy.Of(mixture.Weight, favor / favor.sum([1L], keepdim: true)));
    }

    /// <summary>The centers [K, Z] of clusters of points [N, Z], and the cluster of each point, one-hot [N, K].</summary>
    private static (Tensor Centers, Tensor Members) Cluster(Tensor points, int clusters, ref CounterRandom random)
    {
        Tensor centers = Seeds(points, clusters, ref random);
        Tensor members = Nearest(points, centers);
        for (int i = 0; i < Iterations; i++)
        {
            using IDisposable scope = NewDisposeScope();
            SufficientStatistics sums = SufficientStatistics.Gather(members, points, zeros_like(points));
            centers = where(sums.Count.IsAbove(0).unsqueeze(1), sums.MeanEstimate(1e-12), centers).MoveToOuterDisposeScope();
            members = Nearest(points, centers).MoveToOuterDisposeScope();
        }

        return (centers, members);
    }

    /// <summary>
    /// Each seed is the best of a few codes drawn with probability proportional to their squared distance from the earlier seeds (greedy
    /// k-means++).
    /// </summary>
    private static Tensor Seeds(Tensor codes, int components, ref CounterRandom random)
    {
        int candidates = 2 + (int)Math.Log(components);
        List<long> chosen = [random.NextInt((int)codes.shape[0])];
        Tensor distance = SquaredDistance(codes, chosen[0]);
        while (chosen.Count < components)
        {
            using IDisposable scope = NewDisposeScope();
            double[] cumulative = distance.cumsum(0).data<double>().ToArray();
            (long best, Tensor? least, double potential) = (0, null, double.PositiveInfinity);
            for (int i = 0; i < candidates; i++)
            {
                long candidate = Draw(cumulative, random.NextDouble());
                Tensor with = minimum(distance, SquaredDistance(codes, candidate));
                double total = with.sum().item<double>();
                if (least is null || total < potential)
                    (best, least, potential) = (candidate, with, total);
            }

            chosen.Add(best);
            distance = least!.MoveToOuterDisposeScope();
        }

        return codes.index_select(0, tensor(chosen.ToArray()));
    }

    private static Tensor SquaredDistance(Tensor codes, long index) => (codes - codes[index]).Squared().sum([1L]);

    private static long Draw(double[] cumulative, double u)
    {
        int found = Array.BinarySearch(cumulative, u * cumulative[^1]);
        return Math.Min(found < 0 ? ~found : found, cumulative.Length - 1);
    }

    /// <summary>One-hot rows [N, K] of the nearest centers.</summary>
    private static Tensor Nearest(Tensor codes, Tensor centers)
    {
        Tensor products = mm(codes, centers.t());
        return OneHot.Largest(products.Times(2) - centers.Squared().sum([1L]));
    }
}
