namespace RpclPix2Seq.Evaluation;

/// <summary>On what it was measured.</summary>
/// <param name="Path">The data, as they were named.</param>
/// <param name="Split">train, valid or test.</param>
/// <param name="Sketches">How many sketches.</param>
/// <param name="Categories">How many of each category, 0 of some perhaps, in the model's order.</param>
/// <param name="Samples">The folder of samples that was measured instead of fresh drawings, as it was named, or null.</param>
public sealed record EvaluatedData(string Path, string Split, int Sketches, IReadOnlyList<CategoryCount> Categories, string? Samples);
