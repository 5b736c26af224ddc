using RpclPix2Seq.Codes;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests;

/// <summary>The front door gives what the rooms behind it compute.</summary>
public sealed class SketchModelTests : IDisposable
{
    private static readonly ModelConfig Tiny = ModelConfig.Defaults with
    {
        DecModel = DecoderModel.Lstm,
        DecRnnSize = 16,
        ZSize = 8,
        NumDecoderMixture = 2,
        NumMixture = 2,
        NumSub = 2,
        BatchSize = 10,
        NumSteps = 6,
        SaveSteps = 0,
        RpclStart = 2,
        PngWidth = 32,
        Threads = 1,
    };

    private static readonly SketchDataset Data = SketchDataset.BuiltIn(perCategory: 6);
    private static readonly Sketch Bee = Data.Test[0].Sketch, Bus = Data.Test[2].Sketch;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_model_is_trained_kept_and_draws_what_the_generator_draws()
    {
        List<TrainingProgress> told = [];
        using SketchModel model = await Train(Tiny, "run", told);
        Assert.Equal((6L, 8), (model.Step, model.CodeSize));
        Assert.Equal(Data.Categories, model.Categories);
        Assert.Equal([DatasetSplit.Train, DatasetSplit.Valid, DatasetSplit.Test], told.Select(now => now.Split).Distinct().Order());
        Assert.All(told, now => Assert.True(double.IsFinite(now.Metrics.Loss) && now.Refused == 0));

        using LoadedModel loaded = ModelFolder.Load(_folder.File("run"));
        SketchGenerator generator = new(loaded);
        AssertEqual(generator.FromMixture(3), model.Draw(3));
        AssertEqual(generator.FromMixture(2, model.Components[0].Index), await model.DrawAsync(2, model.Components[0].Index));
        AssertEqual(generator.Reconstruct([Bee]), model.Draw(Bee));
        AssertEqual(model.Draw(Bee), (await model.DrawAsync(Bee, 2))[..1]);
        AssertEqual(generator.Interpolate([Bee, Bus], 3), model.Interpolate([Bee, Bus], 3));
        AssertEqual(generator.Analogy(Bee, Bus, Bee, 1), model.Analogy(Bee, Bus, Bee));
        SketchCodes codes = SketchCodes.Of(loaded, [Bee, Bus]);
        Assert.Equal(codes.Mean, model.Encode([Bee, Bus]).SelectMany(code => code.Mean));
        Assert.Equal(codes.Posterior, model.Encode([Bee, Bus]).SelectMany(code => code.Posterior));
        AssertEqual(model.Draw(Bee), model.Draw(model.Encode(Bee)));
        AssertEqual(
            generator.At([LatentPoint.OfComponent(model.Components[0].Index)]),
            model.Draw(LatentPoint.OfCode(model.Components[0].Mean)));
        Assert.Equal(generator.Components, model.Components.Select(component => component.Index));

        Sketch begun = new(Bee.Points[..2].ToArray());
        GeneratedSketch[] completed = model.Complete(begun, 2, from: Bee);
        Assert.All(completed, drawn => Assert.Equal(begun.Points.ToArray(), drawn.Sketch.Points[..2].ToArray(), Close));
        Assert.Equal(2, model.Complete(begun.Take(0), 2).Length);
        SamplingOptions other = model.Sampling with { Seed = 7 };
        AssertEqual(new SketchGenerator(loaded, other).FromMixture(2), model.Draw(2, options: other));

        model.Save(_folder.File("kept"));
        using SketchModel kept = SketchModel.Load(_folder.File("kept"));
        AssertEqual(model.Draw(3), kept.Draw(3));
        Assert.Throws<InputException>(() => model.Save(_folder.File("kept")));
        Assert.Throws<InputException>(() => model.Draw(new SketchCode([1, 2], [1, 1], 0, [])));
    }

    [Fact]
    public async Task Rows_are_streamed_as_they_are_drawn_and_whoever_stops_reading_stops_the_drawing()
    {
        using SketchModel model = await Train(Tiny, "run");
        List<StrokePoint>[] rows = [[], []];
        int ended = 0;
        await foreach (SketchStroke stroke in model.StreamAsync(Bee, 2, cancellationToken: TestContext.Current.CancellationToken))
        {
            if (stroke.Ends)
                ended++;
            else
                rows[stroke.Sketch].Add(stroke.Point);
        }

        Assert.Equal(2, ended);
        Assert.Equal(model.Draw(Bee, 2).Select(drawn => drawn.Sketch.Points.ToArray()), rows.Select(points => points.ToArray()));

        await foreach (SketchStroke _ in model.StreamAsync(Bee, 1, model.Sampling with { MaxLength = 60_000 }))
            break;
        Assert.Single(model.Draw(Bee));
        await Assert.ThrowsAsync<InputException>(async () =>
        {
            await foreach (SketchStroke _ in model.StreamAsync(LatentPoint.OfComponent(99)))
                Assert.Fail("there is no such component");
        });
    }

