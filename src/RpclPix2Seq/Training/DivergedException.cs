namespace RpclPix2Seq.Training;

/// <summary>The loss is no longer a finite number; the last checkpoint is still good.</summary>
public sealed class DivergedException(long step, string checkpoint)
    : Exception($"training diverged at step {step}: the loss is not finite; the last checkpoint, {checkpoint}, is untouched: resume it with a lower learning_rate")
{
    /// <summary>The step whose loss was not finite.</summary>
    public long Step { get; } = step;
}
