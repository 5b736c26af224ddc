namespace RpclPix2Seq.Latent;

/// <summary>A component of a mixture of two levels.</summary>
/// <param name="Component">j.</param>
/// <param name="Weight">α_j.</param>
/// <param name="Parent">Its likeliest parent: argmax_i p(i|j).</param>
public sealed record HierarchyLeaf(int Component, double Weight, int Parent);
