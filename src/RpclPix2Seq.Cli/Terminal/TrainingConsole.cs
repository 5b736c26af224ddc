using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Shows a training run on the console: a line redrawn in place on a terminal, an occasional line elsewhere.</summary>
internal sealed class TrainingConsole : ITrainingObserver, IDisposable
{
    private readonly CliHost _host;
    private readonly ProgressReport _progress;
    private readonly int _patience;
    private readonly Action? _validated;

    /// <param name="host">Where it is shown.</param>
    /// <param name="config">The budget.</param>
    /// <param name="sketches">Sketches per epoch.</param>
    /// <param name="steps">Steps that were done before.</param>
    /// <param name="validated">Called after each validation.</param>
    public TrainingConsole(CliHost host, ModelConfig config, int sketches, long steps = 0, Action? validated = null)
    {
        _validated = validated;
        _host = host;
        _patience = config.Patience;

        // If the budget is in minutes, the number of steps is unknown.
        _progress = new ProgressReport(
            host, "training", "steps", config.MaxMinutes > 0 ? null : (long)MostSteps(config, sketches), start: steps);
    }

    /// <summary>The steps that a budget allows, minutes aside.</summary>
    public static double MostSteps(ModelConfig config, int sketches) =>
        Math.Min(config.NumSteps, config.NumEpochs * Math.Ceiling((double)sketches / config.BatchSize));

    /// <inheritdoc/>
    public void OnSteps(StepMetrics metrics, TimeSpan? remaining)
    {
        string left = remaining is { } time && time < TimeSpan.FromDays(30) ? $", at most {Durations.Clock(time)} left" : "";
        _progress.Report(
            metrics.Step, $"epoch {metrics.Epoch:F2}, {Losses(metrics)}, {Durations.Rate(metrics.SketchesPerSecond)} sketches/s{left}");
    }

    /// <inheritdoc/>
    public void OnValidation(StepMetrics metrics, bool improved, int badValidations)
    {
        string verdict = improved ? "best strokes so far" : $"strokes no better for {badValidations} of {_patience} validations";
        _progress.Note($"validation at step {metrics.Step}, epoch {metrics.Epoch:F2}: {Losses(metrics)}: {verdict}");
        _validated?.Invoke();
    }

    /// <inheritdoc/>
    public void OnCheckpoint(string path)
    {
        if (_host.Debug)
            _progress.Note($"checkpoint {path}");
    }

    /// <inheritdoc/>
    public void OnRefused(RefusedStep refused) => _progress.Warn($"step {refused.Step} was left out: {refused.Explanation}");

    /// <inheritdoc/>
    public void Dispose() => _progress.Dispose();

    private static string Losses(StepMetrics m) =>
        $"loss {m.Loss:F1}, strokes {m.SequenceLoss:F2}, pixels {m.PixelLoss:F1}, latent {m.WeightLoss + m.GaussianLoss:F1} at weight "
        + $"{m.LatentWeight:G2}, {m.ComponentsAlive} components{(m.CategoryLoss is { } category ? $", category {category:F2}" : "")}";
}
