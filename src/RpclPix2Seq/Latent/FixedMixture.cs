namespace RpclPix2Seq.Latent;

/// <summary>The mixture of a prior that was chosen and not learnt: whatever a batch says, it stays.</summary>
public sealed class FixedMixture : ILatentLearner
{
    /// <inheritdoc/>
    public LatentSums Gather(MixtureState current, LatentBatch batch, long step)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return new LatentSums(SufficientStatistics.Gather(batch.Posterior, batch.Means, batch.Variances));
    }

    /// <inheritdoc/>
    public MixtureState Update(MixtureState current, LatentSums sums, long step) => current;
}
