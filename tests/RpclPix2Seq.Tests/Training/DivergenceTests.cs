using System.Globalization;
using System.Text.Json;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training;

/// <summary>
/// Causes of divergence are refused, or end the training with a good checkpoint; what only looks like divergence continues.
/// </summary>
[LeakCheck]
public sealed class DivergenceTests : IDisposable
{
    private const string OutputWeights = "decoder/fc/linear/fc_w";
    private readonly TemporaryFolder _temporary = new();

    private RunFolder Run => RunFolder.At(_temporary.File("run"));

    public void Dispose() => _temporary.Dispose();

    // Healthy runs as observed: the loss per sketch falls by 0.01 to 0.05 per step through zero, single batches scatter by up to 12 nats,
    // and each batch holds sketches of one length, from 4 rows to 200. None of these runs may end, whichever way validations go.
    [Fact]
    public void Of_two_hundred_healthy_runs_none_is_called_divergent()
    {
        for (int run = 0; run < 200; run++)
        {
            CounterRandom random = new(RandomPurpose.SyntheticCodes, 15, run);
            double first = random.NextDouble(2, 5), last = random.NextDouble(-4, 1), halfLife = random.NextDouble(50, 2000),
                scatter = random.NextDouble(0, 12);
            LossWatch watch = new();
            for (int step = 0; step < 4000; step++)
            {
                int rows = (int)Math.Exp(random.NextDouble(Math.Log(4), Math.Log(200)));
                double loss =
                    (rows * (last + ((first - last) * Math.Pow(0.5, step / halfLife)))) + (step == 0 ? 0 : scatter * random.NextNormal());
                watch.Add(loss, 32, 32 * rows);
                if (step % 100 != 99)
                    continue;
                Assert.False(watch.IsUndone, $"run {run}, step {step}");
                watch.Restart();
            }
        }
    }

    [Fact]
    public void A_mean_above_the_untrained_models_is_training_undone()
    {
        LossWatch watch = new();
        Assert.False(watch.IsUndone);
        watch.Add(80, 32, 32 * 20);
        Assert.False(watch.IsUndone);
        watch.Restart();
        watch.Add(99, 32, 32 * 20);
        Assert.False(watch.IsUndone); // 4.95 against 4
        watch.Add(103, 32, 32 * 20);
        Assert.True(watch.IsUndone); // 5.05
        LossWatch resumed = new() { State = watch.State };
        Assert.True(resumed.IsUndone);
    }

    // One sketch has an offset whose square overflows. Its batches are skipped, the others are trained on.
    [Fact]
    public void A_sketch_that_does_harm_is_named_and_training_goes_on()
    {
        SketchDataset data = Tiny.Data(train: 40);
        using Trainer trainer = Trainer.Start(
            Tiny.Config() with { NumSteps = 30 },
            new SketchDataset(data.Categories, new SpoiltSplit(data.Train, bad: 7, offset: 1e25f, goodReadings: 3), data.Valid, data.Test),
            RunFolder.Create(Run.Path));
        Recorder recorder = new();
        TrainingOutcome outcome = trainer.Fit(recorder, CancellationToken.None);
        Assert.Equal((StopReason.Budget, 30L), (outcome.Reason, outcome.Progress.Step));
        RefusedStep refused = Assert.Single(recorder.Refused.DistinctBy(r => r.Explanation));
        Assert.StartsWith("sketch 7 of bus (train, ", Assert.Single(refused.Sketches), StringComparison.Ordinal);
        Assert.All(recorder.Refused, r => Assert.Equal(1, r.InRow));
        using JsonDocument line = JsonDocument.Parse(
            File.ReadLines(Run.MetricsFile).First(line => line.Contains("\"refused\"", StringComparison.Ordinal)));
        Assert.Contains("sketch 7 of bus", line.RootElement.GetProperty("sketches")[0].GetString(), StringComparison.Ordinal);
        AssertNewestIsFinite();
    }

