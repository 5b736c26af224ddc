using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// The original's updates, defects included (docs/original.md §7): EM with the floored posterior and, every few steps after the start, the
/// same formulas with the winner's one-hot row minus a small multiple of the rival's. Because the floored posterior has ties, the rival is
/// mostly the lowest index (defect D-6), and a component that is only ever the rival is drawn toward the codes (defect D-7).
/// </summary>
internal sealed class ReferenceLearner : ILatentLearner
{
    private const double Epsilon = 1e-10;
    private const double VarianceLimit = 1e10;
    private readonly LatentLearning _learning;

    /// <param name="learning">Rates and schedule.</param>
    public ReferenceLearner(LatentLearning learning) => _learning = learning;

    /// <inheritdoc/>
    public LatentSums Gather(MixtureState current, LatentBatch batch, long step)
    {
        Tensor responsibilities = _learning.IsRivalPenalized(step) ? WinnerAndRival(batch.Posterior) : batch.Posterior;
        return new LatentSums(SufficientStatistics.Gather(responsibilities, batch.Means, batch.Variances));
    }

    /// <inheritdoc/>
    public MixtureState Update(MixtureState current, LatentSums sums, long step) => Update(current, sums.Attracted);

    private MixtureState Update(MixtureState current, SufficientStatistics sums)
    {
        Tensor mean = sums.MeanEstimate(Epsilon);
        Tensor variance = sums.SquaredDeviation(mean) / sums.Count.Plus(Epsilon).unsqueeze(1);
        Tensor weight = sums.Count.Over(sums.Size);
        weight = Smooth(current.Weight, weight).Clamped(0, 1);
        return new MixtureState(
            Smooth(current.Mean, mean).to(current.Mean.dtype),
            Smooth(current.Variance, variance).Clamped(Epsilon, VarianceLimit).to(current.Mean.dtype),
            (weight / weight.sum()).to(current.Mean.dtype));
    }

    private Tensor WinnerAndRival(Tensor posterior)
    {
        Tensor winners = OneHot.Largest(posterior);
        Tensor rivals = OneHot.Second(posterior, winners);
        return winners.to(float64) - rivals.to(float64).Times(_learning.DeLearningRate);
    }

    private Tensor Smooth(Tensor old, Tensor estimate) =>
        old.to(float64).Times(1 - _learning.Smoothing).Plus(estimate.Times(_learning.Smoothing));
}
