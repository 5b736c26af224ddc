using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Statistics of a batch of latent Gaussians N(m_b, v_b) for the components, as plain sums in float64: the sums over parts of a batch add
/// up to those over the whole.
/// </summary>
/// <param name="Size">B: the number of codes.</param>
/// <param name="Count">Σ_b g_bk [K].</param>
/// <param name="First">Σ_b g_bk·m_b [K, Z].</param>
/// <param name="Second">Σ_b g_bk·(m_b² + v_b) [K, Z].</param>
internal sealed record SufficientStatistics(long Size, Tensor Count, Tensor First, Tensor Second)
{
    /// <summary>Gathers the sums.</summary>
    /// <param name="responsibilities">g [B, K], of any sign.</param>
    /// <param name="means">m [B, Z].</param>
    /// <param name="variances">v [B, Z].</param>
    public static SufficientStatistics Gather(Tensor responsibilities, Tensor means, Tensor variances)
    {
        Tensor g = responsibilities.to(float64).t();
        Tensor m = means.to(float64);
        return new(means.shape[0], g.sum([1L]), mm(g, m), mm(g, m.Squared().Plus(variances.to(float64))));
    }

    /// <summary>The sums over two disjoint parts of a batch, combined.</summary>
    public SufficientStatistics Add(SufficientStatistics other) =>
        new(Size + other.Size, Count.Plus(other.Count), First.Plus(other.First), Second.Plus(other.Second));

    /// <summary>The mean of each component's codes: First/(Count + ε) [K, Z].</summary>
    public Tensor MeanEstimate(double epsilon) => First / Count.Plus(epsilon).unsqueeze(1);

    /// <summary>Σ_b g_bk·((m_b − c_k)² + v_b) [K, Z] about given centers c [K, Z].</summary>
    public Tensor SquaredDeviation(Tensor centers) => (Second - (centers.Times(2) * First)).Plus(Count.unsqueeze(1) * centers.Squared());
}
