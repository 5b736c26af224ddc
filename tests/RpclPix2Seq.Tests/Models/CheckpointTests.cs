using System.Text.Json.Nodes;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Networks;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Checkpoints;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Models;

[LeakCheck]
public sealed class CheckpointTests : IDisposable
{
    private static readonly ModelConfig Config = Tiny.Config();
    private readonly TemporaryFolder _temporary = new();

    public static TheoryData<DecoderModel> Cells => Tiny.EveryCell;

    private string Place => _temporary.File("last");

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_checkpoint_brings_everything_back_bit_for_bit(DecoderModel cell) => AssertBroughtBack(Tiny.Config(cell));

    [Fact]
    public void A_checkpoint_brings_a_hierarchy_back_bit_for_bit() =>
        AssertBroughtBack(Config with { LatentMethod = LatentMethod.Hierarchy, NumUpper = 2, LatentStart = LatentStart.Uniform });

    [Fact]
    public void A_model_of_one_level_is_no_hierarchy_and_the_other_way_round()
    {
        Save();
        (Config with { LatentMethod = LatentMethod.Hierarchy }).Save(Path.Combine(Place, ModelFolder.ConfigFile));
        Assert.Contains("latent_i", Assert.Throws<InputException>(() => ModelFolder.Load(Place)).Message, StringComparison.Ordinal);
        using (TrainingSession session = TrainingSession.Create(Config with { LatentMethod = LatentMethod.Hierarchy }))
            Checkpoint.Save(Place, session, Config, Tiny.Facts, new TrainingState());
        Assert.Contains("tensor latent_i", Assert.Throws<InputException>(() => ModelFolder.Load(Place)).Message, StringComparison.Ordinal);
    }

    private void AssertBroughtBack(ModelConfig config)
    {
        using TrainingSession session = TrainingSession.Create(config);
        TakeAStep(session);
        TrainingState progress = new()
        {
            Step = 5,
            Epoch = 2,
            BatchInEpoch = 1,
            Attempt = 3,
            OptimizerSteps = session.Optimizer.Steps,
            BadValidations = 1,
            Seconds = 0.1,
        };
        Checkpoint.Save(Place, session, config, Tiny.Facts, progress);

        using TrainingSession other = TrainingSession.Create(config with { Seed = 99 });
        RestoredCheckpoint restored = Checkpoint.Restore(Place, other);
        Assert.Equal((progress, Tiny.Facts), (restored.Progress, restored.Facts)); // BestLoss is still infinite
        Tiny.AssertSame(Tiny.Everything(session), Tiny.Everything(other));
        Assert.Equal(session.Optimizer.Steps, other.Optimizer.Steps);
        Assert.Equal(["last"], Directory.GetDirectories(_temporary.Path).Select(Path.GetFileName));

        using LoadedModel model = ModelFolder.Load(Place);
        Assert.Equal((config, Tiny.Facts), (model.Config, model.Facts));
        foreach ((NamedTensor saved, NamedTensor loaded) in session.Model.State().Zip(model.Model.State()))
            Assert.True(saved.Name == loaded.Name && saved.Tensor.SameAs(loaded.Tensor), saved.Name);
    }

    [Fact]
    public void A_damaged_newest_checkpoint_is_reported_and_the_one_before_it_used()
    {
        RunFolder run = RunFolder.At(_temporary.Path);
        using TrainingSession session = TrainingSession.Create(Config);
        using (CheckpointStore store = new(run, 3))
        {
            for (int step = 1; step <= 3; step++)
                store.Begin(
                    Checkpoint.Prepare(
                        session, Config, Tiny.Facts with { Step = step }, new TrainingState { Step = step },
                        TrainingMemory.None), best: 1, waits: true);
        }

        string newest = Path.Combine(run.Checkpoints, "step-00000003"), model = Path.Combine(newest, ModelFolder.TensorFile);
        Flip(model);
        Directory.Delete(Path.Combine(run.Checkpoints, "step-00000002"), recursive: true);
        Directory.CreateDirectory(Path.Combine(run.Checkpoints, "step-00000004.partial"));
        List<string> reports = [];
        using TrainingSession other = TrainingSession.Create(Config with { Seed = 99 });
        Assert.Equal(1, Checkpoint.RestoreNewest(run, other, reports.Add).Progress.Step);
        string line = Assert.Single(reports);
        Assert.Contains(model, line, StringComparison.Ordinal);
        Assert.Contains("step-00000001", line, StringComparison.Ordinal);
        Tiny.AssertSame(Tiny.Everything(session), Tiny.Everything(other));
        Assert.False(Directory.Exists(newest));

        Flip(Path.Combine(run.Checkpoints, "step-00000001", Checkpoint.TrainingFile));
        Assert.Contains(
            Checkpoint.TrainingFile, Assert.Throws<InputException>(() => Checkpoint.RestoreNewest(run, other, reports.Add)).Message,
            StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(run.Checkpoints, "step-00000001"))); // the only one there is stays

