using System.Diagnostics;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Training.Checkpoints;
using RpclPix2Seq.Training.History;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>
/// Trains a model in a run folder (docs/original.md §§9, 10, with the defects fixed): epochs of shuffled batches, a validation every few
/// epochs, checkpoints at validations and in between, patience, and a budget of steps, epochs or minutes. A run that was killed and is
/// resumed with the same number of threads ends with the same bits as one that was not, and with the same metrics except for times. A step
/// whose loss or gradient is not finite is refused; ten in a row end the run. Several ranks may share the work of every batch: they hold
/// the same state, take every decision alike, and rank 0 alone writes and reports.
/// </summary>
internal sealed partial class Trainer : IDisposable
{
    private const int MostTimed = 32;

    // Bytes of a checkpoint's file besides moments and codes.
    private const int MostHeader = 1 << 20;
    private static readonly TimeSpan ShowInterval = TimeSpan.FromSeconds(2);
    private readonly ModelConfig _config;
    private readonly SketchDataset _data;
    private readonly RunFolder _folder;
    private readonly float _strokeScale;
    private readonly int _longest;
    private readonly string _identity;
    private readonly TrainingSession _session;
    private readonly BatchMaker _maker;
    private readonly LossMeter _meter = new(), _shown = new();
    private readonly LossWatch _watch = new();
    private readonly Stopwatch _clock = new();
    private readonly Action<string> _warn;
    private readonly ICollective _ranks;
    private TrainingState _progress = new();
    private TrainingMemory _memory;
    private long _best;
    private double _secondsBefore;

    private Trainer(
        ModelConfig config, SketchDataset data, RunFolder folder, Action<string>? warn = null, ICollective? ranks = null)
    {
        if (config.Compat == Compatibility.Reference && data.Train.Count <= config.BatchSize)
        {
            throw new InputException(
                "batch_size", "",
                $"fewer than the {data.Train.Count} training sketches, because compat=reference leaves the last batch out",
                $"{config.BatchSize}", "lower batch_size or set compat=default");
        }

        _config = config;
        _data = data;
        _folder = folder;
        _warn = warn ?? (_ => { });
        _ranks = ranks ?? new SingleCollective();
        if (_ranks.Size > 1 && config.Device != ComputeDevice.Cpu)
            throw new InputException("device", "", $"cpu, for {_ranks.Size} ranks", "cuda", "set device=cpu, or train with one process");
        if (config is { Device: ComputeDevice.Cuda, Kernels: KernelPath.Fused })
            throw new InputException("kernels", "", "automatic or readable, because device is cuda", "fused", "set kernels=automatic");
        _strokeScale = OffsetSums.Of(data.Train).ToScale("the training split");
        _longest = data.Longest;
        _identity = IdentityOf(data);
        _memory = TrainingMemory.None with { Data = _identity };
        _maker = new BatchMaker(config, data.Train, _strokeScale, _longest);
        _session = TrainingSession.Create(config, data.Train.Count, _ranks);
        long codes = (_session.Organizer?.Memory.Capacity ?? 0L) * config.ZSize;
        long parameters = _session.Model.Parameters.Count;
        long most = (Array.MaxLength - MostHeader - (codes * sizeof(float))) / (2L * sizeof(float));
        if (parameters < most)
            return;
        _session.Dispose();
        throw new InputException(
            "dec_rnn_size", "",
            $"fewer than {most:N0} parameters, because the two moments of each and the remembered codes must fit into one array of a checkpoint",
            $"{parameters:N0}", "lower dec_rnn_size");
    }

    /// <summary>The folder of the run.</summary>
    public RunFolder Run => _folder;

    /// <summary>The session being trained.</summary>
    public TrainingSession Session => _session;

    /// <summary>Seconds of training so far.</summary>
    private double Now => _secondsBefore + _clock.Elapsed.TotalSeconds;

    private ModelFacts Facts => new() { StrokeScale = _strokeScale, Longest = _longest, Step = _progress.Step, Epoch = _progress.Epoch };

    /// <summary>Number of trainable parameters.</summary>
    public long ParameterCount => _session.Model.Parameters.Count;

    /// <summary>Steps taken so far.</summary>
    public long Steps => _progress.Step;

    /// <summary>Seconds of training so far, those before an interruption included.</summary>
    public double Seconds => _progress.Seconds;

