namespace RpclPix2Seq.Evaluation.Analysis;

/// <summary>What a component has of a category.</summary>
/// <param name="Category">The category.</param>
/// <param name="Count">Sketches of the category that belong to the component.</param>
/// <param name="OfComponent">Their share of the component's sketches, 0 to 1; 0 for a component without sketches.</param>
/// <param name="OfCategory">Their share of the category's sketches, 0 to 1; 0 for a category without sketches.</param>
public sealed record CategoryShare(string Category, int Count, double OfComponent, double OfCategory);
