using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;

namespace RpclPix2Seq;

/// <content>Training.</content>
public sealed partial class SketchModel
{
    /// <summary>Trains a model in a temporary folder, which is deleted at the end.</summary>
    /// <inheritdoc cref="TrainAsync(ModelConfig, SketchDataset, string, IProgress{TrainingProgress}, CancellationToken)"/>
    public static async Task<SketchModel> TrainAsync(
        ModelConfig config, SketchDataset data, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rpcl-");
        try
        {
            return await TrainAsync(config, data, Path.Combine(folder.FullName, "run"), progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Trains a model in a run folder, as <c>rpcl train --resume auto</c> does: a run that was begun there before is resumed.
    /// </summary>
    /// <param name="config">The settings. Categories, and the meaning of first rows if the data record it, are those of the data.</param>
    /// <param name="data">The sketches; those that <c>max_seq_len</c> and <c>num_per_category</c> exclude are left out.</param>
    /// <param name="folder">The run folder: a new one, or that of an earlier run with these settings and data.</param>
    /// <param name="progress">Told what is measured: every few seconds, at validations, and on the test split at the end.</param>
    /// <param name="cancellationToken">Ends the training after the current step; a checkpoint is written first.</param>
    /// <returns>The model with the lowest validation loss, or the last one if there is no validation split.</returns>
    /// <exception cref="InputException">
    /// A setting is out of range, the data do not suit it, the run was started with different settings, or something cannot be written.
    /// </exception>
    /// <exception cref="DivergedException">
    /// The weights or ten steps in a row are not finite, or the stroke loss is worse than at the start.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public static Task<SketchModel> TrainAsync(
        ModelConfig config, SketchDataset data, string folder, IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) => Task.Factory.StartNew(
        () => Train(config, data, folder, progress, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static SketchModel Train(
        ModelConfig config, SketchDataset data, string folder, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        config = (config with { Categories = data.Categories, FirstRow = data.FirstRow ?? config.FirstRow }).Validate();
        data = data.Within(config.NumPerCategory, config.MaxSeqLen, config.LargestOffset()).As(config.FirstRow);
        if (config.Threads > 0 || config.WaitPolicy != WaitPolicy.Active)
            TorchRuntime.Configure(new TorchRuntimeOptions { Threads = config.Threads, WaitPolicy = config.WaitPolicy });
        TorchRuntime.EnsureLoaded(); // applies the threads before anything is computed
        bool resumes = RunFolder.HasBegun(folder);
        using FileClaim claim = resumes ? RunFolder.Open(folder).Claim() : RunFolder.Start(folder, again: true);
        RunFolder run = RunFolder.At(folder);
        if (resumes)
            RequireSameRun(config, run);
        using (Trainer trainer = resumes ? Trainer.Resume(config, data, run) : Trainer.Start(config, data, run))
        {
            ProgressObserver observer = new(progress);
            TrainingOutcome outcome = trainer.Fit(observer, cancellationToken);
            if (outcome.Reason == StopReason.Interrupted)
                throw new OperationCanceledException(cancellationToken);
            if (outcome.Test is { } test)
                observer.Report(DatasetSplit.Test, test, TimeSpan.Zero);
        }

        return Load(folder, new ComputeOptions { Device = config.Device });
    }

    private static void RequireSameRun(ModelConfig config, RunFolder run)
    {
        if (config.FixedDifferenceFrom(ModelConfig.Load(run.ConfigFile)) is { } other)
        {
            throw new InputException(
                run.ConfigFile, other.Key.Name, $"{other.Here}, as the settings say", other.There,
                "a resumed run keeps its model, data and seed: pass the run's own settings, or name a new folder");
        }
    }

    private sealed class ProgressObserver(IProgress<TrainingProgress>? progress) : ITrainingObserver
    {
        private int _refused;

        public void Report(DatasetSplit split, StepMetrics metrics, TimeSpan? remaining) =>
            progress?.Report(new TrainingProgress(split, metrics, remaining, _refused));

        public void OnSteps(StepMetrics metrics, TimeSpan? remaining) => Report(DatasetSplit.Train, metrics, remaining);

        public void OnValidation(StepMetrics metrics, bool improved, int badValidations) => Report(DatasetSplit.Valid, metrics, null);

        public void OnCheckpoint(string path)
        {
        }

        public void OnRefused(RefusedStep refused) => _refused++;
    }
}

/// <summary>What was measured during training.</summary>
/// <param name="Split">Train: means over the last steps; valid and test: means over the whole split.</param>
/// <param name="Metrics">The losses.</param>
/// <param name="Remaining">The time that is left of the budget, if it is known.</param>
/// <param name="Refused">Steps that were not taken so far, because their loss or gradient was not finite.</param>
public sealed record TrainingProgress(DatasetSplit Split, StepMetrics Metrics, TimeSpan? Remaining, int Refused);
