using RpclPix2Seq.Evaluation.Retrieval;

namespace RpclPix2Seq.Evaluation;

/// <summary>How it was measured.</summary>
/// <param name="Temperature">τ of the drawings; 0 for greedy.</param>
/// <param name="PenTemperature">τ of the drawings' pen; null for the same, or for greedy.</param>
/// <param name="Seed">Seed of the drawings and masks.</param>
/// <param name="MaxLength">Most rows a drawing could get.</param>
/// <param name="Direction">What was looked for among what.</param>
/// <param name="Counting">How many places counted.</param>
/// <param name="Resamples">Resamples of the intervals.</param>
/// <param name="Confidence">The share of resamples that the intervals hold.</param>
/// <param name="BootstrapSeed">Seed of the resamples.</param>
/// <param name="Classifier">The classifier's folder, as it was named, or null for none.</param>
/// <param name="ClassifierVariant">Which classifier it is, or null for none.</param>
public sealed record EvaluationSettings(
    double Temperature, double? PenTemperature, long Seed, int MaxLength, RetrievalDirection Direction, RetrievalCounting Counting, int Resamples, double Confidence, long BootstrapSeed,
    string? Classifier, string? ClassifierVariant);
