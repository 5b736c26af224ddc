using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Learns the latent mixture from batches of codes, one batch at a time. The statistics of a batch are first gathered as plain sums, so
/// that parts of a batch held by several processes can be added before the mixture learns from them.
/// </summary>
internal interface ILatentLearner
{
    /// <summary>The statistics of a batch, or of a part of one.</summary>
    /// <param name="current">The mixture before.</param>
    /// <param name="batch">The codes and their posterior under <paramref name="current"/>.</param>
    /// <param name="step">t: the number of training steps before this one.</param>
    LatentSums Gather(MixtureState current, LatentBatch batch, long step);

    /// <summary>The mixture after one batch; <paramref name="current"/> is left as it is.</summary>
    /// <param name="current">The mixture before, as <see cref="Gather"/> saw it.</param>
    /// <param name="sums">The sums over the whole batch.</param>
    /// <param name="step">t: the number of training steps before this one.</param>
    MixtureState Update(MixtureState current, LatentSums sums, long step);
}

/// <summary>A batch of codes as the latent learners see it.</summary>
/// <param name="LogPosterior">log posterior of the sampled codes, neither floored nor clipped [B, K].</param>
/// <param name="Posterior">γ as it enters the loss [B, K].</param>
/// <param name="Means">The encoder's means m [B, Z] (not the samples z).</param>
/// <param name="Variances">The encoder's variances v [B, Z].</param>
internal sealed record LatentBatch(Tensor LogPosterior, Tensor Posterior, Tensor Means, Tensor Variances);

/// <summary>The statistics of a batch of codes, or of a part of it, as sums: those of the parts add up to those of the whole.</summary>
/// <param name="Attracted">The statistics that attract the components.</param>
/// <param name="Repelled">The statistics that push rivals away, weighted by the strength of the penalty; null if nothing is
/// penalized.</param>
/// <param name="Votes">Which parents the codes of each component chose (<see cref="HierarchyLearner"/>) [J, I]; null if parents do not
/// compete.</param>
internal sealed record LatentSums(SufficientStatistics Attracted, SufficientStatistics? Repelled = null, Tensor? Votes = null)
{
    /// <summary>The sums over two disjoint parts of a batch, combined. Both parts must come from the same step.</summary>
    public LatentSums Add(LatentSums other) => new(
        Attracted.Add(other.Attracted),
        Repelled is null || other.Repelled is null ? null : Repelled.Add(other.Repelled),
        Votes is null || other.Votes is null ? null : Votes.Plus(other.Votes));
}

/// <summary>Shared by all learners.</summary>
internal static class LatentLearners
{
    /// <summary>
    /// The learner that updates the mixture from each batch, as configured. With <c>rpcl</c> the mixture does not learn from batches: see
    /// <see cref="RivalPenalizedLearner"/>.
    /// </summary>
    public static ILatentLearner From(ModelConfig config) => config switch
    {
        { Prior: LatentPrior.Standard } => new FixedMixture(),
        { LatentMethod: LatentMethod.Reference } => new ReferenceLearner(LatentLearning.From(config)),
        { LatentMethod: LatentMethod.Hierarchy } => new HierarchyLearner(LatentLearning.From(config)),
        { LatentMethod: LatentMethod.Em } => new EmLearner(LatentLearning.From(config)),
        _ => new FixedMixture(),
    };

    /// <summary>The mixture after a batch that one process holds as a whole; <paramref name="current"/> is left as it is.</summary>
    public static MixtureState Update(this ILatentLearner learner, MixtureState current, LatentBatch batch, long step) =>
        learner.Update(current, learner.Gather(current, batch, step), step);
}

/// <summary>The mixture of a fixed prior: no batch changes it.</summary>
internal sealed class FixedMixture : ILatentLearner
{
    /// <inheritdoc/>
    public LatentSums Gather(MixtureState current, LatentBatch batch, long step) =>
        new(SufficientStatistics.Gather(batch.Posterior, batch.Means, batch.Variances));

    /// <inheritdoc/>
    public MixtureState Update(MixtureState current, LatentSums sums, long step) => current;
}
