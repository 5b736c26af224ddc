using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>What a <see cref="RivalPenalizedLearner"/> remembers in addition to its codes.</summary>
/// <param name="Count">Codes in its memory.</param>
/// <param name="Next">Where the next code goes.</param>
/// <param name="SincePass">Codes since the last pass of EM.</param>
/// <param name="SinceSettled">Codes since the number of components was last settled.</param>
internal sealed record RivalPenalizedState(int Count, int Next, int SincePass, int SinceSettled);

/// <summary>
/// Lets the mixture organize itself while a model is trained. It remembers the codes of the last epoch (<see cref="CodeMemory"/>) and
/// measures everything in codes, never in batches. After every eighth of an epoch, the mixture takes a pass of EM over all of them. After
/// every full epoch, the number of components is settled (<see cref="RivalCompetition"/>) if the codes have stopped moving: decisions on
/// the codes of an older encoder would be about clusters that no longer exist. In the shared steps at the beginning, all components are one
/// Gaussian, that of the codes.
/// </summary>
internal sealed class RivalPenalizedLearner : IDisposable
{
    private const int PassesAnEpoch = 8;
    private const int StartPasses = 10;

    // The mean squared movement of component means in half an epoch, in units of their variances, beyond chance.
    private const double MostDrift = 0.1;

    private readonly LatentLearning _learning;
    private readonly long _seed;
    private int _sincePass, _sinceSettled;

    /// <param name="learning">Schedule and threshold.</param>
    /// <param name="sketches">Sketches per epoch.</param>
    /// <param name="codeSize">Z.</param>
    /// <param name="device">Where the codes are kept.</param>
    /// <param name="seed">Seed of the starting points of splits.</param>
    public RivalPenalizedLearner(LatentLearning learning, int sketches, int codeSize, Device device, long seed)
    {
        _learning = learning;
        _seed = seed;
        Memory = new CodeMemory(sketches, codeSize, device);
    }

    /// <summary>The learner that a configuration asks for; null if the mixture learns from every batch, or not at all.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="sketches">Sketches per epoch.</param>
    /// <param name="device">Where the codes are kept: the model's.</param>
    public static RivalPenalizedLearner? From(ModelConfig config, int sketches, Device device) =>
        config is { LatentMethod: LatentMethod.Rpcl, Prior: not LatentPrior.Standard }
            ? new RivalPenalizedLearner(LatentLearning.From(config), sketches, config.ZSize, device, config.Seed)
            : null;

    /// <summary>The codes of the last epoch.</summary>
    public CodeMemory Memory { get; }

    /// <summary>What it remembers; setting it makes room for the codes, which the caller then copies into the memory.</summary>
    public RivalPenalizedState State
    {
        get => new(Memory.Count, Memory.Next, _sincePass, _sinceSettled);
        set
        {
            Memory.Reset(value.Count, value.Next);
            (_sincePass, _sinceSettled) = (value.SincePass, value.SinceSettled);
        }
    }

    /// <summary>Forgets the codes of the warm-up and fits a newly initialized mixture to fresh ones.</summary>
    /// <param name="mixture">Changed in place.</param>
    /// <param name="codes">z [N, Z].</param>
    public void Start(MixtureState mixture, Tensor codes)
    {
        Memory.Reset();
        Memory.Add(codes);
        (_sincePass, _sinceSettled) = (0, 0);
        Fit(mixture, StartPasses);
    }

    /// <summary>Remembers the codes of a step, and lets the mixture learn when it is time.</summary>
    /// <param name="mixture">Changed in place.</param>
    /// <param name="codes">z [B, Z].</param>
    /// <param name="step">t: the number of training steps before this one.</param>
    /// <returns>The decisions about components; usually none.</returns>
    public IReadOnlyList<LatentDecision> Observe(MixtureState mixture, Tensor codes, long step)
    {
        Memory.Add(codes);
        int size = (int)codes.shape[0];
        _sincePass += size;
        _sinceSettled += size;
        if (_sincePass < Memory.Capacity / PassesAnEpoch)
            return [];
        _sincePass = 0;
        if (_learning.IsShared(step))
        {
            Change(mixture, MixtureFit.Single);
            return [];
        }

        Fit(mixture, 1);
        if (step < _learning.RpclStart || _sinceSettled < Memory.Capacity)
            return [];
        _sinceSettled = 0;
        return Settle(mixture, step);
    }

    /// <inheritdoc/>
    public void Dispose() => Memory.Dispose();

    private void Fit(MixtureState mixture, int passes) => Change(mixture, (exact, codes) => MixtureFit.Passes(exact, codes, passes));

    private List<LatentDecision> Settle(MixtureState mixture, long step)
    {
        List<LatentDecision> decisions = [];
        if (!(Drift(mixture) <= MostDrift)) // nor where too few codes leave it unknown
            return decisions;
        CounterRandom random = new(RandomPurpose.LatentSplit, _seed, step);
        Change(mixture, (exact, codes) => RivalCompetition.Settle(exact, codes, _learning.ComponentThreshold, ref random, decisions));
        return decisions;
    }

    /// <summary>
    /// How far the components' means of the newer half of the codes are from those of the older half: the squared distance in units of the
    /// variance, averaged over components and dimensions, minus the part due to chance. NaN where no component has two codes in both.
    /// </summary>
    private double Drift(MixtureState mixture)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        MixtureState exact = mixture.To(float64);
        (Tensor older, Tensor newer) = Memory.Halves();
        (Tensor countBefore, Tensor before) = Means(older);
        (Tensor countNow, Tensor now) = Means(newer);
        Tensor chance = countBefore.reciprocal().Plus(countNow.reciprocal());
        Tensor moved = ((now - before).Squared() / exact.Variance).mean([1L]) - chance;
        Tensor isSeen = countBefore.IsAbove(1.0) & countNow.IsAbove(1.0);
        Tensor weight = where(isSeen, exact.Weight, zeros_like(exact.Weight));
        return (where(isSeen, moved, zeros_like(moved)) * weight).sum().item<double>() / weight.sum().item<double>();

        (Tensor Count, Tensor Mean) Means(Tensor codes)
        {
            Tensor posterior = nn.functional.softmax(MixtureFit.LogJoint(exact, codes), 1).t();
            Tensor count = posterior.sum([1L]);
            return (count, mm(posterior, codes) / count.unsqueeze(1));
        }
    }

    private void Change(MixtureState mixture, Func<MixtureState, Tensor, MixtureState> change)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        mixture.Assign(change(mixture.To(float64), Memory.Codes.to(float64)).To(mixture.Mean.dtype));
    }
}
