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
internal sealed record TrainingOutcome(StopReason Reason, TrainingState Progress, IReadOnlyList<int> Components, StepMetrics? Test)
{
    /// <summary>What ranks sent to each other; null for one rank.</summary>
    public Communication? Communication { get; init; }
}

/// <summary>What ranks sent to each other since they began.</summary>
/// <param name="Ranks">How many they are.</param>
/// <param name="Share">The share of the time that this rank was busy with it, waiting for slower ranks included.</param>
/// <param name="BytesPerStep">Bytes that this rank sent in a step, on average.</param>
internal sealed record Communication(int Ranks, double Share, double BytesPerStep);
