using System.Text.Json;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Checkpoints;

namespace RpclPix2Seq.Tests.Training;

/// <summary>Ten sketches in batches of four: three batches per epoch in default mode, two in reference mode.</summary>
[LeakCheck]
public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<DecoderModel, int> CellsAndStarts => new(
        from cell in Tiny.Cells
        from start in (int[])[4, 1]
        select (cell, start));

    public void Dispose() => _temporary.Dispose();

    // 4 steps stop in the middle of the second epoch, so order, augmentation, noise, dropout and moments must all resume where they were;
    // the stop is just before the mixture starts from the codes, or after rivals have been judged for a while.
    [Theory]
    [MemberData(nameof(CellsAndStarts))]
    public void A_resumed_run_equals_an_uninterrupted_one_bit_for_bit(DecoderModel cell, int start) =>
        AssertResumes(Tiny.Config(cell) with { RpclStart = start, RpclPeriod = 1 });

    [Theory]
    [MemberData(nameof(Tiny.EveryCell), MemberType = typeof(Tiny))]
    public void So_does_one_with_fused_kernels(DecoderModel cell) =>
        AssertResumes(Tiny.Config(cell).Fused() with { RpclStart = 1, RpclPeriod = 1 });

    [Theory]
    [InlineData(4, LatentStart.Codes)]
    [InlineData(1, LatentStart.Codes)]
    [InlineData(1, LatentStart.Uniform)]
    public void So_does_one_with_a_hierarchy(int start, LatentStart from)
    {
        ModelConfig config = Tiny.Config() with
        {
            RpclStart = start,
            RpclPeriod = 1,
            LatentMethod = LatentMethod.Hierarchy,
            NumUpper = 2,
            LatentStart = from,
        };
        Dictionary<string, double[]> ended = AssertResumes(config);
        double[] w = ended["latent_i"], conditional = ended["latent_ij"];
        Assert.Equal(1, w.Sum(), 1e-6);
        Assert.All(Enumerable.Range(0, 2), i => Assert.Equal(1, conditional.Where((_, at) => at % 2 == i).Sum(), 1e-6));
        Tiny.AssertClose(ended["latent_alpha"], [.. conditional.Chunk(2).Select(row => (row[0] * w[0]) + (row[1] * w[1]))], 1e-6);
    }

    private Dictionary<string, double[]> AssertResumes(ModelConfig config)
    {
        Dictionary<string, double[]> whole, parts;
        using (Trainer trainer = Start("whole", config))
        {
            trainer.Fit(new Recorder(), CancellationToken.None);
            whole = Tiny.Everything(trainer.Session);
        }

        RunFolder folder = RunFolder.At(_temporary.File("parts"));
        using (Trainer trainer = Start("parts", config with { NumSteps = 4 }))
            Assert.Equal(4, trainer.Fit(new Recorder(), CancellationToken.None).Progress.Step);
        using (Trainer trainer = Trainer.Resume(config, Tiny.Data(), folder))
        {
            Assert.Equal(7, trainer.Fit(new Recorder(), CancellationToken.None).Progress.Step);
            parts = Tiny.Everything(trainer.Session);
        }

        Tiny.AssertSame(whole, parts);
        return whole;
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(5, false)]
    public void A_run_can_start_from_a_model(int components, bool mixtureToo)
    {
        ModelConfig config = Tiny.Config();
        Dictionary<string, double[]> before;
        using (Trainer first = Start("first", config))
        {
            first.Fit(new Recorder(), CancellationToken.None);
            before = Tiny.Everything(first.Session);
        }

        using LoadedModel model = ModelFolder.Load(RunFolder.At(_temporary.File("first")).Last);
        using Trainer trainer = Trainer.Start(
            config with { NumMixture = components, NumSub = 1, Seed = 99 }, Tiny.Data(),
            RunFolder.Create(_temporary.File("second")), model);
        Assert.All(trainer.Session.Model.Parameters.All, tensor => Assert.Equal(before[tensor.Name], Tiny.Values(tensor.Tensor)));
        Assert.Equal(mixtureToo, before["latent_mu"].SequenceEqual(Tiny.Values(trainer.Session.Model.Mixture.Mean)));
        Assert.Equal(0, trainer.Steps);
    }

    [Theory]
    [InlineData(ProductPrecision.Float32)]
    [InlineData(ProductPrecision.BFloat16)]
    public void A_resumed_run_keeps_the_precision_that_it_began_in(ProductPrecision precision)
    {
        Assert.SkipWhen(
            precision == ProductPrecision.BFloat16 && !RoundedProduct.IsAvailable, "this processor has no instructions for bfloat16");
        ModelConfig config = Tiny.Config().Fused() with { NumSteps = 2 };
        using (Trainer trainer = Start("run", config))
        {
            trainer.Session.Model.Precision = precision;
            trainer.Fit(new Recorder(), CancellationToken.None);
        }

        List<string> warnings = [];
        using Trainer resumed = Trainer.Resume(
            config with { NumSteps = 4 }, Tiny.Data(), RunFolder.At(_temporary.File("run")), warnings.Add);
        Assert.Equal(precision, resumed.Session.Model.Precision);
        Assert.Equal(precision == ProductPrecision.BFloat16 == RoundedProduct.IsFaster ? 0 : 1, warnings.Count);
    }

    [Fact]
    public void Measuring_a_step_changes_nothing()
    {
        using Trainer trainer = Start("run", Tiny.Config());
        Dictionary<string, double[]> before = Tiny.Everything(trainer.Session);
        Assert.True(trainer.MeasureStep() > TimeSpan.Zero);
        Tiny.AssertSame(before, Tiny.Everything(trainer.Session));
    }

    [Fact]
    public void Budgets_stop_exactly_and_a_finished_run_does_not_continue()
    {
        RunFolder folder = RunFolder.At(_temporary.File("run"));
        using (Trainer trainer = Start("run", Tiny.Config() with { NumSteps = 1000, NumEpochs = 2 }))
        {
            TrainingOutcome outcome = trainer.Fit(new Recorder(), CancellationToken.None);
            Assert.Equal((StopReason.Budget, 6L, 2L), (outcome.Reason, outcome.Progress.Step, outcome.Progress.Epoch));
            Assert.NotNull(outcome.Test);
        }

        foreach (ModelConfig config in new[] { Tiny.Config() with { NumEpochs = 2 }, Tiny.Config() with { NumSteps = 6 } })
        {
            using Trainer again = Trainer.Resume(config, Tiny.Data(), folder);
            TrainingOutcome outcome = again.Fit(new Recorder(), CancellationToken.None);
            Assert.Equal((StopReason.Budget, 6L), (outcome.Reason, outcome.Progress.Step));
        }
    }

    [Fact]
    public void A_request_to_stop_leaves_a_checkpoint_to_go_on_from()
    {
        using CancellationTokenSource source = new();
        RunFolder folder = RunFolder.At(_temporary.File("run"));
        using (Trainer trainer = Start("run", Tiny.Config()))
        {
            TrainingOutcome outcome = trainer.Fit(new Recorder { WhenCheckpoint = _ => source.Cancel() }, source.Token);
            Assert.Equal((StopReason.Interrupted, 1L), (outcome.Reason, outcome.Progress.Step));
            Assert.Null(outcome.Test);
        }

        using Trainer resumed = Trainer.Resume(Tiny.Config(), Tiny.Data(), folder);
        Assert.Equal(7, resumed.Fit(new Recorder(), CancellationToken.None).Progress.Step);
    }

    [Fact]
    public void Patience_stops_and_metrics_are_written_one_object_a_line()
    {
        Recorder recorder = new();
        using Trainer trainer = Start("run", Tiny.Config().Tamest() with { NumSteps = 1000, Patience = 2 });
        TrainingOutcome outcome = trainer.Fit(recorder, CancellationToken.None);
        Assert.Equal((StopReason.Patience, 9L, 3L), (outcome.Reason, outcome.Progress.Step, outcome.Progress.BestStep));
        Assert.Equal([(true, 0), (false, 1), (false, 2)], recorder.Validations.Select(v => (v.Improved, v.Bad)));

        List<JsonElement> lines =
        [
            .. File.ReadLines(_temporary.File("run/metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement),
        ];
        string[] splits = [.. lines.Select(line => line.GetProperty("split").GetString()!)];
        Assert.Equal(3, splits.Count(split => split == "valid"));
        Assert.Equal("test", splits[^1]);
        Assert.Contains("train", splits);
        foreach (JsonElement line in lines)
            Assert.True(double.IsFinite(line.GetProperty("loss").GetDouble()) && line.GetProperty("step").GetInt64() <= 9);
        Assert.Equal(
            recorder.Validations[0].Metrics.SequenceLoss,
            lines.First(line => line.GetProperty("split").GetString() == "valid").GetProperty("sequence_loss").GetDouble());
    }

    // Four sketches are one batch, so an epoch is one step. Validation is every 20 steps, although save_every asks for it every epoch.
    [Fact]
    public void With_few_drawings_validation_and_patience_count_steps()
    {
        Recorder recorder = new();
        ModelConfig config = Tiny.Config().Tamest() with { NumSteps = 1000, Patience = 2, SaveSteps = 20 };
        using Trainer trainer = Trainer.Start(config, Tiny.Data(train: 4), RunFolder.Create(_temporary.File("run")));
        TrainingOutcome outcome = trainer.Fit(recorder, CancellationToken.None);
        Assert.Equal((StopReason.Patience, 60L, 20L), (outcome.Reason, outcome.Progress.Step, outcome.Progress.BestStep));
        Assert.Equal([20L, 40L, 60L], recorder.Validations.Select(validation => validation.Metrics.Step));
    }

    // D-12. The mixture and the moments change at every step even where the weights hardly do, so the rollback shows in them.
    [Fact]
    public void Reference_mode_goes_back_to_the_best_after_a_bad_validation()
    {
        ModelConfig config = Tiny.Config().ForReference().Tamest() with { NumSteps = 1000, Patience = 2 };
        Recorder recorder = new();
        using Trainer trainer = Start("run", config);
        TrainingOutcome outcome = trainer.Fit(recorder, CancellationToken.None);
        Assert.Equal((StopReason.Patience, 2L, 1L), (outcome.Reason, outcome.Progress.Step, outcome.Progress.Epoch));
        Assert.Equal([2L, 4L, 4L], recorder.Validations.Select(v => v.Metrics.Step));
        Dictionary<string, double[]> ended = Tiny.Everything(trainer.Session);
        using TrainingSession best = TrainingSession.Create(config);
        Checkpoint.Restore(_temporary.File("run/best"), best);
        Tiny.AssertSame(Tiny.Everything(best), ended);
    }

    [Fact]
    public void Reference_mode_stops_at_its_budget_though_the_last_epoch_was_taken_back()
    {
        using Trainer trainer = Start("run", Tiny.Config().ForReference().Tamest() with { NumEpochs = 2, Patience = 50 });
        Recorder recorder = new();
        Assert.Equal(StopReason.Budget, trainer.Fit(recorder, CancellationToken.None).Reason);
        Assert.Equal(2, recorder.Validations.Count);
    }

    public sealed class KilledException : Exception;

    // The observer throws at each checkpoint in turn, which ends the run at once; what is being written then is lost.
    [Theory]
    [InlineData(Compatibility.Default)]
    [InlineData(Compatibility.Reference)]
    public void Killed_at_any_checkpoint_a_run_ends_with_the_bits_and_the_metrics_of_one_that_was_not(Compatibility compat)
    {
        ModelConfig config = Tiny.Config() with { NumSteps = 6, CheckpointSteps = 1, ReportSteps = 2, RpclStart = 3, RpclPeriod = 1 };
        if (compat == Compatibility.Reference)
            config = config.ForReference() with { Patience = 3 };
        Recorder whole = new();
        Dictionary<string, double[]> expected;
        using (Trainer trainer = Start("whole", config))
        {
            trainer.Fit(whole, CancellationToken.None);
            expected = Tiny.Everything(trainer.Session);
        }

        for (int kill = 1; kill <= whole.Checkpoints.Count; kill++)
        {
            string name = $"killed{kill}";
            int left = kill;
            using (Trainer trainer = Start(name, config))
                Assert.Throws<KilledException>(
                    () => trainer.Fit(new Recorder { WhenCheckpoint = _ => KillAt(--left) }, CancellationToken.None));
            using Trainer resumed = Trainer.Resume(config, Tiny.Data(), RunFolder.At(_temporary.File(name)));
            resumed.Fit(new Recorder(), CancellationToken.None);
            Tiny.AssertSame(expected, Tiny.Everything(resumed.Session));
            AssertSameLines("whole", name);
        }

        static void KillAt(int left)
        {
            if (left == 0)
                throw new KilledException();
        }

    }

    [Fact]
    public void Interrupted_where_a_report_is_due_a_run_writes_the_lines_of_one_that_was_not()
    {
        ModelConfig config = Tiny.Config() with { ReportSteps = 1 };
        using (Trainer whole = Start("whole", config))
            whole.Fit(new Recorder(), CancellationToken.None);
        using CancellationTokenSource source = new();
        using (Trainer cut = Start("cut", config))
            Assert.Equal(1, cut.Fit(new Recorder { WhenCheckpoint = _ => source.Cancel() }, source.Token).Progress.Step);
        using (Trainer resumed = Trainer.Resume(config, Tiny.Data(), RunFolder.At(_temporary.File("cut"))))
            resumed.Fit(new Recorder(), CancellationToken.None);
        AssertSameLines("whole", "cut");
    }

    [Fact]
    public void Other_data_are_refused_and_no_checkpoint_is_taken_for_damaged()
    {
        ModelConfig config = Tiny.Config() with { LatentMethod = LatentMethod.Rpcl, KeepCheckpoints = 10 };
        using (Trainer trainer = Start("run", config))
            trainer.Fit(new Recorder(), CancellationToken.None);
        RunFolder run = RunFolder.At(_temporary.File("run"));
        string[] before = Directory.GetDirectories(run.Checkpoints);
        SketchDataset data = Tiny.Data();
        LabeledSketch[] reversed = [.. Enumerable.Range(1, data.Train.Count).Select(i => data.Train[data.Train.Count - i])];
        foreach (SketchDataset other in (SketchDataset[])
            [Tiny.Data(train: 4), new(data.Categories, new MemorySplit(reversed), data.Valid, data.Test)])
            Assert.Throws<InputException>(() => Trainer.Resume(config, other, run));
        Assert.Equal(before, Directory.GetDirectories(run.Checkpoints));
        using Trainer resumed = Trainer.Resume(config, Tiny.Data(), run);
        Assert.Equal(7, resumed.Steps);
    }

    [Fact]
    public void A_stretch_of_a_run_taken_again_has_the_same_bits_and_a_change_is_found()
    {
        RunFolder folder = RunFolder.At(_temporary.File("run"));
        ModelConfig config = Tiny.Config() with { CheckpointSteps = 2, KeepCheckpoints = 10 };
        using (Trainer trainer = Start("run", config))
            trainer.Fit(new Recorder(), CancellationToken.None);
        ReplayOutcome all = RunReplay.Run(folder, RunReplay.ConfigOf(folder), Tiny.Data(), 100, CancellationToken.None);
        Assert.Equal((0L, 7L, 0), (all.From.Step, all.To.Step, all.Different.Count));
        Assert.True(all.Tensors > 50);
        ReplayOutcome some = RunReplay.Run(folder, config, Tiny.Data(), 3, CancellationToken.None);
        Assert.Equal((4L, 7L), (some.From.Step, some.To.Step));
        Assert.NotEmpty(RunReplay.Run(folder, config with { LearningRate = 0.002 }, Tiny.Data(), 3, CancellationToken.None).Different);
    }

    [Fact]
    public void Without_a_validation_split_every_epoch_still_leaves_both_checkpoints()
    {
        Recorder recorder = new();
        using Trainer trainer = Trainer.Start(
            Tiny.Config() with { NumEpochs = 2 }, Tiny.Data(valid: 0), RunFolder.Create(_temporary.File("run")));
        trainer.Fit(recorder, CancellationToken.None);
        string[] names = [.. recorder.Checkpoints.Select(path => Path.GetFileName(path)!)];
        Assert.Equal(["step-00000000", "step-00000003", "step-00000006"], names);
        Assert.Equal(recorder.Checkpoints[2], ModelFolder.Locate(Path.Combine(_temporary.File("run"), "checkpoints", "step-00000006")));
        Assert.Equal(_temporary.File("run/best"), ModelFolder.Locate(_temporary.File("run")));
    }

    [Fact]
    public void Reference_mode_refuses_a_batch_that_leaves_nothing_to_train_on()
    {
        InputException refused = Assert.Throws<InputException>(
            () => Start("run", Tiny.Config().ForReference() with { BatchSize = 10 }).Dispose());
        Assert.Contains("batch_size", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stretch_with_other_rates_is_not_taken_again()
    {
        RunFolder folder = RunFolder.At(_temporary.File("run"));
        ModelConfig config = Tiny.Config() with { CheckpointSteps = 2, KeepCheckpoints = 10, NumSteps = 4 };
        using (Trainer trainer = Start("run", config))
            trainer.Fit(new Recorder(), CancellationToken.None);
        using (Trainer trainer = Trainer.Resume(config with { LearningRate = 0.002, NumSteps = 10 }, Tiny.Data(), folder))
            trainer.Fit(new Recorder(), CancellationToken.None);
        ReplayOutcome outcome = RunReplay.Run(folder, RunReplay.ConfigOf(folder), Tiny.Data(), 100, CancellationToken.None);
        Assert.Empty(outcome.Different);
        Assert.InRange(outcome.From.Step, 5, 9);
        Assert.Equal(10, outcome.To.Step);
    }

    private void AssertSameLines(string expected, string run)
    {
        foreach (string file in (string[])["metrics.jsonl", "latent.jsonl", "redrawings.jsonl"])
            Assert.Equal(Lines(expected, file), Lines(run, file));

        string[] Lines(string name, string file) =>
            [.. File.ReadLines(Path.Combine(_temporary.File(name), file))
                .Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\"sketches_per_second\":[^,}]*", ""))];
    }

    private Trainer Start(string name, ModelConfig config) => Trainer.Start(config, Tiny.Data(), RunFolder.Create(_temporary.File(name)));
}
