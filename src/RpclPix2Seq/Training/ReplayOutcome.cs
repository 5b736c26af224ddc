using RpclPix2Seq.Models;

namespace RpclPix2Seq.Training;

/// <summary>What came of going through a stretch of a run again.</summary>
/// <param name="From">The checkpoint that it began at.</param>
/// <param name="To">The checkpoint that it should come to.</param>
/// <param name="Tensors">How many tensors were compared.</param>
/// <param name="Different">The names of those that are not the same, bit by bit.</param>
public sealed record ReplayOutcome(RunCheckpoint From, RunCheckpoint To, int Tensors, IReadOnlyList<string> Different);
