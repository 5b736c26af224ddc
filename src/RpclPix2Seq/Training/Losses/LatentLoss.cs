using RpclPix2Seq.Latent;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training.Losses;

/// <summary>
/// The two parts of the divergence between the encoder's Gaussians and the mixture (docs/original.md §8). The mixture is constant; the
/// gradient flows through the posterior and the encoder's means and variances.
/// </summary>
internal static class LatentLoss
{
    private const double Epsilon = 1e-10;

    /// <summary>L_alpha = Σ_k mean_b γ·log(γ/(α_k+ε)+ε): the divergence of the posterior from the mixture's weights, in nats.</summary>
    /// <param name="posterior">γ [B, K].</param>
    /// <param name="mixture">The mixture after this step's update.</param>
    public static Tensor Weights(Tensor posterior, MixtureState mixture) =>
        (posterior * (posterior / mixture.Weight.Plus(Epsilon)).Plus(Epsilon).log()).sum().Over(posterior.shape[0]);

    /// <summary>
    /// L_alpha, or with two levels L_ij = mean_b Σ_j Σ_i γ_j·p(i|j)·log(γ_j·p(i|j)/(w'_i·p'(j|i))) (docs/original.md §15), in nats: the
    /// divergence of the posterior of component and parent from their joint weights. Because w'_i·p'(j|i) = α'_j·p'(i|j), it is L_alpha
    /// plus, for every component, the divergence of its old parents from its new ones, weighted by γ.
    /// </summary>
    /// <param name="posterior">γ [B, K].</param>
    /// <param name="before">The mixture of the posterior.</param>
    /// <param name="after">The mixture after this step's update.</param>
    public static Tensor Weights(Tensor posterior, MixtureState before, MixtureState after)
    {
        Tensor loss = Weights(posterior, after);
        if (before.Hierarchy is not { } old || after.Hierarchy is not { } now)
            return loss;
        Tensor parents = old.Parents();
        Tensor divergence = (parents * (parents / now.Parents().Plus(Epsilon)).Plus(Epsilon).log()).sum([1L]); // [K]
        return loss.Plus((posterior * divergence.to(posterior.dtype)).sum().Over(posterior.shape[0]));
    }

    /// <summary>
    /// L_gauss = mean_b Σ_k ½γ Σ_d [log(σ²_k+ε) + (v+(m−μ_k)²)/(σ²_k+ε) − 1 − log(v+ε)]: the divergence of each code's Gaussian from the
    /// components that it belongs to, in nats.
    /// </summary>
    /// <param name="posterior">γ [B, K].</param>
    /// <param name="means">m [B, Z].</param>
    /// <param name="variances">v [B, Z].</param>
    /// <param name="mixture">The mixture after this step's update.</param>
    public static Tensor Gaussians(Tensor posterior, Tensor means, Tensor variances, MixtureState mixture)
    {
        Tensor variance = mixture.Variance.Plus(Epsilon);                                                   // [K, Z]
        Tensor spread = variances.unsqueeze(1).Plus((means.unsqueeze(1) - mixture.Mean).Squared()) / variance; // [B, K, Z]
        Tensor divergence = (variance.log().Plus(spread).Minus(1) - variances.Plus(Epsilon).log().unsqueeze(1)).sum([2L]);
        return (posterior * divergence).sum().Times(0.5 / posterior.shape[0]);
    }
}
