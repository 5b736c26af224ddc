namespace RpclPix2Seq;

/// <summary>Training diverged and cannot continue on its own.</summary>
/// <param name="step">Steps done.</param>
/// <param name="reason">What was wrong.</param>
/// <param name="checkpoint">The checkpoint to continue from.</param>
public sealed class DivergedException(long step, string reason, string checkpoint)
    : Exception(
        $"training diverged after {step} steps: {reason}; {checkpoint} is untouched: "
        + "continue from it with --resume and a lower learning_rate")
{
    /// <summary>Steps done.</summary>
    public long Step { get; } = step;
}