    [Fact]
    public async Task Calls_from_many_threads_give_what_one_thread_gets()
    {
        using SketchModel model = await Train(Tiny, "run");
        GeneratedSketch[] alone = model.Draw(4);
        GeneratedSketch[][] together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => model.DrawAsync(4)));
        Assert.All(together, drawn => AssertEqual(alone, drawn));
    }

    [Fact]
    public async Task A_canceled_training_is_resumed_to_the_same_model()
    {
        ModelConfig longer = Tiny with { NumSteps = 40, CheckpointSteps = 5 };
        using SketchModel whole = await Train(longer, "whole");
        using CancellationTokenSource canceled = new();
        await canceled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SketchModel.TrainAsync(longer, Data, _folder.File("cut"), cancellationToken: canceled.Token));
        using CancellationTokenSource soon = new();
        StopAfterSome stop = new(soon, _folder.File("cut"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => SketchModel.TrainAsync(longer with { NumEpochs = 1000 }, stop.Watched(Data), _folder.File("cut"), null, soon.Token));
        using SketchModel resumed = await Train(longer with { NumEpochs = 1000 }, "cut");
        AssertEqual(whole.Draw(3), resumed.Draw(3));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_training_without_a_folder()
    {
        const string place = "TMPDIR";
        string? usual = Environment.GetEnvironmentVariable(place);
        Environment.SetEnvironmentVariable(place, _folder.Path);
        try
        {
            using SketchModel model = await SketchModel.TrainAsync(Tiny with { NumSteps = 2 }, Data);
            Assert.Single(model.Draw(1));
            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        }
        finally
        {
            Environment.SetEnvironmentVariable(place, usual);
        }
    }

    [Fact]
    public async Task A_run_that_was_begun_with_other_settings_is_refused()
    {
        using SketchModel model = await Train(Tiny, "run");
        InputException refused = await Assert.ThrowsAsync<InputException>(() => Train(Tiny with { Seed = 2 }, "run"));
        Assert.Contains("seed", refused.Message, StringComparison.Ordinal);
        using SketchModel longer = await Train(Tiny with { NumSteps = 8 }, "run");
    }

    [Fact]
    public async Task Names_of_components_go_with_the_model_and_outlive_checkpoints()
    {
        using SketchModel model = await Train(Tiny, "run");
        new ComponentNames(_folder.File("run/best")).Set(model.Components[0].Index, "buses");
        using SketchModel longer = await Train(Tiny with { NumSteps = 60, KeepCheckpoints = 2 }, "run");
        Assert.Equal("buses", new ComponentNames(_folder.File("run/last"))[model.Components[0].Index]);
        using SketchModel named = SketchModel.Load(_folder.File("run"));
        named.Save(_folder.File("kept"));
        Assert.Equal("buses", new ComponentNames(_folder.File("kept"))[model.Components[0].Index]);
    }

    private Task<SketchModel> Train(ModelConfig config, string name, List<TrainingProgress>? told = null) =>
        SketchModel.TrainAsync(config, Data, _folder.File(name), told is null ? null : new AtOnce(told));

    private static bool Close(StrokePoint a, StrokePoint b) =>
        Math.Abs(a.Dx - b.Dx) <= 1e-3 && Math.Abs(a.Dy - b.Dy) <= 1e-3 && a.PenUp == b.PenUp;

    private static void AssertEqual(GeneratedSketch[] expected, GeneratedSketch[] actual)
    {
        Assert.Equal(expected.Select(drawn => drawn.Component), actual.Select(drawn => drawn.Component));
        Assert.Equal(
            expected.Select(drawn => drawn.Sketch.Points.ToArray()), actual.Select(drawn => drawn.Sketch.Points.ToArray()));
    }

    /// <summary>Unlike <see cref="Progress{T}"/>, on the training's own thread.</summary>
    private sealed class AtOnce(List<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told.Add(value);
    }

    /// <summary>Cancels a training while it reads its sketches, some steps after the start.</summary>
    private sealed class StopAfterSome(CancellationTokenSource source, string folder)
    {
        private readonly string _metrics = Path.Combine(folder, "checkpoints");

        public SketchDataset Watched(SketchDataset data) =>
            new(data.Categories, new Split(data.Train, this), data.Valid, data.Test);

        private void Look()
        {
            if (Directory.Exists(_metrics) && Directory.GetDirectories(_metrics).Length > 1)
                source.Cancel();
        }

        private sealed class Split(ISketchSplit inner, StopAfterSome watch) : ISketchSplit
        {
            public int Count => inner.Count;

            public LabeledSketch this[int index]
            {
                get
                {
                    watch.Look();
                    return inner[index];
                }
            }

            public int LengthOf(int index) => inner.LengthOf(index);
        }
    }
}