        static void Flip(string file)
        {
            byte[] bytes = File.ReadAllBytes(file);
            bytes[^1] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
    }

    [Fact]
    public void The_best_of_a_run_is_preferred_and_found_without_its_link()
    {
        RunFolder run = RunFolder.At(_temporary.Path);
        using TrainingSession session = TrainingSession.Create(Config);
        using (CheckpointStore store = new(run, 2))
        {
            for (int step = 1; step <= 4; step++)
                store.Begin(
                    Checkpoint.Prepare(
                        session, Config, Tiny.Facts with { Step = step }, new TrainingState { Step = step },
                        TrainingMemory.None), best: 1, waits: false);
            store.Collect(wait: true);
        }

        Assert.Equal(
            ["step-00000001", "step-00000003", "step-00000004"],
            Directory.GetDirectories(run.Checkpoints).Select(Path.GetFileName).Order());
        Assert.Equal((1, 1, 4), (LoadedStep(run.Path), LoadedStep(run.Best), LoadedStep(run.Last)));
        Assert.Equal(run.Best, ModelFolder.Locate(run.Path));
        Directory.Delete(run.Best);
        Directory.Delete(run.Last);
        Assert.Equal((1, 1, 4), (LoadedStep(run.Path), LoadedStep(run.Best), LoadedStep(run.Last)));

        static long LoadedStep(string path)
        {
            using LoadedModel model = ModelFolder.Load(path);
            return model.Facts.Step;
        }
    }

