using System.Diagnostics;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench.Training;

/// <summary>Full training steps on real sketches, including making the batch.</summary>
internal static class TrainStepBench
{
    /// <summary>In rounds: <c>sketches_per_s</c>, <c>seconds_per_step</c>, <c>mean_rows</c>.</summary>
    public static void Run(Arguments arguments)
    {
        TrainingCase c = TrainingCase.Read(arguments);
        using TrainingSession session = TrainingSession.Create(c.Config, c.Sketches);
        long step = 0;
        Rounds.Run(arguments, () => Step(c.Batches[^1]), () =>
        {
            long began = Stopwatch.GetTimestamp(), rows = 0;
            foreach (int[] batch in c.Batches)
                rows += Step(batch);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            return new()
            {
                ["sketches_per_s"] = c.Batches.Length * c.Config.BatchSize / seconds,
                ["seconds_per_step"] = seconds / c.Batches.Length,
                ["mean_rows"] = (double)rows / c.Batches.Length,
                ["batches"] = c.Batches.Length,
            };
        });

        int Step(int[] indices)
        {
            using var scope = NewDisposeScope();
            RawBatch raw = c.Maker.Make(indices, augment: true, epoch: step);
            using SketchBatch batch = raw.ToTensors(session.Model.Type, session.Model.Device);
            session.StepOrThrow(batch, step++);
            return raw.Rows - 1;
        }
    }

    /// <summary>A training step, which must not be refused: a refused one has no backward pass.</summary>
    public static void StepOrThrow(this TrainingSession session, SketchBatch batch, long step)
    {
        if (session.Step(batch, step).Refused is { } why)
            throw new InvalidOperationException($"step {step} was refused: {why}");
    }
}
