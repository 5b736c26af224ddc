using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Online EM on smoothed sufficient statistics (Cappé and Moulines, 2009), with rival-penalised steps (Xu, Krzyzak and Oja, 1993). Every
/// component carries the mass α_k; a batch adds η/B of its own. A component that gets none of a batch keeps its mean and variance. On a
/// rival-penalised step each code belongs to its winner alone, and the runner-up by the unfloored posterior is pushed away from the code
/// and loses mass.
/// <para>
/// How strongly a rival is penalised depends on whether it pays for itself (<see cref="RivalEvidence"/>): if the pair of winner and rival tells the codes
/// hardly better than one component would, the lighter of the two is the rival of all codes of the pair, at full strength, so that it dies
/// within some tens of steps; otherwise the de-learning rate applies. A component whose weight falls below the threshold is removed:
/// its weight becomes 0 for good.
/// </para>
/// In the shared steps at the beginning all components share every code by their weights alone, so that they are copies of one Gaussian that follows
/// the codes while the encoder still moves them about.
/// </summary>
public sealed class RivalPenalizedLearner : ILatentLearner
{
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
    public LatentSums Gather(MixtureState current, LatentBatch batch, long step)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(batch);
        return Penalizes(step) ? Compete(current, batch) : new LatentSums(OnlineEm.Gather(current, batch, _learning.IsShared(step)));
    }

    /// <inheritdoc/>
    public MixtureState Update(MixtureState current, LatentSums sums, long step)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(sums);
        (Tensor mean, Tensor variance, Tensor mass) = OnlineEm.Attract(current, sums.Attracted, _learning.Smoothing);
        RivalEvidence? evidence = current.Evidence;
        if (sums is { Repelled: { } repelled, Gain: { } gain })
        {
            (mean, mass) = OnlineEm.Repel(mean, mass, repelled, _learning.Smoothing);
            mass = RemoveDead(mass);
            evidence = (evidence ?? RivalEvidence.None(current.Components, current.Mean.device))
                .Observe(gain, sums.Attracted.Size, _learning.Smoothing, current.Mean.shape[1]);
        }

        MixtureState after = new(mean.to(current.Mean.dtype), variance.to(current.Mean.dtype), (mass / mass.sum()).to(current.Mean.dtype));
        return evidence is null ? after : after.With(evidence);
    }

    private bool Penalizes(long step) => _penalize && !_learning.IsShared(step) && _learning.IsRivalPenalized(step);

    /// <summary>Winners take the codes, rivals are charged with them.</summary>
    private LatentSums Compete(MixtureState current, LatentBatch batch)
    {
        // A component that lives alone has no rival, not even itself.
        Tensor winners = OneHot.Largest(batch.LogPosterior);
        Tensor rivals = OneHot.Second(batch.LogPosterior, winners, double.NegativeInfinity) & current.Weight.IsAbove(0) & winners.logical_not();
        Tensor strength = empty([winners.shape[0], 1], float64, winners.device).Filled(_learning.DeLearningRate);
        if (current.Evidence is { } evidence)
        {
            Tensor win = winners.to(float64), second = rivals.to(float64), weight = current.Weight.to(float64).unsqueeze(1);
            Tensor redundant = (mm(win, evidence.Redundant.to(float64)) * second).sum([1L], keepdim: true).IsAbove(0);
            Tensor rivalIsHeavier = redundant & mm(second, weight).gt(mm(win, weight));
            (winners, rivals) = (where(rivalIsHeavier, rivals, winners), where(rivalIsHeavier, winners, rivals));
            strength = where(redundant, ones_like(strength), strength);
        }

        return new LatentSums(
            SufficientStatistics.Gather(winners, batch.Means, batch.Variances),
            SufficientStatistics.Gather(rivals.to(float64) * strength, batch.Means, batch.Variances),
            PairGains.Sum(current, batch.Codes));
    }

    private Tensor RemoveDead(Tensor mass)
    {
        Tensor total = mass.sum();
        Tensor alive = mass.ge(total.Times(_learning.ComponentThreshold)) | mass.eq(mass.amax([0L]));
        return where(alive, mass, zeros_like(mass));
    }
}
