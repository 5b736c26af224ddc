namespace RpclPix2Seq.Training;

/// <summary>A return to an earlier checkpoint because training diverged.</summary>
/// <param name="Step">The step that was gone back to.</param>
/// <param name="DivergedAt">The step that could not be taken.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Number">How many such returns there have been, this one included.</param>
/// <param name="RateFactor">What the learning rate is multiplied with from now on.</param>
/// <param name="Skipped">The batch that is left out from now on.</param>
public sealed record Rollback(long Step, long DivergedAt, string Reason, int Number, double RateFactor, SkippedBatch Skipped);
