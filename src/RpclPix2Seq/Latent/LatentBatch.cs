using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>A batch of codes as the latent learners see it.</summary>
/// <param name="Codes">The sampled codes z [B, Z], of which the posterior is.</param>
/// <param name="LogPosterior">log posterior, neither floored nor clipped [B, K].</param>
/// <param name="Posterior">γ as it enters the loss [B, K].</param>
/// <param name="Means">The encoder's means m [B, Z] (not the samples z).</param>
/// <param name="Variances">The encoder's variances v [B, Z].</param>
public sealed record LatentBatch(Tensor Codes, Tensor LogPosterior, Tensor Posterior, Tensor Means, Tensor Variances);
