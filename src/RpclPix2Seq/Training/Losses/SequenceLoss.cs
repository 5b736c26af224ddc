using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training.Losses;

/// <summary>L_seq: how badly the decoder predicts each next stroke (docs/original.md §8).</summary>
internal static class SequenceLoss
{
    /// <summary>
    /// Mean over the sketches of the sum over the steps of −log density of the offset plus cross-entropy of the pen, in nats.
    /// </summary>
    /// <param name="density">Densities of T·B next strokes, time outermost.</param>
    /// <param name="strokes">[T+1, B, 5]: inputs are rows 0 to T−1, targets rows 1 to T.</param>
    /// <param name="mask">The steps over which the pen's cross-entropy is summed.</param>
    /// <param name="densityFloor">The original's 1e-6 added to the density; 0 for none.</param>
    /// <param name="minimumSigma">Smallest σ of the density, 0 for none.</param>
    public static Tensor Compute(MixtureDensity density, Tensor strokes, PenMask mask, double densityFloor, double minimumSigma)
    {
        long steps = strokes.shape[0] - 1, batch = strokes.shape[1];
        Tensor target = strokes.narrow(0, 1, steps).reshape(steps * batch, 5);
        Tensor beforeEnd = target.select(1, 4).Complement();                                         // [T·B]

        Tensor logDensity = density.LogProbability(target.select(1, 0), target.select(1, 1), minimumSigma);
        if (densityFloor > 0)
            logDensity = logaddexp(logDensity, empty_like(logDensity).Filled(Math.Log(densityFloor)));
        Tensor loss = where(beforeEnd.IsAbove(0), logDensity.neg(), zeros_like(logDensity)).sum();

        Tensor penLoss = (target.narrow(1, 2, 3) * density.LogPen).sum([1L]).neg();
        loss = loss.Plus(mask switch
        {
            PenMask.AllSteps => penLoss.sum(),
            PenMask.BeforeEnd => (penLoss * beforeEnd).sum(),
            _ => (penLoss * strokes.narrow(0, 0, steps).reshape(steps * batch, 5).select(1, 4).Complement()).sum(),
        });
        return loss.Over(batch);
    }
}

/// <summary>Over which steps the pen's cross-entropy is summed.</summary>
internal enum PenMask
{
    /// <summary>Up to and including the first end-of-sketch row: the default, the same in training and evaluation (defect D-30).</summary>
    ThroughEnd,

    /// <summary>All T steps, padding included: the original in training.</summary>
    AllSteps,

    /// <summary>Only rows before the end: the original in evaluation.</summary>
    BeforeEnd,
}

/// <summary>L_pix: how badly the pixel decoder redraws the pictures (docs/original.md §8).</summary>
internal static class PixelLoss
{
    /// <summary>Mean over the sketches of the sum of squared differences, for pictures [B, W, W] in [−1, 1].</summary>
    public static Tensor Compute(Tensor drawn, Tensor images) => (images - drawn).Squared().sum().Over(images.shape[0]);
}
