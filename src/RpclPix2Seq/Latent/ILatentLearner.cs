namespace RpclPix2Seq.Latent;

/// <summary>
/// Learns the latent mixture from batches of codes, one batch at a time. What a batch says is gathered as plain sums first, so that the parts of a
/// batch that several processes hold can be added before the mixture learns from them.
/// </summary>
public interface ILatentLearner
{
    /// <summary>What a batch, or a part of one, says about the mixture.</summary>
    /// <param name="current">The mixture before.</param>
    /// <param name="batch">The codes and their posterior under <paramref name="current"/>.</param>
    /// <param name="step">t: how many training steps came before.</param>
    LatentSums Gather(MixtureState current, LatentBatch batch, long step);

    /// <summary>The mixture after one batch; <paramref name="current"/> is left as it is.</summary>
    /// <param name="current">The mixture before, as <see cref="Gather"/> saw it.</param>
    /// <param name="sums">What the whole batch said.</param>
    /// <param name="step">t: how many training steps came before.</param>
    MixtureState Update(MixtureState current, LatentSums sums, long step);
}
