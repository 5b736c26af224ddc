using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Log-likelihood gain of a pair of components over a single one in its place. The single component has the combined weight, mean and
/// variance of the pair (moment matching); with p the mixture's density and p_ab the density with the pair replaced, the gain of codes z is
/// Σ log p(z) − log p_ab(z), in nats. It is near 0 where two components share a cluster and large where each has its own.
/// </summary>
internal static class PairGains
{
    private const double Tiny = 1e-12;

    // Numbers per block of pairs: few enough to stay in a core's cache.
    private const int BlockSize = 1 << 17;

    /// <summary>The gains of pairs of live components, summed over all codes [P], in the order of the pairs.</summary>
    /// <param name="mixture">K components, float64.</param>
    /// <param name="codes">z [N, Z], float64.</param>
    /// <param name="pairs">P pairs.</param>
    public static double[] Sum(MixtureState mixture, Tensor codes, IReadOnlyList<(int A, int B)> pairs)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor joint = MixtureFit.LogJoint(mixture, codes);
        Tensor logDensity = joint.logsumexp(1, keepdim: true), posterior = (joint - logDensity).exp();
        List<double> gains = [];
        foreach ((int A, int B)[] block in pairs.Chunk((int)Math.Max(1, BlockSize / codes.shape[0])))
        {
            using IDisposable inner = NewDisposeScope();
            Tensor first = tensor(block.Select(pair => (long)pair.A).ToArray(), device: codes.device),
                second = tensor(block.Select(pair => (long)pair.B).ToArray(), device: codes.device);
            Tensor others = (posterior.index_select(1, first).Plus(posterior.index_select(1, second))).Complement().AtLeast(Tiny).log();
            gains.AddRange((-logaddexp(others, LogJoint(mixture, first, second, codes) - logDensity).sum([0L])).Doubles());
        }

        return [.. gains];
    }

    /// <summary>Log of weight times density of the single components at every code [N, P].</summary>
    private static Tensor LogJoint(MixtureState mixture, Tensor first, Tensor second, Tensor codes)
    {
        Tensor a = mixture.Weight[first].unsqueeze(1), b = mixture.Weight[second].unsqueeze(1);
        Tensor weight = a.Plus(b);
        Tensor mean = (a * mixture.Mean[first]).Plus(b * mixture.Mean[second]) / weight;
        Tensor variance = (a * mixture.Variance[first].Plus((mixture.Mean[first] - mean).Squared()))
            .Plus(b * mixture.Variance[second].Plus((mixture.Mean[second] - mean).Squared())) / weight;
        return MixtureFit.LogDensity(codes, mean, variance).Plus(weight.squeeze(1).log());
    }
}
