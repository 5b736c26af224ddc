using System.Globalization;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.Training.Checkpoints;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <content>Reports, validations, checkpoints, and steps that cannot be taken.</content>
internal sealed partial class Trainer
{
    private const int MostRefused = 10;
    private TrainingState? _saved;
    private TimeSpan _savedAt;

    /// <summary>
    /// Writes a line of metrics. When lines are written depends on the step alone, so that a resumed run writes the same ones.
    /// </summary>
    private void Report(Running run, int batches)
    {
        StepMetrics metrics = Take(_meter, batches);
        run.Files?.Log.Write("train", metrics);
    }

    private void Show(Running run, int batches) => run.Observer?.OnSteps(Take(_shown, batches), Remaining(batches));

    private StepMetrics Take(LossMeter meter, int batches) => meter.Take(
        _progress.Step, _progress.Epoch + ((double)_progress.BatchInEpoch / batches),
        _session.Model.Mixture.Alive(_config.ComponentThreshold).Length,
        Schedules.LearningRate(_config, _progress.Step), _progress.Seconds - meter.Began);

    private void Validate(Running run, double epochFraction)
    {
        bool improved = true;
        if (_data.Valid.Count > 0)
        {
            StepMetrics metrics = Validation.Evaluate(
                _session.Model, _config, _data.Valid, _strokeScale, _longest, _progress.Step, _progress.Epoch + epochFraction,
                CancellationToken.None, _ranks);
            run.Files?.Log.Write("valid", metrics);
            improved = metrics.SequenceLoss < _progress.BestLoss;
            _progress = improved
                ? _progress with { BestLoss = metrics.SequenceLoss, BestStep = _progress.Step, BadValidations = 0 }
                : _progress with { BadValidations = _progress.BadValidations + 1 };
            run.Observer?.OnValidation(metrics, improved, _progress.BadValidations);
        }

        _progress = _progress with { ValidatedStep = _progress.Step, ValidatedEpoch = _progress.Epoch };
        RequireLearned(run, improved);
        if (!improved && _config.Compat == Compatibility.Reference && _best > 0)
            TryAgain(run);
        run.Files?.History.Show(_session.Model.Mixture, _progress.Step);
        run.Files?.Redrawings.Show(new LoadedModel(_session.Model, _config, Facts), _progress.Step);
        Save(run, isBest: improved);
    }

    /// <summary>
    /// The original goes back to the best checkpoint after a validation without improvement, and tries another shuffle (defect D-12).
    /// </summary>
    private void TryAgain(Running run)
    {
        TrainingState failed = _progress;
        Collect(run, wait: true);
        if (run.Files is not null)
        {
            RunCheckpoint best = RunCheckpoints.List(_folder).FirstOrDefault(checkpoint => checkpoint.Number == _best)
                ?? throw new InputException(
                    _folder.Best, "", "the best checkpoint, to which compat=reference returns", "none",
                    "it was damaged or deleted: start a new run");
            _progress = Checkpoint.Restore(best.Folder, _session).Progress with
            {
                BadValidations = failed.BadValidations,
                Attempt = failed.BadValidations,
                Seconds = failed.Seconds,
                ReachedStep = Math.Max(failed.Step, failed.ReachedStep),
                ReachedEpoch = Math.Max(failed.Epoch, failed.ReachedEpoch),
            };
        }

        Share();
    }

    /// <summary>Reports that a step was refused, and which sketches cause it.</summary>
    /// <exception cref="DivergedException">Training cannot continue.</exception>
    private void Refuse(Running run, string why, int[] indices)
    {
        long step = _progress.Step - 1;
        if (!IsFinite())
            throw Diverged(run, "the weights are not finite");

        // Each rank tries its share: while one tried all, the others would wait longer than rank_timeout.
        bool[] isUnfit = new bool[indices.Length];
        for (int i = 0; i < indices.Length; i++)
            isUnfit[i] = _ranks.Has(i) && !IsFit(indices[i], step);
        _ranks.Share(isUnfit.AsSpan(), 1, 1);
        int[] unfit = [.. indices.Where((_, i) => isUnfit[i])];
        string[] names = unfit.Length < indices.Length || indices.Length == 1 ? [.. unfit.Select(NameOf)] : [];
        RefusedStep refused = new(step, why, _progress.RefusedInRow, names);
        run.Files?.Log.Write(refused);
        run.Observer?.OnRefused(refused);
        if (refused.InRow >= MostRefused)
            throw Diverged(run, $"{refused.InRow} steps in a row could not be taken, the last because {refused.Explanation}");
    }

    private bool IsFit(int index, long step)
    {
        using IDisposable scope = NewDisposeScope();
        return _session.IsFit(_maker.Make([index], augment: false).ToTensors(_session.Model.Type, _session.Model.Device), step);
    }

    private string NameOf(int index)
    {
        LabeledSketch sketch = _data.Train[index];
        return $"sketch {sketch.Index} of {_data.Categories[sketch.Category]} (train, {sketch.Sketch.Length} rows)";
    }

    private DivergedException Diverged(Running run, string reason)
    {
        Collect(run, wait: true);
        return new DivergedException(
            _progress.Step, reason, RunCheckpoints.List(_folder) is [{ Folder: { } newest }, ..] ? newest : _folder.Last);
    }

