namespace RpclPix2Seq.Evaluation.Classifier;

/// <summary>How many sketches of one category are told right.</summary>
/// <param name="Category">Its name.</param>
/// <param name="Count">How many sketches of it there are.</param>
/// <param name="Accuracy">The share; null where there is no sketch.</param>
public sealed record CategoryRecognition(string Category, int Count, Estimate? Accuracy);
