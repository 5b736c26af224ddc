namespace RpclPix2Seq.Latent;

/// <summary>Learns the latent mixture from batches of codes, one batch at a time.</summary>
public interface ILatentLearner
{
    /// <summary>The mixture after one batch; <paramref name="current"/> is left as it is.</summary>
    /// <param name="current">The mixture before.</param>
    /// <param name="batch">The codes and their posterior under <paramref name="current"/>.</param>
    /// <param name="step">t: how many training steps came before.</param>
    MixtureState Update(MixtureState current, LatentBatch batch, long step);
}
