using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training.Losses;

/// <summary>L_pix: how badly the pixel decoder redraws the pictures (specification §8).</summary>
public static class PixelLoss
{
    /// <summary>Mean over the sketches of the sum of squared differences, for pictures [B, W, W] in [−1, 1].</summary>
    public static Tensor Compute(Tensor drawn, Tensor images)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        ArgumentNullException.ThrowIfNull(images);
        return (images - drawn).Squared().sum().Over(images.shape[0]);
    }
}
