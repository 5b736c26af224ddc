using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// Learns a mixture of two levels (docs/original.md §15; <see cref="LatentHierarchy"/>): J components below I parents. On most steps it is
/// online EM (Cappé and Moulines, 2009). Its responsibilities are p(j, i|z) = γ_j(z)·p(i|j), so that the components learn as in a plain
/// mixture, whatever is above them, and p(i|j) stays unchanged: given its component, a code says nothing about the parents, so likelihood
/// alone never moves a component from one parent to another.
/// <para>
/// Competition shapes the hierarchy, every few steps after the start. On the lower level, a code with the posterior γ attracts its winner
/// with weight γ_w alone, and pushes its rival away with ρ·γ_r; both weights are posteriors, unlike in <see cref="ReferenceLearner"/>. On
/// the upper level, with u_i = Σ_j γ_j·p(i|j), the code votes c_i = 1 for the parent with the largest u, −ρ for the second and 0 for all
/// others; if two tie for the largest, it votes for none. The codes won by component j add up to the votes V_ji = Σ_b γ_bj·c_bi, and the
/// mass that j gains goes to its parents in proportion to max(0, p(i|j)·V_ji), which is the posterior of the pair times the vote. So every
/// component ends up under the parent that makes its codes most likely.
/// </para>
/// A step in numbers: Attract and Repel of <see cref="OnlineEm"/> give μ′, σ²′ (about the new μ′) and α′; p′(i|j) is the mean of the old
/// p(i|j) and the votes' share, weighted by the mass that j had and the mass that it gained; w′_i = Σ_j α′_j·p′(i|j) and p′(j|i) =
/// α′_j·p′(i|j)/w′_i. Nothing is removed. The posterior is that of <see cref="MixtureState.LogPosterior"/>, exact in log space, whereas the
/// successor shifts and clips log densities before exponentiating.
/// </summary>
internal sealed class HierarchyLearner : ILatentLearner
{
    // Parents whose shares of a code differ by no more than rounding error are tied.
    private const double Rounding = 1e-9;
    private readonly LatentLearning _learning;

    /// <param name="learning">Rates and schedule; the threshold is not used.</param>
    public HierarchyLearner(LatentLearning learning) => _learning = learning;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The mixture has one level.</exception>
    public LatentSums Gather(MixtureState current, LatentBatch batch, long step)
    {
        LatentHierarchy hierarchy = Above(current);
        return !_learning.IsShared(step) && _learning.IsRivalPenalized(step)
            ? Compete(hierarchy, batch)
            : new LatentSums(OnlineEm.Gather(current, batch, _learning.IsShared(step)));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The mixture has one level.</exception>
    public MixtureState Update(MixtureState current, LatentSums sums, long step)
    {
        Tensor parents = Above(current).Parents();
        double smoothing = _learning.SmoothingOf(sums.Attracted.Size);
        (Tensor mean, Tensor variance, Tensor mass) = OnlineEm.Attract(current, sums.Attracted, smoothing);
        if (sums is { Repelled: { } repelled, Votes: { } votes })
        {
            Tensor gained = sums.Attracted.Count.Times(smoothing / sums.Attracted.Size) / mass;
            parents = Elect(parents, votes, where(mass.IsAbove(0), gained, zeros_like(mass)));
            (mean, mass) = OnlineEm.Repel(mean, mass, repelled, smoothing);
        }

        ScalarType type = current.Mean.dtype;
        LatentHierarchy after = LatentHierarchy.Of(mass / mass.sum(), parents).To(type);
        return new MixtureState(mean.to(type), variance.to(type), current.Weight).With(after);
    }

    private static LatentHierarchy Above(MixtureState mixture) =>
        mixture.Hierarchy ?? throw new ArgumentException("a mixture of one level has no parents to learn", nameof(mixture));

    private LatentSums Compete(LatentHierarchy hierarchy, LatentBatch batch)
    {
        Tensor posterior = batch.LogPosterior.exp().to(float64);
        Tensor winners = Winners(posterior), rivals = Rivals(posterior, winners);
        Tensor won = winners * posterior, lost = (rivals * posterior).Times(_learning.DeLearningRate);

        Tensor above = mm(posterior, hierarchy.Parents());
        Tensor first = Winners(above), second = Rivals(above, first);
        Tensor decided =
            (above * first).sum([1L], keepdim: true).gt((above * second).sum([1L], keepdim: true).Times(1 + Rounding)).to(float64);
        Tensor votes = (first - second.Times(_learning.DeLearningRate)) * decided;
        return new LatentSums(
            SufficientStatistics.Gather(won, batch.Means, batch.Variances),
            SufficientStatistics.Gather(lost, batch.Means, batch.Variances),
            Votes: mm(won.t(), votes));
    }

    /// <summary>p′(i|j) [J, I].</summary>
    /// <param name="parents">p(i|j) [J, I].</param>
    /// <param name="votes">V [J, I].</param>
    /// <param name="gained">The share of each component's mass that comes from this batch [J].</param>
    private static Tensor Elect(Tensor parents, Tensor votes, Tensor gained)
    {
        Tensor drawn = (parents * votes).AtLeast(0);
        Tensor total = drawn.sum([1L], keepdim: true);
        Tensor share = where(total.IsAbove(0), drawn / total, parents);
        Tensor weight = gained.unsqueeze(1);
        return (parents * weight.Complement()).Plus(share * weight);
    }

    private static Tensor Winners(Tensor scores) => OneHot.Largest(scores).to(float64);

    /// <summary>The second largest, one-hot; all zeros if there is only one.</summary>
    private static Tensor Rivals(Tensor scores, Tensor winners) =>
        (OneHot.Second(scores, winners.IsAbove(0)) & winners.IsEqualTo(0)).to(float64);
}
