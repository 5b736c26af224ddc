using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Online EM on smoothed sufficient statistics (Cappé and Moulines, 2009): every component carries the mass α_k, and a batch adds its own
/// mass times η/B. A component that receives nothing from a batch keeps its mean and variance; none is removed. In the shared steps at the
/// beginning, components share every code by their weights alone, so that they soon are copies of one Gaussian that follows the codes while
/// the encoder still moves them around.
/// </summary>
internal sealed class EmLearner : ILatentLearner
{
    private readonly LatentLearning _learning;

    /// <param name="learning">The smoothing and the shared steps.</param>
    public EmLearner(LatentLearning learning) => _learning = learning;

    /// <inheritdoc/>
    public LatentSums Gather(MixtureState current, LatentBatch batch, long step) =>
        new(OnlineEm.Gather(current, batch, _learning.IsShared(step)));

    /// <inheritdoc/>
    public MixtureState Update(MixtureState current, LatentSums sums, long step)
    {
        (Tensor mean, Tensor variance, Tensor mass) = OnlineEm.Attract(current, sums.Attracted, _learning.SmoothingOf(sums.Attracted.Size));
        return new MixtureState(mean, variance, mass / mass.sum()).To(current.Mean.dtype);
    }
}

/// <summary>
/// Shared by the learners on smoothed sufficient statistics (Cappé and Moulines, 2009): every component carries the mass α_k, and a batch
/// adds its own mass times η/B. All in float64.
/// </summary>
internal static class OnlineEm
{
    private const double Tiny = 1e-12;
    /// <summary>The least variance of a component.</summary>
    public const double MinimumVariance = 1e-6;

    private const double MaximumVariance = 1e10;

    /// <summary>The sums of a batch, weighted for each component by its posterior or, in a shared step, by its weight alone.</summary>
    public static SufficientStatistics Gather(MixtureState current, LatentBatch batch, bool shared)
    {
        Tensor drawn = shared ? current.Weight.expand_as(batch.LogPosterior) : batch.LogPosterior.exp();
        return SufficientStatistics.Gather(drawn, batch.Means, batch.Variances);
    }

    /// <summary>
    /// Mixes the batch's mass into each component's: α' = (1−η)α + ηN/B, mean and variance are those of the mixed mass; the variance is
    /// about the new mean. A component that receives nothing from the batch keeps its mean and variance.
    /// </summary>
    public static (Tensor Mean, Tensor Variance, Tensor Mass) Attract(MixtureState current, SufficientStatistics sums, double smoothing)
    {
        double share = smoothing / sums.Size;
        Tensor old = current.Weight.to(float64).Times(1 - smoothing);
        Tensor mass = old.Plus(sums.Count.Times(share));
        Tensor kept = (old / mass.Plus(Tiny)).unsqueeze(1), gained = mass.Plus(Tiny).reciprocal().Times(share).unsqueeze(1);
        Tensor oldMean = current.Mean.to(float64), oldVariance = current.Variance.to(float64);
        Tensor untouched = sums.Count.IsBelow(Tiny).unsqueeze(1);

        Tensor mean = where(untouched, oldMean, (kept * oldMean).Plus(gained * sums.First));
        Tensor variance = (kept * oldVariance.Plus((oldMean - mean).Squared())).Plus(gained * sums.SquaredDeviation(mean));
        return (mean, where(untouched, oldVariance, variance.Clamped(MinimumVariance, MaximumVariance)), mass);
    }

    /// <summary>
    /// Removes the mass of the rivals' penalties, at most half of what they have. This moves each rival's mean away from the codes for
    /// which it is penalized.
    /// </summary>
    public static (Tensor Mean, Tensor Mass) Repel(Tensor mean, Tensor mass, SufficientStatistics rivals, double smoothing)
    {
        double share = smoothing / rivals.Size;
        Tensor lost = minimum(rivals.Count.Times(share), mass.Times(0.5));
        Tensor push = (lost / (mass - lost).Plus(Tiny)).unsqueeze(1);
        Tensor away = where(rivals.Count.IsAbove(0).unsqueeze(1), mean - rivals.MeanEstimate(Tiny), zeros_like(mean));
        return (mean.Plus(push * away), mass - lost);
    }
}
