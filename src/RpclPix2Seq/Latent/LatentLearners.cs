using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Latent;

/// <summary>What all learners share.</summary>
public static class LatentLearners
{
    /// <summary>
    /// How the mixture learns from a batch, in the pass over it, as a configuration asks. With <c>rpcl</c> it does not: see
    /// <see cref="RivalPenalizedLearner"/>.
    /// </summary>
    public static ILatentLearner From(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config switch
        {
            { Prior: LatentPrior.Standard } => new FixedMixture(),
            { LatentMethod: LatentMethod.Reference } => new ReferenceLearner(LatentLearning.From(config)),
            { LatentMethod: LatentMethod.Hierarchy } => new HierarchyLearner(LatentLearning.From(config)),
            { LatentMethod: LatentMethod.Em } => new EmLearner(LatentLearning.From(config)),
            _ => new FixedMixture(),
        };
    }

    /// <summary>The mixture after a batch that one process holds as a whole; <paramref name="current"/> is left as it is.</summary>
    public static MixtureState Update(this ILatentLearner learner, MixtureState current, LatentBatch batch, long step)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return learner.Update(current, learner.Gather(current, batch, step), step);
    }
}
