using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// A level of I parents above the J components of the mixture: p(z) = Σ_i w_i Σ_j p(j|i)·N(z; μ_j, σ²_j). Component j has the weight α_j =
/// Σ_i w_i·p(j|i), and a code says something about the parents only through the components: p(j, i|z) = γ_j(z)·p(i|j) with p(i|j) =
/// w_i·p(j|i)/α_j.
/// </summary>
/// <param name="Weight">w [I], sums to 1; 0 for a parent that has lost everything.</param>
/// <param name="Conditional">p(j|i) [J, I]; every column sums to 1.</param>
internal sealed record LatentHierarchy(Tensor Weight, Tensor Conditional) : IDisposable
{
    /// <summary>I.</summary>
    public int Count => (int)Weight.shape[0];

    /// <summary>
    /// The initial hierarchy: equal weights, and p(j|i) proportional to 1 + J where j = i and to 1 elsewhere (docs/original.md §15).
    /// </summary>
    public static LatentHierarchy Initial(int components, int count, ScalarType type, Device device)
    {
        Tensor favor = eye(components, count, float64, device).Times(components).Plus(1);
        return new LatentHierarchy(empty([count], type, device).Filled(1.0 / count), (favor / favor.sum([0L])).to(type));
    }

    /// <summary>The hierarchy in which the components have given weights and parents.</summary>
    /// <param name="weight">α [J], sums to 1.</param>
    /// <param name="parents">p(i|j) [J, I]; every row sums to 1.</param>
    /// <returns>In the type of <paramref name="weight"/>.</returns>
    public static LatentHierarchy Of(Tensor weight, Tensor parents)
    {
        Tensor joint = parents.to(float64) * weight.to(float64).unsqueeze(1);
        Tensor sums = joint.sum([0L]);
        Tensor conditional = where(sums.IsAbove(0), joint / sums, empty_like(joint).Filled(1.0 / joint.shape[0]));
        return new LatentHierarchy((sums / sums.sum()).to(weight.dtype), conditional.to(weight.dtype));
    }

    /// <summary>p(i|j) [J, I] in float64, every row sums to 1; uniform if a component has no weight.</summary>
    public Tensor Parents()
    {
        Tensor joint = Conditional.to(float64) * Weight.to(float64);
        Tensor sums = joint.sum([1L], keepdim: true);
        return where(sums.IsAbove(0), joint / sums, empty_like(joint).Filled(1.0 / Count));
    }

    /// <summary>α_j = Σ_i w_i·p(j|i) [J].</summary>
    public Tensor ComponentWeights() => mm(Conditional.to(float64), Weight.to(float64).unsqueeze(1)).squeeze(1).to(Weight.dtype);

    /// <summary>The same hierarchy in another element type.</summary>
    public LatentHierarchy To(ScalarType type) => new(Weight.to(type), Conditional.to(type));

    /// <summary>The same hierarchy on another device.</summary>
    public LatentHierarchy To(Device device) => new(Weight.to(device), Conditional.to(device));

    /// <summary>Copies another's values into this one's tensors.</summary>
    public void Assign(LatentHierarchy other)
    {
        Weight.copy_(other.Weight);
        Conditional.copy_(other.Conditional);
    }

    /// <summary>The same values in tensors of their own, free of any dispose scope.</summary>
    public LatentHierarchy Detached() => new(
        Weight.clone().DetachFromDisposeScope(), Conditional.clone().DetachFromDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        Weight.Dispose();
        Conditional.Dispose();
    }
}
