namespace RpclPix2Seq.Training;

/// <summary>Training diverged and cannot go on by itself; the last checkpoint is still good.</summary>
/// <param name="step">The step that could not be taken.</param>
/// <param name="checkpoint">The last checkpoint.</param>
/// <param name="reason">What was wrong.</param>
/// <param name="saved">Where the batch was saved; null if it was not.</param>
public sealed class DivergedException(long step, string checkpoint, string reason = "the loss is not finite", string? saved = null)
    : Exception($"training diverged at step {step}: {reason}; the last checkpoint, {checkpoint}, is untouched: resume it with a lower learning_rate"
        + (saved is null ? "" : $"; the batch is in {saved}"))
{
    /// <summary>The step that could not be taken.</summary>
    public long Step { get; } = step;
}