    /// <summary>
    /// Ends a run that has undone what it had learned. Checkpoints written since the best one hold the spoiled model and are set aside.
    /// </summary>
    private void RequireLearned(Running run, bool improved)
    {
        bool isUndone = _watch.IsUndone && _config.Compat == Compatibility.Default && (!improved || _data.Valid.Count == 0);
        double mean = _watch.Mean;
        _watch.Restart();
        if (!isUndone)
            return;
        Collect(run, wait: true);
        if (run.Files is not null)
        {
            foreach (RunCheckpoint later in RunCheckpoints.List(_folder).Where(checkpoint => _best > 0 && checkpoint.Number > _best))
                Checkpoint.SetAside(later.Folder);
            RunCheckpoints.Link(_folder);
        }

        throw Diverged(
            run,
            string.Create(
                CultureInfo.InvariantCulture,
                $"the stroke loss per row is {mean:G4}, worse than the {_watch.State.First:G4} at the start of the run"));
    }

    private void Adopt(RestoredCheckpoint restored)
    {
        (_progress, _memory, _best) = (restored.Progress, restored.Memory with { Data = _identity }, restored.Best);
        _saved = _progress;
        _meter.State = _memory.Meter;
        _shown.State = new MeterState { Began = _progress.Seconds };
        _watch.State = _memory.Watch;
    }

    private StepMetrics? Test(MetricsLog? log, CancellationToken cancellationToken)
    {
        if (_data.Test.Count == 0 || _ranks.Any(cancellationToken.IsCancellationRequested))
            return null;
        using LoadedModel? best = _ranks.Rank == 0 ? ModelFolder.Load(_folder.Path, _session.Model.Device) : null;
        if (best is not null)
            best.Model.Precision = _session.Model.Precision; // which the ranks have agreed on
        (long step, long epoch) = ShareBest(best);
        try
        {
            StepMetrics metrics = Validation.Evaluate(
                best?.Model ?? _session.Model, _config, _data.Test, _strokeScale, _longest, step, epoch, cancellationToken, _ranks);
            log?.Write("test", metrics);
            return metrics;
        }
        catch (OperationCanceledException)
        {
            return null; // training itself is done and saved
        }
    }

    private bool IsCheckpointDue() =>
        _agreed.IsCheckpointDue || (_config.CheckpointSteps > 0 && _progress.Step % _config.CheckpointSteps == 0);

    /// <summary>Writes a checkpoint, unless this state has already been saved.</summary>
    /// <param name="run">The run's working objects.</param>
    /// <param name="waits">Whether to wait for the disk.</param>
    /// <param name="isBest">Whether it is the best one.</param>
    private void Save(Running run, bool waits = false, bool isBest = false)
    {
        if (_progress == _saved)
        {
            Collect(run, waits);
            return;
        }

        if (!IsFinite())
            throw Diverged(run, "the weights are not finite");
        RequireEqual();
        Collect(run, wait: true);
        if (isBest)
            _best = run.Files?.Store.NextNumber ?? 1; // where nothing is written, it only matters that there is one
        if (run.Files is { } files)
            Write(run, files, waits);
        (_saved, _savedAt) = (_progress, _clock.Elapsed);
    }

    private void Write(Running run, RunFiles files, bool waits)
    {
        _memory = _memory with
        {
            Meter = _meter.State,
            Watch = _watch.State,
            MetricsLength = files.Log.Flush(),
            HistoryLength = files.History.Flush(),
            History = files.History.Remember(),
            RedrawingsLength = files.Redrawings.Flush(),
            LastRedrawing = files.Redrawings.Last,
        };
        Tell(run, files.Store.Begin(Checkpoint.Prepare(_session, _config, Facts, _progress, _memory), _best, waits));
    }

    /// <summary>Reports a checkpoint that is written by now.</summary>
    private static void Collect(Running run, bool wait)
    {
        if (run.Files is { } files)
            Tell(run, files.Store.Collect(wait));
    }

    private static void Tell(Running run, IReadOnlyList<string> checkpoints)
    {
        foreach (string folder in checkpoints)
            run.Observer?.OnCheckpoint(folder);
    }

    /// <summary>Whether the model is worth keeping: damage done by a step shows only in the loss of the next step.</summary>
    private bool IsFinite()
    {
        using IDisposable _ = no_grad();
        using IDisposable scope = NewDisposeScope();
        return _session.Model.State().All(p => p.Tensor.isfinite().all().item<bool>());
    }

    private TimeSpan? Remaining(int batchesPerEpoch)
    {
        if (_progress.Step == 0 || _progress.Seconds <= 0)
            return null;
        double perStep = _progress.Seconds / _progress.Step;
        double steps = Math.Min(
            _config.NumSteps - _progress.Step, ((double)(_config.NumEpochs - _progress.Epoch) * batchesPerEpoch) - _progress.BatchInEpoch);
        double seconds = steps * perStep;
        if (_config.MaxMinutes > 0)
            seconds = Math.Min(seconds, (_config.MaxMinutes * 60) - _progress.Seconds);
        return TimeSpan.FromSeconds(Math.Max(0, Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)));
    }
}
