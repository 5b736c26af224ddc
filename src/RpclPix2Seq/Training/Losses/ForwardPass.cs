using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks.Decoder;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training.Losses;

/// <summary>Everything that one pass over a batch computes; the tensors live in the caller's dispose scope.</summary>
public sealed record ForwardPass
{
    /// <summary>The encoder's mean m [B, Z].</summary>
    public required Tensor CodeMean { get; init; }

    /// <summary>The encoder's variance v [B, Z].</summary>
    public required Tensor CodeVariance { get; init; }

    /// <summary>The code z that the decoders got [B, Z].</summary>
    public required Tensor Codes { get; init; }

    /// <summary>γ [B, K].</summary>
    public required Tensor Posterior { get; init; }

    /// <summary>The mixture after this batch's update; not yet assigned to the model.</summary>
    public required MixtureState Mixture { get; init; }

    /// <summary>The densities of the T·B next strokes, time outermost.</summary>
    public required MixtureDensity Density { get; init; }

    /// <summary>The decoder's packed state after the last step [B, S].</summary>
    public required Tensor FinalState { get; init; }

    /// <summary>The pixel decoder's pictures [B, W, W].</summary>
    public required Tensor DrawnImages { get; init; }

    /// <summary>kl_w(t).</summary>
    public required double KlWeight { get; init; }

    /// <summary>What the latent losses weigh: kl_w(t) times <c>latent_weight</c>.</summary>
    public required double LatentWeight { get; init; }

    /// <summary>L_alpha, or L_ij where the mixture has two levels, scalar.</summary>
    public required Tensor WeightLoss { get; init; }

    /// <summary>L_gauss, scalar.</summary>
    public required Tensor GaussianLoss { get; init; }

    /// <summary>L_seq, scalar.</summary>
    public required Tensor SequenceLoss { get; init; }

    /// <summary>L_pix, scalar.</summary>
    public required Tensor PixelLoss { get; init; }

    /// <summary>L = latent weight·(L_alpha + L_gauss) + L_seq + weight·L_pix, scalar.</summary>
    public required Tensor Total { get; init; }
}
