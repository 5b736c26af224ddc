namespace RpclPix2Seq.Latent;

/// <summary>A parent of components.</summary>
/// <param name="Parent">i.</param>
/// <param name="Weight">w_i.</param>
/// <param name="Children">Every live component, the likeliest first.</param>
public sealed record HierarchyNode(int Parent, double Weight, IReadOnlyList<HierarchyBranch> Children);
