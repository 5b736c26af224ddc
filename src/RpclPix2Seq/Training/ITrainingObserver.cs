namespace RpclPix2Seq.Training;

/// <summary>Is told how a run goes on; called on the training thread.</summary>
public interface ITrainingObserver
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

    /// <summary>A step was refused; training goes on without it.</summary>
    void OnRefused(RefusedStep refused);
}
