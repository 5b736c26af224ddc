namespace RpclPix2Seq.Latent;

/// <summary>How a parent and a component belong together.</summary>
/// <param name="Component">j.</param>
/// <param name="Probability">p(j|i): how much of the parent is this component.</param>
/// <param name="Share">p(i|j): the parent's posterior, given the component.</param>
public sealed record HierarchyBranch(int Component, double Probability, double Share);
