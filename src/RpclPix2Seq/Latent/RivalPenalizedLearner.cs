using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Online EM on smoothed sufficient statistics (Cappé and Moulines, 2009), with rival-penalised steps (Xu, Krzyzak and Oja, 1993). Every
/// component carries the mass α_k; a batch adds η/B of its own. A component that gets none of a batch keeps its mean and variance. On a
/// rival-penalised step each code belongs to its winner alone, and the runner-up by the unfloored posterior is pushed away from the code
/// and loses mass. In the shared steps at the beginning all components share every code by their weights alone, so that they are copies of one Gaussian that follows
/// the codes while the encoder still moves them about. A component whose weight falls below the threshold after the start is removed: its weight becomes 0 for good.
/// </summary>
public sealed class RivalPenalizedLearner : ILatentLearner
{
    private const double Tiny = 1e-12;
    private const double MinimumVariance = 1e-6;
    private const double MaximumVariance = 1e10;
    private readonly LatentLearning _learning;
    private readonly bool _penalize;

    /// <param name="learning">Rates, schedule and threshold.</param>
    /// <param name="penalize">False for EM alone: no winners, no rivals, nothing removed.</param>
    public RivalPenalizedLearner(LatentLearning learning, bool penalize = true)
    {
        _learning = learning;
        _penalize = penalize;
    }

    /// <inheritdoc/>
    public MixtureState Update(MixtureState current, LatentBatch batch, long step)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(batch);
        bool penalized = _penalize && _learning.IsRivalPenalized(step);
        Tensor winners = OneHot.Largest(batch.LogPosterior);
        Tensor drawn = step < _learning.SharedUntil ? current.Weight.expand_as(batch.LogPosterior)
            : penalized ? winners
            : batch.LogPosterior.exp();
        (Tensor mean, Tensor variance, Tensor mass) = Attract(current, SufficientStatistics.Gather(drawn, batch.Means, batch.Variances));
        if (penalized)
        {
            // A component that lives alone has no rival, not even itself.
            Tensor rivals = OneHot.Second(batch.LogPosterior, winners, double.NegativeInfinity) & current.Weight.gt(0) & winners.logical_not();
            (mean, mass) = Repel(mean, mass, SufficientStatistics.Gather(rivals, batch.Means, batch.Variances));
            mass = RemoveDead(mass);
        }

        return new MixtureState(
            mean.to(current.Mean.dtype), variance.to(current.Mean.dtype), (mass / mass.sum()).to(current.Mean.dtype));
    }

    /// <summary>Mixes the batch's mass into each component's: α' = (1−η)α + ηN/B, mean and variance as the mixed mass has them.</summary>
    private (Tensor Mean, Tensor Variance, Tensor Mass) Attract(MixtureState current, SufficientStatistics sums)
    {
        double share = _learning.Smoothing / sums.Size;
        Tensor old = current.Weight.to(float64) * (1 - _learning.Smoothing);
        Tensor mass = old + (sums.Count * share);
        Tensor kept = (old / (mass + Tiny)).unsqueeze(1), gained = (share / (mass + Tiny)).unsqueeze(1);
        Tensor oldMean = current.Mean.to(float64), oldVariance = current.Variance.to(float64);
        Tensor untouched = sums.Count.lt(Tiny).unsqueeze(1);

        Tensor mean = where(untouched, oldMean, (kept * oldMean) + (gained * sums.First));
        Tensor variance = (kept * (oldVariance + (oldMean - mean).square())) + (gained * sums.SquaredDeviation(mean));
        return (mean, where(untouched, oldVariance, variance.clamp(MinimumVariance, MaximumVariance)), mass);
    }

    /// <summary>Takes the rivals' mass away at the de-learning rate, which moves each rival's mean away from the codes it was second for.</summary>
    private (Tensor Mean, Tensor Mass) Repel(Tensor mean, Tensor mass, SufficientStatistics rivals)
    {
        double share = _learning.Smoothing * _learning.DeLearningRate / rivals.Size;
        Tensor lost = minimum(rivals.Count * share, mass * 0.5);
        Tensor push = (lost / (mass - lost + Tiny)).unsqueeze(1);
        Tensor away = where(rivals.Count.gt(0).unsqueeze(1), mean - rivals.MeanEstimate(Tiny), zeros_like(mean));
        return (mean + (push * away), mass - lost);
    }

    private Tensor RemoveDead(Tensor mass)
    {
        Tensor total = mass.sum();
        Tensor alive = mass.ge(total * _learning.ComponentThreshold) | mass.eq(mass.amax([0L]));
        return where(alive, mass, zeros_like(mass));
    }
}
