using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Checkpoints;
using static TorchSharp.torch;

namespace RpclPix2Seq.Lab.Leaks;

/// <summary>Trains and samples thousands of times and watches live tensors and resident memory: small leaks show in their growth.</summary>
internal static class LeakTrial
{
    private const int Window = 100, Warmup = 100, Sketches = 80, Kept = 3, SaveEvery = 50;

    /// <summary>Training steps on a tiny model, with a checkpoint every fifty.</summary>
    /// <param name="count">How many are measured; a hundred more run first.</param>
    /// <param name="folder">New folder for the checkpoints.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static LeakOutcome Train(int count, string folder, CancellationToken cancellationToken)
    {
        ModelConfig config = TinyRuns.Config(seed: 1, steps: int.MaxValue);
        SketchDataset data = TinyRuns.Data(1, Sketches);
        using TrainingSession session = TrainingSession.Create(config);
        BatchMaker maker = new(config, data.Train, strokeScale: 40, data.Longest);
        using CheckpointStore store = new(RunFolder.Create(folder), Kept);
        int[] order = [.. Enumerable.Range(0, Sketches)];
        return Measure("training", count, Step, cancellationToken);

        void Step(int step)
        {
            using (IDisposable scope = NewDisposeScope())
                session.Step(
                    maker.Make(order.AsSpan(step % (Sketches / config.BatchSize) * config.BatchSize, config.BatchSize), augment: true, step)
                        .ToTensors(session.Model.Type, session.Model.Device), step);
            store.Collect(wait: false);
            if (step % SaveEvery != 0)
                return;
            ModelFacts facts = new() { StrokeScale = 40, Longest = data.Longest, Step = step, Epoch = 0 };
            store.Begin(
                Checkpoint.Prepare(session, config, facts, new TrainingState { Step = step }, TrainingMemory.None), best: 0,
                waits: false);
        }
    }

    /// <summary>Calls that draw two sketches from the mixture of a tiny model.</summary>
    /// <param name="count">How many are measured; a hundred more run first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static LeakOutcome Sample(int count, CancellationToken cancellationToken)
    {
        ModelConfig config = TinyRuns.Config(seed: 1, steps: 1);
        using TrainingSession session = TrainingSession.Create(config);
        LoadedModel loaded = new(session.Model, config, new ModelFacts { StrokeScale = 40, Longest = 60, Step = 0, Epoch = 0 });
        return Measure(
            "sampling", count,
            call => new SketchGenerator(loaded, SamplingOptions.For(loaded) with { Seed = call, MaxLength = 60 })
                .FromMixture(2, cancellationToken: cancellationToken), cancellationToken);
    }

    private static LeakOutcome Measure(string work, int count, Action<int> act, CancellationToken cancellationToken)
    {
        double[] tensors = new double[count], megabytes = new double[count];
        for (int i = -Warmup; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            act(i + Warmup);
            if (i < 0)
                continue;
            tensors[i] = Tensor.TotalCount;
            megabytes[i] = Environment.WorkingSet / (double)(1 << 20);
        }

        int window = Math.Min(Window, count);
        return new LeakOutcome(
            work, count, tensors.Take(window).Average(), tensors.TakeLast(window).Average(), megabytes.Take(window).Average(),
            megabytes.TakeLast(window).Average());
    }
}
