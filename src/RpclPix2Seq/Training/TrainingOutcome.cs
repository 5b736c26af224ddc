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
internal sealed record TrainingOutcome(StopReason Reason, TrainingState Progress, IReadOnlyList<int> Components, StepMetrics? Test);
