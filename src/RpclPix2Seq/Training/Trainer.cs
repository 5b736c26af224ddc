using System.Diagnostics;
using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Model;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Training.History;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>
/// Trains a model in a run folder (specification §§9, 10, with the mends of the defects): epochs of shuffled batches, a validation every
/// few epochs, the best and the last checkpoint, patience, and a budget of steps, epochs or minutes.
/// </summary>
public sealed class Trainer : IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(2);
    private readonly ModelConfig _config;
    private readonly SketchDataset _data;
    private readonly RunFolder _folder;
    private readonly float _strokeScale;
    private readonly int _longest;
    private readonly TrainingSession _session;
    private readonly LossMeter _meter = new();
    private readonly Stopwatch _clock = new();
    private TrainingProgress _progress;
    private TrainingProgress? _saved;
    private double _secondsBefore;

    private Trainer(ModelConfig config, SketchDataset data, RunFolder folder)
    {
        if (config.Compat == Compatibility.Reference && data.Train.Count <= config.BatchSize)
        {
            throw new InputException(
                "batch_size", "", $"fewer than the {data.Train.Count} training sketches, because compat=reference leaves the last batch out",
                $"{config.BatchSize}", "lower batch_size or set compat=default");
        }

        _config = config;
        _data = data;
        _folder = folder;
        _strokeScale = StrokeScale.Compute(data.Train.Count, i => data.Train[i].Sketch);
        _longest = data.Longest;
        _session = TrainingSession.Create(config);
        _progress = new TrainingProgress();
    }

    /// <summary>The session that is trained.</summary>
    public TrainingSession Session => _session;

    private ModelFacts Facts => new() { StrokeScale = _strokeScale, Longest = _longest, Step = _progress.Step, Epoch = _progress.Epoch };

    /// <summary>The number of trainable numbers.</summary>
    public long ParameterCount => _session.Model.Parameters.Count;

    /// <summary>Prepares a new run and writes its configuration.</summary>
    public static Trainer Start(ModelConfig config, SketchDataset data, RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(folder);
        Trainer trainer = new(config, data, folder);
        try
        {
            config.Save(folder.ConfigFile);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Prepares to go on with a run from its last checkpoint, and writes the configuration. It may change budgets and rates, but neither shapes nor
    /// data.
    /// </summary>
    /// <exception cref="InputException">There is no checkpoint, it is damaged, or the data are other ones than it was trained on (defects D-17, D-28).</exception>
    public static Trainer Resume(ModelConfig config, SketchDataset data, RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Trainer trainer = new(config, data, folder);
        try
        {
            (trainer._progress, ModelFacts facts) = Checkpoint.Restore(folder.Last, trainer._session);
            trainer._secondsBefore = trainer._progress.Seconds;
            trainer.RequireSameData(facts);
            config.Save(folder.ConfigFile);
            return trainer;
        }
        catch
        {
            trainer.Dispose();
            throw;
        }
    }

    /// <summary>Trains until the budget is spent, patience runs out, or <paramref name="token"/> is cancelled.</summary>
    /// <exception cref="DivergedException">The loss is not finite.</exception>
    public TrainingOutcome Fit(ITrainingObserver observer, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(observer);
        using MetricsLog log = new(_folder.MetricsFile, _folder.EventsFolder, _progress.Step);
        using LatentHistory history = new(_folder.HistoryFile, _progress.Step, _data.Train, _config.ComponentThreshold);
        BatchMaker maker = new(_config, _data.Train, _strokeScale, _longest);
        _clock.Start();
        if (_progress.Step == 0)
            SaveLast(observer);
        StopReason? reason = Ended(BudgetSpent());
        while (reason is null)
            reason = RunEpoch(maker, observer, log, history, token);
        _clock.Stop();
        history.Show(_session.Model.Mixture, _progress.Step);
        SaveLast(observer);
        StepMetrics? test = reason == StopReason.Interrupted ? null : Test(log, token);
        return new TrainingOutcome(reason.Value, _progress, _session.Model.Mixture.Alive(_config.ComponentThreshold), test);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void RequireSameData(ModelFacts facts)
    {
        if (facts.StrokeScale == _strokeScale && facts.Longest == _longest)
            return;
        throw new InputException(
            _folder.Last, "", $"the sketches it was trained on (stroke scale {facts.StrokeScale}, longest {facts.Longest} rows)",
            $"others (stroke scale {_strokeScale}, longest {_longest} rows)", "name the same data, or start a new run");
    }

    private StopReason? RunEpoch(BatchMaker maker, ITrainingObserver observer, MetricsLog log, LatentHistory history, CancellationToken token)
    {
        EpochOrder batches = EpochOrder.Make(_data.Train, _config, _progress.Epoch, _progress.Attempt);
        TimeSpan reported = _clock.Elapsed;
        while (_progress.BatchInEpoch < batches.Count)
        {
            if (LatentStarter.IsDue(_config, _progress.Step))
                LatentStarter.Start(_session.Model, _config, _data.Train, maker, _progress.Step);
            int[] batch = batches[_progress.BatchInEpoch].ToArray();
            TrainOn(maker.Make(batch, augment: true, _progress.Epoch, _progress.Attempt), batch, history);
            bool spent = BudgetSpent();
            bool stop = spent || token.IsCancellationRequested;
            if (stop || _clock.Elapsed - reported >= ReportInterval)
            {
                Report(observer, log, batches.Count, (_clock.Elapsed - reported).TotalSeconds);
                reported = _clock.Elapsed;
            }

            if (token.IsCancellationRequested)
                return StopReason.Interrupted;
            if (spent && _progress.BatchInEpoch < batches.Count)
            {
                Validate(observer, log, (double)_progress.BatchInEpoch / batches.Count);
                return StopReason.Budget;
            }
        }

        if (_meter.Sketches > 0)
            Report(observer, log, batches.Count, (_clock.Elapsed - reported).TotalSeconds);
        _progress = _progress with { Epoch = _progress.Epoch + 1, BatchInEpoch = 0, Attempt = 0 };
        bool due = _progress.Epoch % _config.SaveEvery == 0;
        bool budgetSpent = BudgetSpent(); // a rollback takes steps and epochs back
        if (due || budgetSpent)
        {
            Validate(observer, log, 0);
            history.Show(_session.Model.Mixture, _progress.Step);
        }

        return Ended(budgetSpent);
    }

    private StopReason? Ended(bool budgetSpent)
    {
        if (_progress.BadValidations >= _config.Patience)
            return StopReason.Patience;
        return budgetSpent ? StopReason.Budget : null;
    }

    private void TrainOn(RawBatch raw, int[] indices, LatentHistory history)
    {
        using IDisposable scope = NewDisposeScope();
        _session.Step(raw.ToTensors(_session.Model.Type, _session.Model.Device), _progress.Step, pass =>
        {
            if (!_meter.Add(pass, raw.Size))
                throw new DivergedException(_progress.Step, _folder.Last);
            history.Observe(_session.Model.Mixture, pass.Codes, indices, _progress.Step);
        });
        _progress = _progress with
        {
            Step = _progress.Step + 1,
            BatchInEpoch = _progress.BatchInEpoch + 1,
            OptimizerSteps = _session.Optimizer.Steps,
            Seconds = _secondsBefore + _clock.Elapsed.TotalSeconds,
        };
    }

    private void Report(ITrainingObserver observer, MetricsLog log, int batches, double seconds)
    {
        StepMetrics metrics = _meter.Take(
            _progress.Step, _progress.Epoch + ((double)_progress.BatchInEpoch / batches),
            _session.Model.Mixture.Alive(_config.ComponentThreshold).Length, ModelParts.LearningRate(_config, _progress.Step), seconds);
        log.Write("train", metrics);
        observer.OnSteps(metrics, Remaining(batches));
    }

    private void Validate(ITrainingObserver observer, MetricsLog log, double epochFraction)
    {
        if (_data.Valid.Count == 0)
        {
            SaveBest(observer);
            SaveLast(observer);
            return;
        }

        StepMetrics metrics = Evaluator.Evaluate(
            _session.Model, _config, _data.Valid, _strokeScale, _longest, _progress.Step, _progress.Epoch + epochFraction, CancellationToken.None);
        log.Write("valid", metrics);
        bool improved = metrics.SequenceLoss < _progress.BestLoss;
        _progress = improved
            ? _progress with { BestLoss = metrics.SequenceLoss, BestStep = _progress.Step, BadValidations = 0 }
            : _progress with { BadValidations = _progress.BadValidations + 1 };
        observer.OnValidation(metrics, improved, _progress.BadValidations);
        if (improved)
            SaveBest(observer);
        else if (_config.Compat == Compatibility.Reference && Directory.Exists(_folder.Best))
            RollBack();
        SaveLast(observer);
    }

    /// <summary>The original goes back to the best checkpoint after a validation without improvement, and tries another shuffle (defect D-12).</summary>
    private void RollBack()
    {
        TrainingProgress failed = _progress;
        TrainingProgress best = Checkpoint.Restore(_folder.Best, _session).Progress;
        _progress = best with { BadValidations = failed.BadValidations, Attempt = failed.BadValidations, Seconds = failed.Seconds };
        _session.ReseedNoise(_progress.Attempt);
    }

    private StepMetrics? Test(MetricsLog log, CancellationToken token)
    {
        if (_data.Test.Count == 0 || token.IsCancellationRequested)
            return null;
        using LoadedModel best = ModelFolder.Load(_folder.Path, _session.Model.Device);
        try
        {
            StepMetrics metrics = Evaluator.Evaluate(
                best.Model, _config, _data.Test, _strokeScale, _longest, best.Facts.Step, best.Facts.Epoch, token);
            log.Write("test", metrics);
            return metrics;
        }
        catch (OperationCanceledException)
        {
            return null; // training itself is done and saved
        }
    }

    private void SaveBest(ITrainingObserver observer) => Save(_folder.Best, observer);

    private void SaveLast(ITrainingObserver observer)
    {
        if (_progress == _saved)
            return;
        Save(_folder.Last, observer);
        _saved = _progress;
    }

    private void Save(string path, ITrainingObserver observer)
    {
        if (!IsFinite())
            throw new DivergedException(_progress.Step, _folder.Last);
        Checkpoint.Save(path, _session, _config, Facts, _progress);
        observer.OnCheckpoint(path);
    }

    /// <summary>Whether the model is worth keeping: what a step broke shows in the loss of the next step only.</summary>
    private bool IsFinite()
    {
        using IDisposable _ = no_grad();
        using IDisposable scope = NewDisposeScope();
        return _session.Model.State().All(p => p.Tensor.isfinite().all().item<bool>());
    }

    private bool BudgetSpent() => _progress.Step >= _config.NumSteps || _progress.Epoch >= _config.NumEpochs
        || (_config.MaxMinutes > 0 && _progress.Seconds >= _config.MaxMinutes * 60);

    private TimeSpan? Remaining(int batchesPerEpoch)
    {
        if (_progress.Step == 0 || _progress.Seconds <= 0)
            return null;
        double perStep = _progress.Seconds / _progress.Step;
        double steps = Math.Min(_config.NumSteps - _progress.Step, ((double)(_config.NumEpochs - _progress.Epoch) * batchesPerEpoch) - _progress.BatchInEpoch);
        double seconds = steps * perStep;
        if (_config.MaxMinutes > 0)
            seconds = Math.Min(seconds, (_config.MaxMinutes * 60) - _progress.Seconds);
        return TimeSpan.FromSeconds(Math.Max(0, Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)));
    }
}
