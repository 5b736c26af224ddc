using RpclPix2Seq.Models;

namespace RpclPix2Seq.Training.Checkpoints;

/// <summary>What a checkpoint says beside its tensors.</summary>
/// <param name="Progress">Where the run stood.</param>
/// <param name="Memory">What it remembered.</param>
/// <param name="Facts">What its model knew of its making.</param>
/// <param name="Best">The number of the best checkpoint then; 0 for none.</param>
public sealed record RestoredCheckpoint(TrainingProgress Progress, TrainingMemory Memory, ModelFacts Facts, long Best);
