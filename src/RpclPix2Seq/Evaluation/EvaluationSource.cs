namespace RpclPix2Seq.Evaluation;

/// <summary>Where what is measured comes from, as it was named: for the report alone.</summary>
/// <param name="Model">The model.</param>
/// <param name="Data">The data.</param>
/// <param name="Split">train, valid or test.</param>
/// <param name="Classifier">The classifier, or null for none.</param>
/// <param name="Samples">The folder of samples, or null for fresh drawings.</param>
public sealed record EvaluationSource(string Model, string Data, string Split, string? Classifier = null, string? Samples = null);
