using System.Text.RegularExpressions;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Collectives;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using TorchSharp;

namespace RpclPix2Seq.Tests.Training;

/// <summary>Several ranks, here threads, train as one process does: to the last bit.</summary>
[LeakCheck]
public sealed partial class RanksTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    // Ten sketches in batches of four, the last of two: of four shards, some are then empty.
    [Theory]
    [InlineData(DecoderModel.Lstm, LatentMethod.Em, 2, 4)]
    [InlineData(DecoderModel.Lstm, LatentMethod.Rpcl, 2, 4)]
    [InlineData(DecoderModel.Hyper, LatentMethod.Em, 4)]
    [InlineData(DecoderModel.Hyper, LatentMethod.Rpcl, 2)]
    [InlineData(DecoderModel.LayerNorm, LatentMethod.Hierarchy, 3)]
    [InlineData(DecoderModel.Lstm, LatentMethod.Reference, 2)]
    public void The_number_of_ranks_changes_no_bit(DecoderModel decoder, LatentMethod method, params int[] sizes) =>
        AssertSameBits(Config(decoder, method), sizes);

    [Theory]
    [MemberData(nameof(Tiny.EveryCell), MemberType = typeof(Tiny))]
    public void Nor_does_it_with_fused_kernels(DecoderModel decoder) => AssertSameBits(Config(decoder, LatentMethod.Em).Fused(), 2, 4);

    private void AssertSameBits(ModelConfig config, params int[] sizes)
    {
        Dictionary<string, double[]> expected = Train("1", 1, config);
        foreach (int ranks in sizes)
        {
            Tiny.AssertSame(expected, Train($"{ranks}", ranks, config));
            AssertSameFiles("1", $"{ranks}");
        }
    }

    [Fact]
    public void In_reference_mode_ranks_go_back_together()
    {
        ModelConfig config = Config(DecoderModel.Lstm, LatentMethod.Reference).ForReference().Tamest() with { NumSteps = 40, Patience = 3 };
        Tiny.AssertSame(Train("1", 1, config), Train("2", 2, config));
        AssertSameFiles("1", "2");
        Assert.True(Lines("1", "metrics.jsonl").Count(line => line.Contains("\"valid\"", StringComparison.Ordinal)) > 2);
    }

    [Theory]
    [InlineData(LatentMethod.Em)]
    [InlineData(LatentMethod.Rpcl)]
    public void A_checkpoint_of_four_ranks_resumes_on_two_and_on_one(LatentMethod method)
    {
        ModelConfig config = Config(DecoderModel.Lstm, method);
        Dictionary<string, double[]> expected = Train("whole", 4, config);
        Train("parts", 4, config with { NumSteps = 3 });
        Train("parts", 2, config with { NumSteps = 5 });
        Tiny.AssertSame(expected, Train("parts", 1, config));
    }

    // The cut only changes in which order is added: without dropout, the gradients of a step are the same but for rounding, and so is what
    // the mixture learns.
    [Theory]
    [InlineData(LatentMethod.Em)]
    [InlineData(LatentMethod.Hierarchy)]
    public void Shards_change_only_roundings(LatentMethod method)
    {
        ModelConfig config = Config(DecoderModel.Hyper, method) with { UseRecurrentDropout = false, NumSteps = 1, RpclStart = 0 };
        Dictionary<string, double[]> one = Train("one", 1, config with { Shards = 1 }), four = Train("four", 2, config);
        Tiny.AssertLearnedAlike(one, four, 1e-3, floor: 1e-6);
    }

    // In a step that is not the first, rivals are penalized and parents compete.
    [Theory]
    [InlineData(LatentMethod.Hierarchy)]
    [InlineData(LatentMethod.Reference)]
    public void Nor_do_they_change_more_where_rivals_compete(LatentMethod method)
    {
        ModelConfig config = Config(DecoderModel.Hyper, method) with { UseRecurrentDropout = false, RpclStart = 0, RpclPeriod = 1 };
        Tiny.AssertLearnedAlike(Stepped(config with { Shards = 1 }), Stepped(config), 1e-3, floor: 1e-6);

        static Dictionary<string, double[]> Stepped(ModelConfig config)
        {
            using IDisposable scope = torch.NewDisposeScope();
            using TrainingSession session = TrainingSession.Create(config);
            BatchMaker maker = new(config, Tiny.Data().Train, 40, 12);
            StepOutcome outcome = config.Shards == 1
                ? session.Step(Batch(0, 1, 2, 3), 3)
                : session.StepShards([Batch(0), Batch(1), Batch(2), Batch(3)], 4, 3);
            Assert.Null(outcome.Refused);
            return Tiny.Everything(session);

            SketchBatch Batch(params int[] sketches) =>
                maker.Make(sketches, augment: false).ToTensors(session.Model.Type, session.Model.Device);
        }
    }

    [Fact]
    public void A_stop_that_any_rank_is_asked_for_stops_all_at_the_same_step()
    {
        using CancellationTokenSource asked = new();
        TrainingOutcome?[] outcomes = new TrainingOutcome?[2];
        Exception?[] thrown = ThreadCollective.Run(2, ranks =>
        {
            ModelConfig config = Config(DecoderModel.Lstm, LatentMethod.Em) with { NumSteps = 1000, Patience = 1000 };
            using Trainer trainer = Begin("run", ranks, config);
            Recorder recorder = new() { WhenCheckpoint = path => StopAt(path) };
            outcomes[ranks.Rank] = trainer.Fit(recorder, ranks.Rank == 1 ? asked.Token : CancellationToken.None);
        });
        Assert.All(thrown, Assert.Null);
        Assert.All(outcomes, outcome => Assert.Equal(StopReason.Interrupted, outcome!.Reason));
        Assert.Equal(outcomes[0]!.Progress.Step, outcomes[1]!.Progress.Step);
        Assert.Equal(outcomes[0]!.Progress.Step, RunCheckpoints.List(RunFolder.At(_temporary.File("run")))[0].Step);

        void StopAt(string checkpoint)
        {
            if (checkpoint.EndsWith('4'))
                asked.Cancel();
        }
    }

    public sealed class DeadException : Exception;

    [Fact]
    public void A_rank_that_dies_ends_the_others_and_its_run_goes_on_from_the_last_checkpoint()
    {
        ModelConfig config = Config(DecoderModel.Lstm, LatentMethod.Rpcl) with { CheckpointSteps = 1 };
        Dictionary<string, double[]> expected = Train("whole", 1, config);
        Exception?[] thrown = ThreadCollective.Run(2, ranks =>
        {
            SketchDataset data = Tiny.Data();
            if (ranks.Rank == 1)
                data = new SketchDataset(data.Categories, new DyingSplit(data.Train, reads: 25), data.Valid, data.Test);
            using Trainer trainer = ranks.Rank == 0
                ? Trainer.Start(config, data, RunFolder.Create(_temporary.File("run")), ranks: ranks)
                : Trainer.Join(config, data, RunFolder.At(_temporary.File("run")), ranks);
            trainer.Fit(new Recorder(), CancellationToken.None);
        });
        Assert.IsType<CollectiveException>(thrown[0]);
        Assert.IsType<DeadException>(thrown[1]);
        RunCheckpoint last = RunCheckpoints.List(RunFolder.At(_temporary.File("run")))[0];
        last.Check();
        Assert.InRange(last.Step, 1, 6);
        Tiny.AssertSame(expected, Train("run", 2, config));
    }

    [Fact]
    public void A_step_that_is_refused_is_refused_by_all()
    {
        ModelConfig config = Config(DecoderModel.Lstm, LatentMethod.Em) with { NumSteps = 20 };
        Tiny.AssertSame(Train("1", 1, config, Spoilt), Train("4", 4, config, Spoilt));
        AssertSameFiles("1", "4");
        Assert.Contains(Lines("4", "metrics.jsonl"), line => line.Contains("sketch 7 of bus", StringComparison.Ordinal));

        static SketchDataset Spoilt()
        {
            SketchDataset data = Tiny.Data(train: 40);
            return new SketchDataset(data.Categories, new SpoiltSplit(data.Train, bad: 7, offset: 1e25f), data.Valid, data.Test);
        }
    }

    // As on two types of processors, but more at once.
    [Fact]
    public void Ranks_that_have_drifted_apart_are_made_equal_before_a_checkpoint()
    {
        List<string> warnings = [];
        Dictionary<string, double[]>[] ended = new Dictionary<string, double[]>[2];
        Exception?[] thrown = ThreadCollective.Run(2, ranks =>
        {
            ModelConfig config = Config(DecoderModel.Lstm, LatentMethod.Rpcl) with { NumSteps = 3 };
            using Trainer trainer = ranks.Rank == 0
                ? Trainer.Start(config, Tiny.Data(), RunFolder.Create(_temporary.File("run")), warn: warnings.Add, ranks: ranks)
                : Trainer.Join(config, Tiny.Data(), RunFolder.At(_temporary.File("run")), ranks);
            trainer.Fit(new Recorder { WhenSteps = _ => Drift(ranks.Rank, trainer) }, CancellationToken.None);
            ended[ranks.Rank] = Tiny.Everything(trainer.Session);
        });
        Assert.All(thrown, Assert.Null);
        Assert.StartsWith("the weights of rank 1 differ from those of rank 0", Assert.Single(warnings), StringComparison.Ordinal);
        Tiny.AssertSame(ended[0], ended[1]);

        static void Drift(int rank, Trainer trainer)
        {
            if (rank == 0)
                return;
            using IDisposable scope = torch.NewDisposeScope();
            using IDisposable _ = torch.no_grad();
            trainer.Session.Model.Parameters.All[0].Tensor.PlusInPlace(torch.ones(1));
        }
    }

    [Fact]
    public void Ranks_with_other_data_are_refused()
    {
        Exception?[] thrown = ThreadCollective.Run(2, ranks =>
        {
            using Trainer trainer = ranks.Rank == 0
                ? Begin("run", ranks, Config(DecoderModel.Lstm, LatentMethod.Em))
                : Trainer.Join(Config(DecoderModel.Lstm, LatentMethod.Em), Tiny.Data(train: 11), RunFolder.At("run"), ranks);
            trainer.Fit(new Recorder(), CancellationToken.None);
        });
        Assert.IsType<CollectiveException>(thrown[0]);
        Assert.Contains("stroke scale", Assert.IsType<InputException>(thrown[1]).Message, StringComparison.Ordinal);
    }

    private static ModelConfig Config(DecoderModel decoder, LatentMethod method) => Tiny.Config(decoder) with
    {
        LatentMethod = method,
        NumUpper = 2,
        Shards = 4,
        ReportSteps = 2,
        RpclStart = 3,
        RpclPeriod = 2,
    };

    private Trainer Begin(string name, ICollective ranks, ModelConfig config, SketchDataset? data = null)
    {
        RunFolder folder = RunFolder.At(_temporary.File(name));
        data ??= Tiny.Data();
        if (ranks.Rank > 0)
            return Trainer.Join(config, data, folder, ranks);
        return RunFolder.HasBegun(folder.Path)
            ? Trainer.Resume(config, data, folder, ranks: ranks)
            : Trainer.Start(config, data, RunFolder.Create(folder.Path), ranks: ranks);
    }

    /// <summary>Starts or resumes a run on several ranks; returns the state at its end, which is the same on all of them.</summary>
    private Dictionary<string, double[]> Train(string name, int size, ModelConfig config, Func<SketchDataset>? read = null)
    {
        Dictionary<string, double[]>[] ended = new Dictionary<string, double[]>[size];
        Exception?[] thrown = ThreadCollective.Run(size, ranks =>
        {
            SketchDataset data = read?.Invoke() ?? Tiny.Data();
            using Trainer trainer = Begin(name, ranks, config, data);
            (data.Train as SpoiltSplit)?.Spoil();
            TrainingOutcome outcome = trainer.Fit(new Recorder(), CancellationToken.None);
            Assert.Equal(outcome.Progress.Step, trainer.Steps);
            ended[ranks.Rank] = Tiny.Everything(trainer.Session);
        });
        Assert.All(thrown, Assert.Null);

        // Ranks other than 0 end with the weights of the best model, which they tested.
        foreach (Dictionary<string, double[]> other in ended[1..])
        {
            string[] moments = [.. ended[0].Keys.Where(key => key.Contains("Adam", StringComparison.Ordinal))];
            Assert.NotEmpty(moments);
            Assert.All(moments, key => Assert.Equal(ended[0][key], other[key]));
        }

        return ended[0];
    }

    private void AssertSameFiles(string one, string other)
    {
        foreach (string file in (string[])["metrics.jsonl", "latent.jsonl", "redrawings.jsonl"])
            Assert.Equal(Lines(one, file), Lines(other, file));
    }

    private string[] Lines(string run, string file) =>
        [.. File.ReadLines(Path.Combine(_temporary.File(run), file)).Select(line => Speed().Replace(line, ""))];

    [GeneratedRegex("\"sketches_per_second\":[^,}]*")]
    private static partial Regex Speed();

    /// <summary>A split that can be read only so often, as if its process had died then.</summary>
    private sealed class DyingSplit(ISketchSplit sketches, int reads) : ISketchSplit
    {
        private int _left = reads;

        public int Count => sketches.Count;

        public LabeledSketch this[int index] => _left-- > 0 ? sketches[index] : throw new DeadException();

        public int LengthOf(int index) => sketches.LengthOf(index);
    }
}
