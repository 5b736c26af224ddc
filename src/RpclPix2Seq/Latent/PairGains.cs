using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// What each pair of components gains over a single one in its place. The single component has the pair's weight, mean and variance
/// together (moment matching); with p the mixture's density and p_ab the density with the pair replaced, the gain of codes z is
/// Σ log p(z) − log p_ab(z), in nats. It is near 0 where two components share a cluster and large where each has one of its own.
/// </summary>
public static class PairGains
{
    private const double Tiny = 1e-12;

    // Bounds what is held at a time to some tens of megabytes, whatever the number of components.
    private const int LargestBlock = 1 << 21;

    /// <summary>The gains, summed over the batch.</summary>
    /// <param name="mixture">K components; pairs with a removed one gain 0.</param>
    /// <param name="codes">z [B, Z].</param>
    /// <returns>[K, K] in float64, symmetric, 0 on the diagonal.</returns>
    public static Tensor Sum(MixtureState mixture, Tensor codes)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentNullException.ThrowIfNull(codes);
        MixtureState exact = mixture.To(float64);
        Tensor z = codes.to(float64);
        Tensor joint = exact.LogDensities(z).Plus(exact.Weight.log());
        Tensor logDensity = joint.logsumexp(1, keepdim: true), posterior = (joint - logDensity).exp();

        Tensor alive = exact.Weight.IsAbove(0).nonzero().squeeze(1);
        Tensor pairs = alive[combinations(Arithmetic.Indices(alive.shape[0], alive.device), 2)];
        Tensor gains = zeros([mixture.Components, mixture.Components], float64, codes.device);
        long block = Math.Max(1, LargestBlock / codes.shape[0]);
        for (long start = 0; start < pairs.shape[0]; start += block)
        {
            Tensor part = pairs.narrow(0, start, Math.Min(block, pairs.shape[0] - start));
            Tensor first = part.select(1, 0), second = part.select(1, 1);
            Tensor others = (posterior.index_select(1, first).Complement() - posterior.index_select(1, second)).AtLeast(Tiny).log();
            gains.index_put_(-logaddexp(others, LogJoint(exact, first, second, z) - logDensity).sum([0L]), first, second);
        }

        return gains.Plus(gains.t());
    }

    /// <summary>log of weight and density of the single components at every code [B, P].</summary>
    private static Tensor LogJoint(MixtureState mixture, Tensor first, Tensor second, Tensor codes)
    {
        Tensor a = mixture.Weight[first].unsqueeze(1), b = mixture.Weight[second].unsqueeze(1);
        Tensor weight = a.Plus(b);
        Tensor mean = (a * mixture.Mean[first]).Plus(b * mixture.Mean[second]) / weight;
        Tensor variance = (a * mixture.Variance[first].Plus((mixture.Mean[first] - mean).Squared()))
            .Plus(b * mixture.Variance[second].Plus((mixture.Mean[second] - mean).Squared())) / weight;

        // (z − μ)²/σ² by products: [B, Z]·[Z, P].
        Tensor precision = variance.reciprocal();
        Tensor distance = (mm(codes.Squared(), precision.t()) - mm(codes, (mean * precision).t()).Times(2)).Plus((mean.Squared() * precision).sum([1L]));
        return distance.Plus(variance.log().sum([1L])).Plus(mean.shape[1] * Math.Log(2 * Math.PI)).Times(-0.5).Plus(weight.squeeze(1).log());
    }
}
