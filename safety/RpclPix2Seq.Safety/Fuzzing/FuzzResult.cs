namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>The result of a range of executions of one target.</summary>
/// <param name="Executions">The number of executions.</param>
/// <param name="Elapsed">How long they took.</param>
/// <param name="Findings">One of each bug, minimized.</param>
internal sealed record FuzzResult(long Executions, TimeSpan Elapsed, IReadOnlyList<Finding> Findings);
