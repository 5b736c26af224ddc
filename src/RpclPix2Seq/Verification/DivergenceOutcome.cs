namespace RpclPix2Seq.Verification;

/// <summary>How a run took something that makes training diverge.</summary>
/// <param name="Case">What was done to it.</param>
/// <param name="Result">What it did.</param>
/// <param name="Rollbacks">How often it went back.</param>
/// <param name="Steps">Where it ended.</param>
/// <param name="RateFactor">What its learning rate is multiplied with at the end.</param>
/// <param name="IsKept">Whether its newest checkpoint is whole, and finite.</param>
/// <param name="Message">What it said, if it stopped.</param>
public sealed record DivergenceOutcome(string Case, DivergenceResult Result, int Rollbacks, long Steps, double RateFactor, bool IsKept, string Message)
{
    /// <summary>Whether nothing was lost: it recovered, or said what is wrong and left a checkpoint, or refused to begin.</summary>
    public bool Passes => Result == DivergenceResult.Refused || (Result != DivergenceResult.Failed && IsKept);
}
