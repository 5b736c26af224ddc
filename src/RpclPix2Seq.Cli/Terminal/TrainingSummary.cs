using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Says how a training run ended.</summary>
internal static class TrainingSummary
{
    /// <summary>Writes the summary: JSON, or human-readable lines.</summary>
    public static void Write(TrainingOutcome outcome, RunFolder run, bool json, CliHost host)
    {
        if (json)
        {
            host.Out.Write(RecordJson.Render(
                new
                {
                    run = run.Path,
                    reason = Reason(outcome),
                    steps = outcome.Progress.Step,
                    epochs = outcome.Progress.Epoch,
                    seconds = outcome.Progress.Seconds,
                    best_valid_sequence_loss = double.IsFinite(outcome.Progress.BestLoss) ? outcome.Progress.BestLoss : (double?)null,
                    best_step = outcome.Progress.BestStep,
                    test_sequence_loss = outcome.Test?.SequenceLoss,
                    test_pixel_loss = outcome.Test?.PixelLoss,
                    communication_share = outcome.Communication?.Share,
                    bytes_per_step = outcome.Communication?.BytesPerStep,
                    components_alive = outcome.Components.Count,
                    components = outcome.Components,
                }));
            return;
        }

        host.Say($"stopped after {outcome.Progress.Step} {(outcome.Progress.Step == 1 ? "step" : "steps")} in "
            + $"{Durations.Elapsed(TimeSpan.FromSeconds(outcome.Progress.Seconds))}: "
            + $"{Reason(outcome)}");
        if (double.IsFinite(outcome.Progress.BestLoss))
            host.Say($"best validation: strokes {outcome.Progress.BestLoss:F3} at step {outcome.Progress.BestStep}");
        if (outcome.Test is { } test)
            host.Say($"test of the best: strokes {test.SequenceLoss:F3}, pixels {test.PixelLoss:F1}");
        if (outcome.Communication is { } between)
        {
            host.Say($"{between.Ranks} ranks: {100 * between.Share:F1} % of the time in communication, "
                + $"{between.BytesPerStep:N0} bytes sent by each in a step");
        }

        host.Say($"{Plural.Of(outcome.Components.Count, "component")} alive: {string.Join(", ", outcome.Components)}");
        string model = double.IsFinite(outcome.Progress.BestLoss) ? $"the best model in {run.Best}" : $"its model in {run.Last}";
        host.Say($"the run is in {run.Path}, {model}");
        host.Say(outcome.Reason == StopReason.Interrupted
            ? $"next: rpcl train --resume {run.Path}"
            : $"next: rpcl sample {run.Path}; rpcl reconstruct {run.Path}; rpcl components {run.Path}; rpcl report {run.Path} --open");
    }

    private static string Reason(TrainingOutcome outcome) => outcome.Reason switch
    {
        StopReason.Budget => "the budget is spent",
        StopReason.Patience => $"the stroke loss of validation has not improved for {outcome.Progress.BadValidations} validations, "
            + $"{outcome.Progress.Step - outcome.Progress.BestStep} steps",
        _ => "interrupted",
    };
}
