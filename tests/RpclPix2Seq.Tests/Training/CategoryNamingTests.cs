using System.Text.Json;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Collectives;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training;

/// <summary><c>category_weight</c>: codes from which a linear layer names the category.</summary>
[LeakCheck]
public sealed class CategoryNamingTests
{
    private const double Weight = 2;
    private static readonly ModelConfig Config = Tiny.Config() with { CategoryWeight = Weight, Categories = ["bus", "cat"], Shards = 4 };

    [Fact]
    public void The_loss_is_the_cross_entropy_of_the_codes_categories()
    {
        using IDisposable scope = NewDisposeScope();
        using Pix2SeqModel model = Model();
        using SketchBatch batch = Batch([0, 1, 2]);
        Tensor noise = Tiny.Normal(5, 3, 3);
        ForwardPass named = Objective.From(Config).Run(model, batch, noise, 10, training: true),
            plain = Objective.From(Config with { CategoryWeight = 0 }).Run(model, batch, noise, 10, training: true);
        double[] logits = Tiny.Values(model.CategoryHead!.Forward(named.Codes));
        int[] categories = [0, 1, 0];
        double expected = categories.Select((category, i) =>
            Math.Log(Math.Exp(logits[2 * i]) + Math.Exp(logits[(2 * i) + 1])) - logits[(2 * i) + category]).Average();
        Assert.Equal(expected, named.CategoryLoss!.item<double>(), 1e-12);
        Assert.Null(plain.CategoryLoss);
        Assert.Equal(plain.Total.item<double>() + (Weight * expected), named.Total.item<double>(), 1e-9);
        Assert.Equal(6, LossMeter.Read(named).Length);
        Assert.Equal(expected, LossMeter.Read(named)[5], 1e-12);
    }

    [Fact]
    public void Codes_learn_it()
    {
        ModelConfig config = Config with { Precision = ProductPrecision.Float32, LearningRate = 0.01 };
        using TrainingSession session = TrainingSession.Create(config);
        double[] losses = [.. Enumerable.Range(0, 60).Select(step =>
        {
            using SketchBatch batch = Batch([0, 1, 2, 3], float32);
            return session.Step(batch, step).Losses[5];
        })];
        Assert.InRange(losses[0], 0.2, 2);
        Assert.InRange(losses[^5..].Average(), 0, losses[..5].Average() / 2);
        session.Model.Parameters.ClearGradients();
        using IDisposable scope = NewDisposeScope();
        using SketchBatch again = Batch([0, 1], float32);
        Objective.From(config).Run(session.Model, again, noise: null, 60, training: true).CategoryLoss!.backward();
        Assert.Contains(Tiny.Values(session.Model.Parameters["encoder/fc_mu/linear/fc_w"].grad!), value => value != 0);
    }

    [Fact]
    public void Another_training_takes_the_networks_and_learns_the_names_anew()
    {
        foreach (bool named in (bool[])[false, true])
        {
            using Pix2SeqModel from = named ? Model(seed: 7) : Tiny.Model(seed: 7), to = Model();
            double[] head = Tiny.Values(to.CategoryHead!.Weight);
            to.CopyFrom(from, seed: 1);
            Assert.Equal(named, from.CategoryHead is not null);
            Assert.Equal(
                Tiny.Values(from.Parameters["encoder/fc_mu/linear/fc_w"]), Tiny.Values(to.Parameters["encoder/fc_mu/linear/fc_w"]));
            Assert.Equal(head, Tiny.Values(to.CategoryHead!.Weight));
        }
    }

    [Fact]
    public void Runs_resume_on_other_ranks_to_the_same_bits_and_models_come_back_from_their_folder()
    {
        using TemporaryFolder folder = new();
        Dictionary<string, double[]> whole = Train("whole", Config, 2);
        Train("parts", Config with { NumSteps = 3 }, 1);
        Tiny.AssertSame(whole, Train("parts", Config, 1));
        Assert.Contains("category/linear/fc_w", whole.Keys);
        double[] losses = Losses("whole");
        Assert.All(losses, loss => Assert.InRange(loss, 1e-3, 10));
        Assert.Equal(losses, Losses("parts"));
        using LoadedModel loaded = ModelFolder.Load(folder.File("whole"));
        Assert.Equal(whole["category/linear/fc_b"].Length, loaded.Model.CategoryHead!.Bias.numel());

        // The original knows no such layer, and gets none; what comes back names nothing.
        string bundle = folder.File("bundle");
        Assert.DoesNotContain(OriginalExport.Write(bundle, loaded), name => name.Contains("category", StringComparison.Ordinal));
        using TensorBundleReader reader = TensorBundleReader.Open(bundle);
        using LoadedModel back = OriginalImport.ToModel(
            reader, OriginalImport.Config(reader, Path.Combine(folder.File("whole"), ModelFolder.ConfigFile)));
        Assert.Null(back.Model.CategoryHead);

        double[] Losses(string run) =>
        [
            .. File.ReadLines(Path.Combine(folder.File(run), "metrics.jsonl")).Select(line =>
                JsonDocument.Parse(line).RootElement.GetProperty("category_loss").GetDouble()),
        ];

        Dictionary<string, double[]> Train(string name, ModelConfig config, int size)
        {
            Dictionary<string, double[]>? ended = null;
            Exception?[] thrown = ThreadCollective.Run(size, ranks =>
            {
                RunFolder run = RunFolder.At(folder.File(name));
                using Trainer trainer = ranks.Rank > 0 ? Trainer.Join(config, Data(), run, ranks)
                    : RunFolder.HasBegun(run.Path) ? Trainer.Resume(config, Data(), run, ranks: ranks)
                    : Trainer.Start(config, Data(), RunFolder.Create(run.Path), ranks: ranks);
                trainer.Fit(new Recorder(), CancellationToken.None);
                if (ranks.Rank == 0)
                    ended = Tiny.Everything(trainer.Session);
            });
            Assert.All(thrown, Assert.Null);
            return ended!;
        }
    }

    private static Pix2SeqModel Model(ulong seed = 1)
    {
        using Generator generator = new(seed, CPU);
        Pix2SeqModel model = new(Tiny.Shape() with { Categories = 2 }, generator, reference: false, float64);
        Tiny.Randomize(model.Parameters, generator);
        return model;
    }

    private static SketchBatch Batch(int[] indices, ScalarType type = ScalarType.Float64) =>
        new BatchMaker(Config, Data().Train, 40, 12).Make(indices, augment: false).ToTensors(type, CPU);

    /// <summary>Every other sketch is of the second category.</summary>
    private static SketchDataset Data()
    {
        SketchDataset data = Tiny.Data();
        return new SketchDataset(["bus", "cat"], Half(data.Train), Half(data.Valid), Half(data.Test));

        static MemorySplit Half(ISketchSplit split) =>
            new([.. Enumerable.Range(0, split.Count).Select(i => split[i] with { Category = i % 2 })]);
    }
}
