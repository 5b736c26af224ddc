namespace RpclPix2Seq.Training;

/// <summary>Why a run ended.</summary>
internal enum StopReason
{
    /// <summary>The budget of steps, epochs or minutes is spent.</summary>
    Budget,

    /// <summary>The validation loss did not improve for as many validations as patience allows.</summary>
    Patience,

    /// <summary>It was asked to stop; a checkpoint was written.</summary>
    Interrupted,
}

/// <summary>How a run ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Progress">Its progress.</param>
/// <param name="Components">The live components of the latent mixture, heaviest first.</param>
/// <param name="Test">The best model's metrics on the test split, or null if that is empty or the run was interrupted.</param>
internal sealed record TrainingOutcome(StopReason Reason, TrainingProgress Progress, IReadOnlyList<int> Components, StepMetrics? Test);

/// <summary>Training diverged and cannot continue on its own.</summary>
/// <param name="step">Steps done.</param>
/// <param name="reason">What was wrong.</param>
/// <param name="checkpoint">The checkpoint to continue from.</param>
internal sealed class DivergedException(long step, string reason, string checkpoint)
    : Exception(
        $"training diverged after {step} steps: {reason}; {checkpoint} is untouched: go on from it with --resume and a lower learning_rate")
{
    /// <summary>Steps done.</summary>
    public long Step { get; } = step;
}