    [Fact]
    public void Weights_that_are_not_numbers_end_the_run_and_are_never_saved()
    {
        using (Trainer trainer = Start(Tiny.Config() with { NumSteps = 2 }))
            trainer.Fit(new Recorder(), CancellationToken.None);
        string file = Path.Combine(Run.Last, ModelFolder.TensorFile);
        byte[] before = File.ReadAllBytes(file);
        using Trainer resumed = Trainer.Resume(Tiny.Config() with { NumSteps = 100 }, Tiny.Data(), Run);
        Spoil(resumed, weights => weights.Filled(double.NaN));
        DivergedException diverged = Assert.Throws<DivergedException>(() => resumed.Fit(new Recorder(), CancellationToken.None));
        Assert.Contains("the weights are not finite", diverged.Message, StringComparison.Ordinal);
        Assert.Contains("step-00000002", diverged.Message, StringComparison.Ordinal);
        Assert.Contains("learning_rate", diverged.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
    }

    // Damage by the last step of an epoch is first seen when the model is saved.
    [Fact]
    public void A_model_that_broke_in_an_epochs_last_step_is_not_saved()
    {
        using Trainer trainer = Start(Tiny.Config());
        Assert.Throws<DivergedException>(
            () => trainer.Fit(
                new Recorder { WhenSteps = _ => Spoil(trainer, weights => weights.Filled(double.NaN)) }, CancellationToken.None));
        AssertNewestIsFinite();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public void An_absurd_learning_rate_ends_the_run(double rate)
    {
        using Trainer trainer = Start(Tiny.Config() with { NumSteps = 200, LearningRate = rate, MinLearningRate = 0 });
        DivergedException diverged = Assert.Throws<DivergedException>(() => trainer.Fit(new Recorder(), CancellationToken.None));
        Assert.Contains("lower learning_rate", diverged.Message, StringComparison.Ordinal);
        AssertNewestIsFinite();
    }

    [Fact]
    public void Ten_refused_steps_in_a_row_end_the_run()
    {
        using Trainer trainer = Start(Tiny.Config() with { NumSteps = 100 });
        Recorder recorder = new() { WhenSteps = _ => Spoil(trainer, weights => weights.Filled(1e38)) };
        DivergedException diverged = Assert.Throws<DivergedException>(() => trainer.Fit(recorder, CancellationToken.None));
        Assert.Contains("10 steps in a row", diverged.Message, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 10), recorder.Refused.Select(refused => refused.InRow));
        Assert.All(recorder.Refused, refused => Assert.Empty(refused.Sketches)); // all are equally bad, so none is to blame
    }

    // From the second validation on, the output's biases are 5 after every step: standard deviations of 148 fit nothing. The resulting
    // model is set aside.
    [Fact]
    public void A_run_that_undoes_itself_goes_on_from_its_best()
    {
        using (Trainer trainer = Start(Tiny.Config() with { NumSteps = 100, CheckpointSteps = 1 }))
        {
            List<long> improved = [];
            Recorder recorder = null!;
            recorder = new Recorder
            {
                WhenCheckpoint = path =>
                {
                    improved =
                    [
                        .. recorder.Validations.Where(validation => validation.Improved).Select(validation => validation.Metrics.Step),
                    ];
                    if (improved.Count >= 2
                        && int.Parse(Path.GetFileName(path)["step-".Length..], CultureInfo.InvariantCulture) >= improved[^1])
                        Spoil(trainer, biases => biases.Filled(5), "decoder/fc/linear/fc_b");
                },
            };
            DivergedException diverged = Assert.Throws<DivergedException>(() => trainer.Fit(recorder, CancellationToken.None));
            Assert.Contains("at the start of the run", diverged.Message, StringComparison.Ordinal);
            Assert.Equal(improved[^1], RunCheckpoints.List(Run)[0].Step);
        }

        RunCheckpoint newest = RunCheckpoints.List(Run)[0];
        Assert.Equal(newest.Number, RunCheckpoints.Best(RunCheckpoints.List(Run))!.Number);
        using Trainer resumed = Trainer.Resume(
            Tiny.Config() with { NumSteps = (int)newest.Step + 5, LearningRate = 1e-4 }, Tiny.Data(), Run);
        Recorder after = new();
        Assert.Equal(newest.Step + 5, resumed.Fit(after, CancellationToken.None).Progress.Step);
        Assert.Empty(after.Refused);
    }

    private Trainer Start(ModelConfig config) => Trainer.Start(config, Tiny.Data(), RunFolder.Create(Run.Path));

    private void AssertNewestIsFinite()
    {
        using SafetensorsReader newest = SafetensorsReader.Open(Path.Combine(RunCheckpoints.List(Run)[0].Folder, ModelFolder.TensorFile));
        Assert.All(newest.ToArray<float>(OutputWeights), value => Assert.True(float.IsFinite(value)));
    }

    private static void Spoil(Trainer trainer, Action<Tensor> change, string name = OutputWeights)
    {
        using IDisposable _ = no_grad();
        using var scope = NewDisposeScope();
        change(trainer.Session.Model.Parameters[name]);
    }
}
