namespace RpclPix2Seq.Training;

/// <summary>A batch of an epoch that is left out.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Attempt">How often the epoch was started over.</param>
/// <param name="Batch">Its position in the epoch's order.</param>
public sealed record SkippedBatch(long Epoch, long Attempt, int Batch);
