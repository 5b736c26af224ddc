using RpclPix2Seq.Training;

namespace RpclPix2Seq.Tests.Training;

/// <summary>Records what a trainer reports, and runs a test's actions at those moments.</summary>
internal sealed class Recorder : ITrainingObserver
{
    public List<StepMetrics> Steps { get; } = [];

    public List<(StepMetrics Metrics, bool Improved, int Bad)> Validations { get; } = [];

    public List<string> Checkpoints { get; } = [];

    public List<RefusedStep> Refused { get; } = [];

    public Action<StepMetrics> WhenSteps { get; init; } = _ => { };

    public Action<string> WhenCheckpoint { get; init; } = _ => { };

    public void OnSteps(StepMetrics metrics, TimeSpan? remaining)
    {
        Steps.Add(metrics);
        WhenSteps(metrics);
    }

    public void OnValidation(StepMetrics metrics, bool improved, int badValidations) =>
        Validations.Add((metrics, improved, badValidations));

    public void OnCheckpoint(string path)
    {
        Checkpoints.Add(path);
        WhenCheckpoint(path);
    }

    public void OnRefused(RefusedStep refused) => Refused.Add(refused);
}
