namespace RpclPix2Seq.Training;

/// <summary>A step that was not taken, because its loss or its gradient is not finite.</summary>
/// <param name="Step">t of the step.</param>
/// <param name="Reason">Why.</param>
/// <param name="InRow">How many steps in a row were refused, this one included.</param>
/// <param name="Sketches">The sketches of its batch that are to blame: alone, each of them has the same fault. Empty if none has, or all have.</param>
public sealed record RefusedStep(long Step, string Reason, int InRow, IReadOnlyList<string> Sketches)
{
    /// <summary>The reason, and who is to blame.</summary>
    public string Explanation => Sketches.Count == 0 ? Reason : $"{Reason} because of {string.Join(", ", Sketches)}";
}

/// <summary>Training diverged and cannot go on by itself.</summary>
/// <param name="step">Steps done.</param>
/// <param name="reason">What was wrong.</param>
/// <param name="checkpoint">The checkpoint to go on from.</param>
public sealed class DivergedException(long step, string reason, string checkpoint)
    : Exception($"training diverged after {step} steps: {reason}; {checkpoint} is untouched: go on from it with --resume and a lower learning_rate")
{
    /// <summary>Steps done.</summary>
    public long Step { get; } = step;
}
