using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Online EM on smoothed sufficient statistics (Cappé and Moulines, 2009): every component carries the mass α_k, and a batch adds η/B of its own. A component
/// that gets none of a batch keeps its mean and variance; none is removed. In the shared steps at the beginning all components share every code by their
/// weights alone, so that they are copies of one Gaussian that follows the codes while the encoder still moves them about.
/// </summary>
public sealed class EmLearner : ILatentLearner
{
    private readonly LatentLearning _learning;

    /// <param name="learning">The smoothing and the shared steps.</param>
    public EmLearner(LatentLearning learning) => _learning = learning;

    /// <inheritdoc/>
    public LatentSums Gather(MixtureState current, LatentBatch batch, long step)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(batch);
        return new LatentSums(OnlineEm.Gather(current, batch, _learning.IsShared(step)));
    }

    /// <inheritdoc/>
    public MixtureState Update(MixtureState current, LatentSums sums, long step)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(sums);
        (Tensor mean, Tensor variance, Tensor mass) = OnlineEm.Attract(current, sums.Attracted, _learning.SmoothingOf(sums.Attracted.Size));
        return new MixtureState(mean, variance, mass / mass.sum()).To(current.Mean.dtype);
    }
}
