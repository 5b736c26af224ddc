namespace RpclPix2Seq.Evaluation.Retrieval;

/// <summary>The retrieval of one category's sketches, in the gallery of all.</summary>
/// <param name="Category">Its name.</param>
/// <param name="Count">How many sketches of it there are.</param>
/// <param name="Tops">For each n; empty where there is no sketch.</param>
public sealed record CategoryRetrieval(string Category, int Count, IReadOnlyList<TopEstimate> Tops);
