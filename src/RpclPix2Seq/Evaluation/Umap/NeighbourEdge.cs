namespace RpclPix2Seq.Evaluation.Umap;

/// <summary>Two codes that are near to each other.</summary>
/// <param name="First">The lower index.</param>
/// <param name="Second">The higher index.</param>
/// <param name="Weight">How sure that is, above 0 to 1.</param>
internal readonly record struct NeighbourEdge(int First, int Second, double Weight);
