namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>What became of a stretch of executions of one target.</summary>
/// <param name="Executions">How many there were.</param>
/// <param name="Elapsed">How long they took.</param>
/// <param name="Findings">One of each bug, minimized.</param>
internal sealed record FuzzResult(long Executions, TimeSpan Elapsed, IReadOnlyList<Finding> Findings);
