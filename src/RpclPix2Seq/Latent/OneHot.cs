using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>One-hot rows of the largest entries; the lowest index wins a tie, on every device.</summary>
internal static class OneHot
{
    /// <summary>[B, K] → bool [B, K], one true per row.</summary>
    public static Tensor Largest(Tensor scores)
    {
        Tensor isLargest = scores.eq(scores.amax([1L], keepdim: true));
        return isLargest & isLargest.to(int64).cumsum(1).IsEqualTo(1);
    }

    /// <summary>The largest entries except the <paramref name="winners"/>.</summary>
    /// <param name="scores">[B, K], all above −1.</param>
    /// <param name="winners">bool [B, K].</param>
    public static Tensor Second(Tensor scores, Tensor winners) => Largest(scores.MaskFilled(winners, -1));
}
