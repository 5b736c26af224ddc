using RpclPix2Seq.Evaluation.Classifier;
using RpclPix2Seq.Evaluation.Retrieval;

namespace RpclPix2Seq.Evaluation;

/// <summary>What was measured of drawings after whole or masked pictures.</summary>
/// <param name="Masked">Which share of the pictures' ink was to be masked; 0 for whole ones.</param>
/// <param name="MaskedInFact">Which share was, in the mean over the pictures.</param>
/// <param name="Retrieval">Ret; the codes of originals are those of whole pictures.</param>
/// <param name="Recognition">Rec, or null without a classifier.</param>
public sealed record ConditionReport(double Masked, double MaskedInFact, RetrievalReport Retrieval, RecognitionReport? Recognition);
