namespace RpclPix2Seq.Evaluation;

/// <summary>How many sketches of a category there are.</summary>
/// <param name="Category">Its name.</param>
/// <param name="Count">How many.</param>
public sealed record CategoryCount(string Category, int Count);
