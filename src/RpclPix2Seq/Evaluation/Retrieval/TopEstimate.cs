namespace RpclPix2Seq.Evaluation.Retrieval;

/// <summary>How many queries find their own code among the n nearest.</summary>
/// <param name="Top">n.</param>
/// <param name="Hits">Their share.</param>
public sealed record TopEstimate(int Top, Estimate Hits);
