using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using static TorchSharp.torch;

namespace RpclPix2Seq.Verification;

/// <summary>Does to tiny runs what makes training diverge, and looks at what they make of it.</summary>
public sealed class DivergenceTrial
{
    private const int Sketches = 40, Steps = 60, InjectedAt = 30, Bad = 7;
    private const string OutputWeights = "decoder/fc/linear/fc_w";
    private readonly string _folder;
    private readonly CancellationToken _token;

    private DivergenceTrial(string folder, CancellationToken token)
    {
        _folder = folder;
        _token = token;
    }

    /// <summary>Runs all cases.</summary>
    /// <param name="folder">An existing folder for the runs.</param>
    /// <param name="token">Stops it.</param>
    public static IReadOnlyList<DivergenceOutcome> RunAll(string folder, CancellationToken token)
    {
        DivergenceTrial trial = new(folder, token);
        ModelConfig config = TinyRuns.Config(seed: 1, Steps);
        SketchDataset data = TinyRuns.Data(1, Sketches);
        return
        [
            trial.Run("nothing", config, data),
            trial.Run("a NaN in the data", config, With(data, new SpoiltSplit(data.Train, Bad, reads: 0, float.NaN))),
            trial.Run("infinity in the data", config, With(data, new SpoiltSplit(data.Train, Bad, reads: 0, float.PositiveInfinity))),
            trial.Run("data that go bad while training", config, With(data, new SpoiltSplit(data.Train, Bad, reads: 6, float.NaN))),
            trial.Run("a NaN in a weight, once", config, data, weights => weights[0].Filled(double.NaN), times: 1),
            trial.Run("infinity in a weight, once", config, data, weights => weights[0].Filled(double.PositiveInfinity), times: 1),
            trial.Run("a NaN in a weight, again and again", config, data, weights => weights[0].Filled(double.NaN), times: int.MaxValue),
            trial.Run("a spike: weights times 1000, once", config, data, weights => weights.TimesInPlace(1000), times: 1),
            trial.Run("a learning rate of 1000", config with { LearningRate = 1000, MinLearningRate = 0 }, data),
            trial.Run("a learning rate of 1", config with { LearningRate = 1, MinLearningRate = 0 }, data),
        ];
    }

    private static SketchDataset With(SketchDataset data, ISketchSplit train) => new(data.Categories, train, data.Valid, data.Test);

    private DivergenceOutcome Run(string name, ModelConfig config, SketchDataset data, Action<Tensor>? spoil = null, int times = 0)
    {
        RunFolder run = RunFolder.Create(Path.Combine(_folder, string.Concat(name.Where(c => char.IsAsciiLetterOrDigit(c) || c == ' ')).Replace(' ', '-')));
        TrainingProgress Progress() => RunCheckpoints.List(run) is [var newest, ..] ? Checkpoint.ProgressOf(newest.Folder) : new TrainingProgress();
        DivergenceOutcome Outcome(DivergenceResult result, string message = "")
        {
            TrainingProgress progress = Progress();
            return new DivergenceOutcome(name, result, progress.Rollbacks, progress.Step, progress.RateFactor, IsWhole(run, config), message);
        }

        try
        {
            using Trainer trainer = Trainer.Start(config, data, run);
            TrainingOutcome ended = trainer.Fit(new Spoiler(trainer, spoil, times), _token);
            _token.ThrowIfCancellationRequested();
            return Outcome(ended.Progress.Step == Steps ? DivergenceResult.Recovered : DivergenceResult.Failed);
        }
        catch (DivergedException e)
        {
            bool saved = Directory.Exists(run.DivergedFolder) && Directory.EnumerateFiles(run.DivergedFolder, "*.npz").Any();
            return Outcome(saved ? DivergenceResult.Stopped : DivergenceResult.Failed, e.Message);
        }
        catch (InputException e)
        {
            return Outcome(RunCheckpoints.List(run).Count > 0 ? DivergenceResult.Stopped : DivergenceResult.Refused, e.Message);
        }
    }

    /// <summary>Whether the newest checkpoint is as it was written, and all its weights are finite.</summary>
    private static bool IsWhole(RunFolder run, ModelConfig config)
    {
        if (RunCheckpoints.List(run) is not [var newest, ..])
            return false;
        using TrainingSession session = TrainingSession.Create(config);
        using IDisposable scope = NewDisposeScope();
        Checkpoint.Restore(newest.Folder, session);
        return session.Model.State().All(p => p.Tensor.isfinite().all().item<bool>());
    }

    /// <summary>Changes weights when enough steps are done.</summary>
    private sealed class Spoiler(Trainer trainer, Action<Tensor>? spoil, int times) : ITrainingObserver
    {
        private int _left = times;

        public void OnSteps(StepMetrics metrics, TimeSpan? remaining)
        {
            if (spoil is null || metrics.Step < InjectedAt || _left == 0)
                return;
            _left--;
            using IDisposable scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            spoil(trainer.Session.Model.Parameters[OutputWeights]);
        }

        public void OnValidation(StepMetrics metrics, bool improved, int badValidations)
        {
        }

        public void OnCheckpoint(string path)
        {
        }

        public void OnRollback(Rollback rollback)
        {
        }
    }

    /// <summary>A split in which one sketch has a number that is none, from some read of it on.</summary>
    private sealed class SpoiltSplit(ISketchSplit split, int bad, int reads, float number) : ISketchSplit
    {
        private int _reads;

        public int Count => split.Count;

        public LabelledSketch this[int index]
        {
            get
            {
                LabelledSketch good = split[index];
                if (index != bad || _reads++ < reads)
                    return good;
                StrokePoint[] points = good.Sketch.Points.ToArray();
                points[^1] = points[^1] with { Dx = number };
                return good with { Sketch = new Sketch(points) };
            }
        }

        public int LengthOf(int index) => split.LengthOf(index);
    }
}
