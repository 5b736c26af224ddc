using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Tells clusters from slices of one cluster. Several Gaussians describe a non-Gaussian cluster better than one does, and each of them
/// predicts a valley between itself and its neighbors that the codes do not have. The codes of two components are projected onto the
/// direction that separates their Gaussians; their density along it is estimated with a Gaussian kernel, and its minimum between the two
/// medians is compared with the lower of the two peaks.
/// </summary>
internal static class Valleys
{
    // In a valley, the density falls below this fraction of the lower peak.
    private const double Shallow = 0.4;

    // Between slices, the density is at least this many times what their Gaussians predict.
    private const double Filled = 1.5;

    // The least share of an island's pairs that are slices if it is one cluster. A row of five slices has this share; where everything
    // touches (drawings of many kinds under one encoder) it is far lower. Only near pairs can be slices (NearPairs), so no island of more
    // than 41 components has it.
    private const double Dense = 0.4;

    // Width of the kernel in standard deviations of the narrower component: wide enough to smooth the noise of tens of codes, narrow enough
    // to keep a valley.
    private const double Bandwidth = 0.35;
    private const int Fewest = 10, GridSize = 40, PeakSize = GridSize / 3;

    /// <summary>
    /// Groups of components that are one cluster: valleys separate them from all others, and enough of their pairs are slices. Groups that
    /// touch without being slices, and groups of one, are left out.
    /// </summary>
    /// <param name="mixture">K components, float64.</param>
    /// <param name="codes">z [N, Z], float64.</param>
    public static IReadOnlyList<int[]> Clusters(MixtureState mixture, Tensor codes)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor winners = MixtureFit.LogJoint(mixture, codes).argmax(1);
        double[] weight = mixture.Weight.Doubles();
        Dictionary<int, Tensor> own = Enumerable.Range(0, weight.Length).Where(k => weight[k] > 0)
            .ToDictionary(k => k, k => codes[winners.IsEqualTo(k)]);
        int[] island = [.. Enumerable.Range(0, weight.Length)];
        List<int> slices = []; // one member of each pair
        foreach ((int a, int b) in NearPairs.Of(mixture).Where(pair => Math.Min(own[pair.A].shape[0], own[pair.B].shape[0]) >= Fewest))
        {
            (double promised, double observed) = Depth(mixture, weight, (a, own[a]), (b, own[b]));
            if (observed < Shallow)
                continue;
            Replace(island, island[b], island[a]);
            if (observed >= Filled * promised)
                slices.Add(a);
        }

        ILookup<int, int> pairs = slices.ToLookup(k => island[k]);
        return
        [
            .. from members in Enumerable.Range(0, weight.Length).GroupBy(k => island[k])
               let count = members.Count()
               where count > 1 && pairs[members.Key].Count() >= Dense * count * (count - 1) / 2
               select members.ToArray(),
        ];
    }

    /// <summary>Whether a valley separates the codes of a mixture's two components, as their Gaussians predict.</summary>
    /// <param name="two">Two components, float64.</param>
    /// <param name="codes">z [N, Z], float64.</param>
    public static bool Part(MixtureState two, Tensor codes)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor winners = MixtureFit.LogJoint(two, codes).argmax(1);
        Tensor first = codes[winners.IsEqualTo(0)], second = codes[winners.IsEqualTo(1)];
        return Math.Min(first.shape[0], second.shape[0]) >= Fewest
            && Depth(two, two.Weight.Doubles(), (0, first), (1, second)).Observed < Shallow;
    }

    /// <summary>
    /// The lowest density between two components over the lower of their peaks, from 0 to 1: as predicted by their Gaussians and as
    /// observed in their codes.
    /// </summary>
    private static (double Promised, double Observed) Depth(
        MixtureState mixture, double[] weight, (int Component, Tensor Codes) a, (int Component, Tensor Codes) b)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor meanA = mixture.Mean[a.Component], meanB = mixture.Mean[b.Component], varianceA = mixture.Variance[a.Component],
            varianceB = mixture.Variance[b.Component];
        Tensor direction = (meanB - meanA) / varianceA.Plus(varianceB).Times(0.5);
        double[] x = mv(a.Codes, direction).sort().Values.Doubles(), y = mv(b.Codes, direction).sort().Values.Doubles();
        double width = Bandwidth * Math.Min(Deviation(x), Deviation(y)), from = x[x.Length / 2], to = y[y.Length / 2];
        double[] grid = [.. Enumerable.Range(0, GridSize).Select(i => from + ((to - from) * i / (GridSize - 1)))];
        Tensor squared = direction.Squared();
        (double Weight, double Mean, double Variance)[] gaussians =
        [
            (weight[a.Component], dot(meanA, direction).item<double>(), dot(varianceA, squared).item<double>() + (width * width)),
            (weight[b.Component], dot(meanB, direction).item<double>(), dot(varianceB, squared).item<double>() + (width * width)),
        ];
        return (
            Lowest([.. grid.Select(at => gaussians.Sum(g => g.Weight * Bell(at - g.Mean, g.Variance) / Math.Sqrt(g.Variance)))]),
            Lowest([.. grid.Select(at => x.Sum(z => Bell(at - z, width * width)) + y.Sum(z => Bell(at - z, width * width)))]));
    }

    private static void Replace(int[] values, int from, int to)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = values[i] == from ? to : values[i];
    }

    private static double Lowest(double[] density) => density.Min() / Math.Min(density[..PeakSize].Max(), density[^PeakSize..].Max());

    private static double Bell(double offset, double variance) => Math.Exp(-0.5 * offset * offset / variance);

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
