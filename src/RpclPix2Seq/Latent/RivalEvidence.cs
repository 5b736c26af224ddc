using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// What is remembered of the gains of pairs (<see cref="PairGains"/>): sums over the codes of the past, the older the fainter, and which pairs are
/// redundant, that is, gain less than the description of another component costs (half of log n nats a parameter; Schwarz, 1978).
/// </summary>
/// <param name="Gain">[K, K] float64: nats over <paramref name="Codes"/> codes.</param>
/// <param name="Codes">n: how many codes that is, a float64 scalar; nears B/η.</param>
/// <param name="Redundant">[K, K] bool: the verdict.</param>
public sealed record RivalEvidence(Tensor Gain, Tensor Codes, Tensor Redundant) : IDisposable
{
    // No verdict before so much of what is finally remembered has been seen: true clusters gain in proportion to n, a component costs log n.
    private const double LeastShare = 0.63;

    /// <summary>Nothing seen yet.</summary>
    public static RivalEvidence None(int components, Device device) => new(
        zeros([components, components], float64, device), zeros([], float64, device), zeros([components, components], @bool, device));

    /// <summary>The evidence with another batch.</summary>
    /// <param name="gain">The batch's gains [K, K].</param>
    /// <param name="size">B.</param>
    /// <param name="smoothing">η: what share of the past is forgotten.</param>
    /// <param name="codeSize">Z: a component has 2Z + 1 parameters.</param>
    public RivalEvidence Observe(Tensor gain, long size, double smoothing, long codeSize)
    {
        Tensor codes = Codes.Times(1 - smoothing).Plus(size);
        Tensor total = Gain.Times(1 - smoothing).Plus(gain);
        Tensor cost = codes.log().Times(0.5 * ((2 * codeSize) + 1));
        return new RivalEvidence(total, codes, total.lt(cost) & codes.IsAtLeast(LeastShare * size / smoothing));
    }

    /// <summary>Copies another's values into this one's tensors.</summary>
    public void Assign(RivalEvidence other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Gain.copy_(other.Gain);
        Codes.copy_(other.Codes);
        Redundant.copy_(other.Redundant);
    }

    /// <summary>The same values in tensors of their own, free of any dispose scope.</summary>
    public RivalEvidence Detached() => new(
        Gain.clone().DetachFromDisposeScope(), Codes.clone().DetachFromDisposeScope(), Redundant.clone().DetachFromDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        Gain.Dispose();
        Codes.Dispose();
        Redundant.Dispose();
    }
}
