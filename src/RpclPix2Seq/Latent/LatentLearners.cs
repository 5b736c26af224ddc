namespace RpclPix2Seq.Latent;

/// <summary>What all learners share.</summary>
public static class LatentLearners
{
    /// <summary>The mixture after a batch that one process holds as a whole; <paramref name="current"/> is left as it is.</summary>
    public static MixtureState Update(this ILatentLearner learner, MixtureState current, LatentBatch batch, long step)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return learner.Update(current, learner.Gather(current, batch, step), step);
    }
}
