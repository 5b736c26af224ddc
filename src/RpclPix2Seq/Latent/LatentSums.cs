using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>What a batch of codes, or a part of it, says about the mixture: sums, so that those of the parts add up to those of the whole.</summary>
/// <param name="Attracted">What draws the components.</param>
/// <param name="Repelled">What pushes rivals away, weighted by the strength of the penalty; null where nothing is penalised.</param>
/// <param name="Votes">Which parents the codes of each component chose (<see cref="HierarchyLearner"/>) [J, I]; null where parents do not compete.</param>
public sealed record LatentSums(SufficientStatistics Attracted, SufficientStatistics? Repelled = null, Tensor? Votes = null)
{
    /// <summary>The sums over two disjoint parts of a batch, together. Both parts come from the same step.</summary>
    public LatentSums Add(LatentSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new LatentSums(
            Attracted.Add(other.Attracted),
            Repelled is null || other.Repelled is null ? null : Repelled.Add(other.Repelled),
            Votes is null || other.Votes is null ? null : Votes.Plus(other.Votes));
    }
}
