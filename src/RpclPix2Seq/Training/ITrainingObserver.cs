namespace RpclPix2Seq.Training;

/// <summary>Receives the progress of a run; called on the training thread.</summary>
internal interface ITrainingObserver
{
    /// <summary>Some steps were done.</summary>
    /// <param name="metrics">Means since the last call.</param>
    /// <param name="remaining">What is left of the smallest budget, or null if there is none.</param>
    void OnSteps(StepMetrics metrics, TimeSpan? remaining);

    /// <summary>The validation split was evaluated.</summary>
    /// <param name="metrics">Means over the split.</param>
    /// <param name="improved">Whether it is the best so far.</param>
    /// <param name="badValidations">Validations in a row without improvement.</param>
    void OnValidation(StepMetrics metrics, bool improved, int badValidations);

    /// <summary>A checkpoint was written.</summary>
    void OnCheckpoint(string path);

    /// <summary>A step was refused; training continues without it.</summary>
    void OnRefused(RefusedStep refused);
}

/// <summary>A step that was not taken, because its loss or its gradient is not finite.</summary>
/// <param name="Step">t of the step.</param>
/// <param name="Reason">Why.</param>
/// <param name="InRow">How many steps in a row were refused, this one included.</param>
/// <param name="Sketches">The sketches of its batch that cause the fault: each of them also fails on its own. Empty if none does, or all
/// do.</param>
internal sealed record RefusedStep(long Step, string Reason, int InRow, IReadOnlyList<string> Sketches)
{
    /// <summary>The reason, and the sketches that cause it.</summary>
    public string Explanation => Sketches.Count == 0 ? Reason : $"{Reason} because of {string.Join(", ", Sketches)}";
}