    /// <summary>About how long a step takes here: two passes over some sketches, of which the second is timed. Nothing changes.</summary>
    public TimeSpan MeasureStep()
    {
        EpochOrder batches = EpochOrder.Make(_data.Train, _config, epoch: 0);

        // On a GPU, a whole batch takes hardly longer than a few of its sketches.
        int most = _session.Model.Device.type == TorchSharp.DeviceType.CPU ? MostTimed : int.MaxValue;
        int[] some = [.. batches[0][..Math.Min(batches[0].Length, most)]];
        Stopwatch clock = new();
        for (int i = 0; i < 2; i++)
        {
            using IDisposable scope = NewDisposeScope();
            SketchBatch batch = _maker.Make(some, augment: false).ToTensors(_session.Model.Type, _session.Model.Device);
            clock.Restart();
            _session.IsFit(batch, _progress.Step);
        }

        return clock.Elapsed * (Enumerable.Range(0, batches.Count).Sum(i => Cells(batches[i])) / (Cells(some) * batches.Count));

        // What is computed for a batch: its longest sketch for all of them.
        double Cells(ReadOnlySpan<int> batch)
        {
            int longest = 1;
            foreach (int i in batch)
                longest = Math.Max(longest, _data.Train.LengthOf(i));
            return (double)longest * batch.Length;
        }
    }

