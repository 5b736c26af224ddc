using System.Diagnostics;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench.Training;

/// <summary>How the time of a full training step grows with each size, with the others held fixed: one table per size.</summary>
internal static class GrowthBench
{
    private const int Size = 512, Batch = 64, Rows = 32, CategoryBatches = 6;

    /// <summary>One line per point: <c>{"SIZE": value, "ms": milliseconds}</c>.</summary>
    public static void Run(Arguments arguments)
    {
        int repeats = arguments.Number("measured", 3, least: 1);
        ModelConfig config = TrainingCase.Configure(Size, Batch);
        foreach (int size in (int[])[128, 256, 512, 1024])
            Say("hidden", size, Time(config with { DecRnnSize = size }, Rows, repeats));
        foreach (int batch in (int[])[32, 64, 128, 256])
            Say("batch", batch, Time(config with { BatchSize = batch }, Rows, repeats));
        foreach (int rows in (int[])[25, 50, 100, 200])
            Say("length", rows, Time(config, rows, repeats));
        foreach (int components in (int[])[10, 40, 160, 640])
            Say("components", components, Time(config with { NumMixture = components, NumSub = 1 }, Rows, repeats));
        string[] categories = arguments.Text("categories").Split(',');
        foreach (int count in (int[])[1, 3, categories.Length])
            OfCategories(arguments.Text("data"), categories[..count], config);
    }

    private static void OfCategories(string folder, string[] categories, ModelConfig config)
    {
        TrainingCase c = TrainingCase.Read(folder, categories, CategoryBatches, config);
        using TrainingSession session = TrainingSession.Create(c.Config, c.Sketches);
        List<double> perRow = [];
        foreach (int[] indices in (int[][])[c.Batches[0], .. c.Batches])
        {
            using var scope = NewDisposeScope();
            long began = Stopwatch.GetTimestamp();
            RawBatch raw = c.Maker.Make(indices, augment: true);
            using SketchBatch batch = raw.ToTensors(session.Model.Type, session.Model.Device);
            session.StepOrThrow(batch, perRow.Count);
            perRow.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds / (raw.Rows - 1));
        }

        // Categories differ in sketch length: times are compared at equal lengths.
        Say("categories", categories.Length, Ceiling.Median(perRow[1..]) * Rows);
    }

    private static double Time(ModelConfig config, int rows, int repeats)
    {
        using TrainingSession session = TrainingSession.Create(config);
        using Generator generator = new(1, CPU);
        using var outer = NewDisposeScope();
        Tensor strokes = zeros(rows + 1, config.BatchSize, Stroke5.Columns, float32);
        strokes.narrow(2, 0, 2).copy_(randn([rows + 1, config.BatchSize, 2], float32, generator: generator));
        strokes.select(2, 2).Filled(1);
        Tensor images = rand([config.BatchSize, config.PngWidth, config.PngWidth], float32, generator: generator);
        SketchBatch batch = new(strokes, images);
        List<double> times = [];
        for (int i = 0; i <= repeats; i++)
        {
            long began = Stopwatch.GetTimestamp();
            session.StepOrThrow(batch, i);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Ceiling.Median(times[1..]);
    }

    private static void Say(string size, int value, double milliseconds) => Rounds.Say(new() { [size] = value, ["ms"] = milliseconds });
}