    [Fact]
    public void A_mean_counts_every_step_once_and_not_the_weights_before_the_first()
    {
        RunFolder run = RunFolder.At(_temporary.Path);
        using TrainingSession session = TrainingSession.Create(Config);
        using (CheckpointStore store = new(run, 9))
        {
            foreach (int step in (int[])[0, 1, 2, 2])
                store.Begin(
                    Checkpoint.Prepare(
                        session, Config, Tiny.Facts with { Step = step }, new TrainingState { Step = step },
                        TrainingMemory.None), best: 1, waits: true);
        }

        Assert.Equal(4, RunCheckpoints.List(run).Count);
        Assert.Equal(
            ["step-00000002-2", "step-00000001"], CheckpointAverage.Newest(run.Path, 2).Select(Path.GetFileName));
        Assert.Contains(
            "expected the folder of a training run with 3 checkpoints, found 2",
            Assert.Throws<InputException>(() => CheckpointAverage.Newest(run.Path, 3)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Memory")]
    [InlineData("Progress")]
    [InlineData("Machine")]
    public void Progress_without_one_of_its_parts_is_refused(string part)
    {
        Save();
        string file = Path.Combine(Place, "progress.json"), manifest = Path.Combine(Place, CheckpointManifest.FileName);
        string before = File.ReadAllText(file), hash = CheckpointManifest.Sha256Of(file);
        JsonObject progress = JsonNode.Parse(before)!.AsObject();
        Assert.True(progress.Remove(part));
        File.WriteAllText(file, progress.ToJsonString());
        File.WriteAllText(manifest, File.ReadAllText(manifest)
            .Replace(hash, CheckpointManifest.Sha256Of(file), StringComparison.Ordinal)
            .Replace($"\"size\": {before.Length},", $"\"size\": {new FileInfo(file).Length},", StringComparison.Ordinal));
        using TrainingSession other = TrainingSession.Create(Config);
        Assert.Contains(
            "expected the progress of a training run, found missing or impossible values",
            Assert.Throws<InputException>(() => Checkpoint.Restore(Place, other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_shape_is_refused_with_the_tensor_and_both_shapes()
    {
        Save();
        (Config with { DecRnnSize = 9 }).Save(Path.Combine(Place, ModelFolder.ConfigFile));
        InputException refused = Assert.Throws<InputException>(() => ModelFolder.Load(Place));
        Assert.Matches(@"decoder/rnn/LSTMCell/W_xh.*\[8,36\].*\[8,32\]", refused.Message);

        Save();
        using TrainingSession other = TrainingSession.Create(Config with { ZSize = 4 });
        Assert.Matches(
            @"encoder/fc_mu/linear/fc_w.*\[1024,4\].*\[1024,3\]",
            Assert.Throws<InputException>(() => Checkpoint.Restore(Place, other)).Message);
    }

    [Fact]
    public void A_tensor_too_few_or_too_many_is_refused_by_name()
    {
        Save();
        string file = Path.Combine(Place, ModelFolder.TensorFile);
        Rewrite(file, tensors => tensors.Where(t => t.Name != "latent_mu"));
        Assert.Contains("latent_mu", Assert.Throws<InputException>(() => ModelFolder.Load(Place)).Message, StringComparison.Ordinal);
        Save();
        using (Tensor more = zeros(2))
            Rewrite(file, tensors => tensors.Append(new NamedTensor("stowaway", more)));
        Assert.Contains("stowaway", Assert.Throws<InputException>(() => ModelFolder.Load(Place)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelFolder.TensorFile, 100)]
    [InlineData(ModelFolder.TensorFile, 0)]
    [InlineData(ModelFolder.TensorFile, -1)]
    [InlineData(ModelFolder.ConfigFile, 10)]
    [InlineData(ModelFolder.ConfigFile, -1)]
    [InlineData(Checkpoint.TrainingFile, 100)]
    [InlineData(Checkpoint.TrainingFile, -1)]
    public void Damaged_and_missing_files_are_named(string name, int length)
    {
        Save();
        string file = Path.Combine(Place, name);
        if (length < 0)
            File.Delete(file);
        else
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);
        InputException refused = Assert.Throws<InputException>(() =>
        {
            if (name == Checkpoint.TrainingFile)
            {
                using TrainingSession other = TrainingSession.Create(Config);
                Checkpoint.Restore(Place, other);
            }
            else
            {
                ModelFolder.Load(Place).Dispose();
            }
        });
        Assert.Contains(length < 0 && name == ModelFolder.TensorFile ? Place : name, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("empty")]
    [InlineData("file")]
    public void A_folder_that_is_not_a_model_is_refused(string what)
    {
        string path = _temporary.File(what);
        if (what == "empty")
            Directory.CreateDirectory(path);
        else if (what == "file")
            File.WriteAllText(path, "");
        Assert.Contains(path, Assert.Throws<InputException>(() => ModelFolder.Load(path)).Message, StringComparison.Ordinal);
        using TrainingSession session = TrainingSession.Create(Config);
        Assert.Throws<InputException>(() => Checkpoint.Restore(path, session));
    }

    [Fact]
    public void Invalid_facts_are_refused()
    {
        IReadOnlyDictionary<string, string> good = Tiny.Facts.ToMetadata();
        Assert.Equal(Tiny.Facts, ModelFacts.FromMetadata(good, "f"));
        foreach ((string key, string value) in new[] { ("stroke_scale", "0"), ("stroke_scale", "NaN"), ("longest", "-1"), ("step", "1e400"),
            ("epoch", "") })
        {
            Dictionary<string, string> bad = new(good) { [key] = value };
            Assert.Contains(key, Assert.Throws<InputException>(() => ModelFacts.FromMetadata(bad, "f")).Message, StringComparison.Ordinal);
            bad.Remove(key);
            Assert.Throws<InputException>(() => ModelFacts.FromMetadata(bad, "f"));
        }
    }

    [Fact]
    public void A_run_folder_is_made_once()
    {
        string path = _temporary.File("run");
        Assert.Throws<InputException>(() => RunFolder.Open(path));
        RunFolder folder = RunFolder.Create(path);
        Assert.Throws<InputException>(() => RunFolder.Open(path));
        Config.Save(folder.ConfigFile);
        Assert.Contains("--resume", Assert.Throws<InputException>(() => RunFolder.Create(path)).Message, StringComparison.Ordinal);
        Assert.Equal(path, RunFolder.Open(path).Path);
    }

    private void Save()
    {
        using TrainingSession session = TrainingSession.Create(Config);
        Checkpoint.Save(Place, session, Config, Tiny.Facts, new TrainingState());
    }

    private static void TakeAStep(TrainingSession session)
    {
        using var scope = NewDisposeScope();
        Tensor strokes = zeros(3, 2, 5);
        strokes.select(2, 2).Filled(1);
        session.Step(new SketchBatch(strokes, Tiny.Normal(3, 2, Tiny.Side, Tiny.Side).to(float32)), 0);
    }

    private static void Rewrite(string file, Func<IEnumerable<NamedTensor>, IEnumerable<NamedTensor>> change)
    {
        using var scope = NewDisposeScope();
        NamedTensor[] tensors;
        IReadOnlyDictionary<string, string> metadata;
        using (SafetensorsReader reader = SafetensorsReader.Open(file))
        {
            tensors = [.. reader.Entries.Select(entry => new NamedTensor(entry.Name, reader.Read(entry.Name)))];
            metadata = reader.Metadata;
        }

        ModelFolder.Write(file, change(tensors), metadata);
        File.Delete(Path.Combine(Path.GetDirectoryName(file)!, CheckpointManifest.FileName));
    }
}
