using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>The parameters of the latent Gaussian mixture (docs/original.md §7). Not trained by gradients.</summary>
/// <param name="Mean">μ [K, Z].</param>
/// <param name="Variance">σ² [K, Z], diagonal.</param>
/// <param name="Weight">α [K], sums to 1; 0 for a component that was removed.</param>
internal sealed record MixtureState(Tensor Mean, Tensor Variance, Tensor Weight) : IDisposable
{
    /// <summary>Added to variances in densities.</summary>
    public const double VarianceFloor = 1e-30;

    /// <summary>The level above the components, which determines their weights; null for a plain mixture.</summary>
    public LatentHierarchy? Hierarchy { get; private set; }

    /// <summary>K, removed components included.</summary>
    public int Components => (int)Mean.shape[0];

    /// <summary>The initial mixture: means uniform in [−1, 1], or zeros without a generator; variances 1, equal weights.</summary>
    public static MixtureState Initial(int components, int codeSize, Generator? generator, ScalarType type, Device device)
    {
        long[] shape = [components, codeSize];
        Tensor means = generator is null ? zeros(shape, float32) : rand(shape, float32, generator: generator).Times(2).Minus(1);
        return new(means.to(type).to(device), ones(shape, type, device), empty([components], type, device).Filled(1.0 / components));
    }

    /// <summary>N(0, I) alone.</summary>
    public static MixtureState Standard(int codeSize, ScalarType type, Device device)
        => new(zeros([1, codeSize], type, device), ones([1, codeSize], type, device), ones([1], type, device));

    /// <summary>log N(z; μ_k, σ²_k) for every code and component: [B, Z] → [B, K].</summary>
    public Tensor LogDensities(Tensor codes)
    {
        Tensor variance = Variance.Plus(VarianceFloor);
        Tensor distance = (codes.unsqueeze(1) - Mean).Squared().div(variance).sum([2L]);
        Tensor logDeterminant = variance.log().sum([1L]);
        return distance.Plus(logDeterminant).Plus(Mean.shape[1] * Math.Log(2 * Math.PI)).Times(-0.5);
    }

    /// <summary>log Σ_k α_k N(z; μ_k, σ²_k): [B, Z] → [B]. The gradient flows into the codes.</summary>
    public Tensor LogDensity(Tensor codes) => LogDensities(codes).Plus(Weight.log()).logsumexp(1);

    /// <summary>
    /// Log posterior of every component given a code, exact in log space: [B, Z] → [B, K]. The gradient flows into the codes.
    /// </summary>
    public Tensor LogPosterior(Tensor codes) => nn.functional.log_softmax(LogDensities(codes).Plus(Weight.log()), 1);

    /// <summary>
    /// The heaviest component and all others with a weight of at least <paramref name="threshold"/> and above 0, heaviest first.
    /// </summary>
    public int[] Alive(double threshold)
    {
        double[] weights = Weight.Doubles();
        double least = Math.Min(threshold, weights.Max());
        return
        [
            .. Enumerable.Range(0, weights.Length).Where(k => weights[k] > 0 && weights[k] >= least).OrderByDescending(k => weights[k]),
        ];
    }

    /// <summary>Checks that a component is alive.</summary>
    /// <param name="component">The component.</param>
    /// <param name="threshold">Weight below which it counts as dead.</param>
    /// <exception cref="InputException">It does not exist or is dead; the message lists the live ones.</exception>
    public void RequireAlive(int component, double threshold)
    {
        int[] alive = Alive(threshold);
        if (alive.Contains(component))
            return;
        string found = component >= 0 && component < Components ? "a dead one" : $"no such one (the model has 0 to {Components - 1})";
        throw new InputException($"component {component}", "", $"a live component: {string.Join(", ", alive.Order())}", found);
    }

    /// <summary>The same Gaussians under a hierarchy, with the weights that it gives them.</summary>
    public MixtureState With(LatentHierarchy hierarchy) => this with { Weight = hierarchy.ComponentWeights(), Hierarchy = hierarchy };

    /// <summary>The same mixture in another element type.</summary>
    public MixtureState To(ScalarType type) => new(Mean.to(type), Variance.to(type), Weight.to(type)) { Hierarchy = Hierarchy?.To(type) };

    /// <summary>Copies another state's values into this one's tensors. A hierarchy is dropped if the other has none.</summary>
    public void Assign(MixtureState other)
    {
        using IDisposable _ = no_grad();
        Mean.copy_(other.Mean);
        Variance.copy_(other.Variance);
        Weight.copy_(other.Weight);
        if (other.Hierarchy is not null && Hierarchy is not null)
        {
            Hierarchy.Assign(other.Hierarchy);
        }
        else
        {
            Hierarchy?.Dispose();
            Hierarchy = other.Hierarchy?.Detached();
        }
    }

    /// <summary>The same mixture on another device.</summary>
    internal MixtureState To(Device device) => new(Mean.to(device), Variance.to(device), Weight.to(device))
    {
        Hierarchy = Hierarchy?.To(device),
    };

    /// <summary>The same mixture, owned by the dispose scope around the current one.</summary>
    internal MixtureState MoveToOuterDisposeScope()
    {
        _ = (Mean.MoveToOuterDisposeScope(), Variance.MoveToOuterDisposeScope(), Weight.MoveToOuterDisposeScope());
        return this;
    }

    /// <summary>The same values in tensors of their own, free of any dispose scope.</summary>
    public MixtureState Detached() => new(
        Mean.detach().clone().DetachFromDisposeScope(),
        Variance.detach().clone().DetachFromDisposeScope(),
        Weight.detach().clone().DetachFromDisposeScope())
    {
        Hierarchy = Hierarchy?.Detached(),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Mean.Dispose();
        Variance.Dispose();
        Weight.Dispose();
        Hierarchy?.Dispose();
    }
}