    /// <summary>Trains until the budget is spent, patience runs out, or <paramref name="cancellationToken"/> is canceled.</summary>
    /// <param name="observer">Hears what happens, or null.</param>
    /// <param name="cancellationToken">Asks it to stop after the step, with a checkpoint.</param>
    /// <exception cref="DivergedException">It diverged more often than allowed.</exception>
    /// <exception cref="InputException">A checkpoint cannot be written; the earlier ones are untouched.</exception>
    /// <exception cref="CollectiveException">Another rank is gone; the checkpoints are untouched.</exception>
    public TrainingOutcome Fit(ITrainingObserver? observer, CancellationToken cancellationToken)
    {
        Begin();
        using RunFiles? files = _ranks.Rank == 0 ? OpenFiles() : null;
        Running run = new(observer, files);
        _clock.Start();
        try
        {
            if (_progress.Step == 0 && _saved is null)
                Save(run, waits: true);
            StopReason reason = Train(run, cancellationToken);
            _clock.Stop();
            Communication? communication = Communicated();
            StepMetrics? test = reason == StopReason.Interrupted ? null : Test(files?.Log, cancellationToken);
            return new TrainingOutcome(reason, _progress, _session.Model.Mixture.Alive(_config.ComponentThreshold), test)
            {
                Communication = communication,
            };
        }
        catch (CollectiveException)
        {
            Collect(run, wait: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>Takes the steps up to <paramref name="step"/>, as <see cref="Fit"/> does, and writes nothing.</summary>
    internal void Replay(long step, CancellationToken cancellationToken)
    {
        while (_progress.Step < step)
        {
            EpochOrder batches = EpochOrder.Make(_data.Train, _config, _progress.Epoch, _progress.Attempt);
            while (_progress.BatchInEpoch < batches.Count && _progress.Step < step)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TakeStep(batches, run: null);
            }

            if (_progress.BatchInEpoch >= batches.Count)
                _progress = _progress with { Epoch = _progress.Epoch + 1, BatchInEpoch = 0, Attempt = 0 };
        }
    }

    private StopReason Train(Running run, CancellationToken cancellationToken)
    {
        StopReason? reason = Ended(BudgetSpent());
        while (reason is null)
            reason = RunEpoch(run, cancellationToken);

        // An interrupted run later continues as if it had not stopped: only its checkpoint records the interruption.
        if (reason != StopReason.Interrupted)
            run.Files?.History.Show(_session.Model.Mixture, _progress.Step);
        Save(run, waits: true);
        return reason.Value;
    }

    private StopReason? RunEpoch(Running run, CancellationToken cancellationToken)
    {
        EpochOrder batches = EpochOrder.Make(_data.Train, _config, _progress.Epoch, _progress.Attempt);
        _shown.Began = Now;
        if (_meter.Sketches == 0)
            _meter.Began = Now;
        while (_progress.BatchInEpoch < batches.Count)
        {
            TakeStep(batches, run);
            Agree(cancellationToken);
            bool ended = _progress.BatchInEpoch == batches.Count, spent = BudgetSpent(), interrupted = _agreed.IsInterrupted && !spent;
            if (_meter.Sketches > 0 && (spent || _progress.Step % _config.ReportSteps == 0))
                Report(run, batches.Count);
            if (spent || interrupted || Now - _shown.Began >= ShowInterval.TotalSeconds)
                Show(run, batches.Count);
            Collect(run, wait: false);
            if (interrupted)
                return StopReason.Interrupted;
            if (spent && !ended)
            {
                Validate(run, (double)_progress.BatchInEpoch / batches.Count);
                return StopReason.Budget;
            }

            if (!ended && IsCheckpointDue())
                Save(run);
        }

        if (_meter.Sketches > 0)
            Report(run, batches.Count);
        if (_shown.Sketches > 0)
            Show(run, batches.Count);
        _progress = _progress with { Epoch = _progress.Epoch + 1, BatchInEpoch = 0, Attempt = 0 };
        bool budgetSpent = BudgetSpent(); // returning to a checkpoint takes steps and epochs back
        if (IsValidationDue() || budgetSpent)
            Validate(run, 0);
        else if (IsCheckpointDue())
            Save(run);
        return Ended(budgetSpent);
    }

    /// <summary>With few drawings an epoch is only a step or two, too short to tell whether the model gets better.</summary>
    private bool IsValidationDue() =>
        _progress.Epoch - _progress.ValidatedEpoch >= _config.SaveEvery && _progress.Step - _progress.ValidatedStep >= _config.SaveSteps;

    private StopReason? Ended(bool budgetSpent)
    {
        if (_progress.BadValidations >= _config.Patience)
            return StopReason.Patience;
        return budgetSpent ? StopReason.Budget : null;
    }

    /// <summary>Takes the step of the next batch.</summary>
    private void TakeStep(EpochOrder batches, Running? run)
    {
        if (LatentStarter.IsDue(_config, _progress.Step))
            LatentStarter.Start(_session, _config, _data.Train, _maker, _progress.Step);
        int[] indices = batches[_progress.BatchInEpoch].ToArray();
        StepOutcome outcome = TrainOn(indices, run?.Files?.History);
        _progress = _progress with
        {
            Step = _progress.Step + 1,
            BatchInEpoch = _progress.BatchInEpoch + 1,
            OptimizerSteps = _session.Optimizer.Steps,
            RefusedInRow = outcome.Refused is null ? 0 : _progress.RefusedInRow + 1,
        };
        if (outcome.Decisions.Count > 0)
            run?.Files?.History.Decide(_session.Model.Mixture, outcome.Decisions, _progress.Step);
        if (outcome.Refused is { } why && run is not null)
            Refuse(run, why, indices);
    }

    private StepOutcome TrainOn(int[] indices, LatentHistory? history)
    {
        using IDisposable scope = NewDisposeScope();
        StepOutcome outcome = _session.Plan.Shards == 1
            ? _session.Step(Batch(indices), _progress.Step, _progress.Attempt, pass => Observe(pass.Codes))
            : _session.StepShards(MyShards(indices), indices.Length, _progress.Step, _progress.Attempt, Observe);
        if (outcome.Refused is null)
        {
            _watch.Add(outcome.Losses[1], indices.Length, indices.Sum(i => (long)_data.Train.LengthOf(i)));
            _meter.Add(outcome, indices.Length);
            _shown.Add(outcome, indices.Length);
        }

        return outcome;

        void Observe(Tensor codes) => history?.Observe(_session.Model.Mixture, codes, indices, _progress.Step);
    }

    private SketchBatch Batch(ReadOnlySpan<int> indices) =>
        _maker.Make(indices, augment: true, _progress.Epoch, _progress.Attempt).ToTensors(_session.Model.Type, _session.Model.Device);

    private bool BudgetSpent() =>
        Math.Max(_progress.Step, _progress.ReachedStep) >= _config.NumSteps
            || Math.Max(_progress.Epoch, _progress.ReachedEpoch) >= _config.NumEpochs
        || (_config.MaxMinutes > 0 && _progress.Seconds >= _config.MaxMinutes * 60);

    private RunFiles OpenFiles()
    {
        MetricsLog log = new(_folder.MetricsFile, _folder.EventsFolder, _memory.MetricsLength);
        LatentHistory history = new(_folder.HistoryFile, _data.Train, _config.ComponentThreshold, _memory.HistoryLength);
        history.Recall(_memory.History);
        Redrawings redrawings = new(_folder.RedrawingsFile, _data, _memory.RedrawingsLength, _memory.LastRedrawing);
        return new RunFiles(log, history, redrawings, new CheckpointStore(_folder, _config.KeepCheckpoints));
    }

    /// <summary>The working objects of a run while it trains.</summary>
    /// <param name="Observer">Hears what happens, or null.</param>
    /// <param name="Files">What is written; null in ranks other than 0.</param>
    private sealed record Running(ITrainingObserver? Observer, RunFiles? Files);

    /// <summary>The open files of a run.</summary>
    private sealed record RunFiles(MetricsLog Log, LatentHistory History, Redrawings Redrawings, CheckpointStore Store) : IDisposable
    {
        public void Dispose()
        {
            Store.Dispose();
            Redrawings.Dispose();
            History.Dispose();
            Log.Dispose();
        }
    }
}
