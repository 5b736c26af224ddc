using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>The posterior γ as it enters the losses (docs/original.md §7).</summary>
internal static class Posterior
{
    private const double Epsilon = 1e-10;

    /// <summary>
    /// γ [B, K] from the log posterior: unchanged, or with the original's floor, clip(·, floor, 1) divided by its sum, where the clip
    /// passes no gradient outside its range (defect D-9).
    /// </summary>
    /// <param name="logPosterior">[B, K].</param>
    /// <param name="floor">The original's 1e-5, or 0 for none.</param>
    public static Tensor FromLog(Tensor logPosterior, double floor)
    {
        Tensor exact = logPosterior.exp();
        if (floor <= 0)
            return exact;
        Tensor clipped = exact.Clamped(floor, 1);
        return clipped / clipped.sum([1L], keepdim: true).Plus(Epsilon);
    }
}
