using System.Text.Json;
using System.Text.RegularExpressions;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>From data to drawings using the command line alone. Here: data and training.</summary>
[Collection(TorchTests.Name)]
public sealed partial class PipelineTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Built_in_sketches_are_named_on_standard_output_and_the_same_for_a_seed()
    {
        string again = _folder.File("again"), other = _folder.File("other");
        string[] sizes = ["--train", "12", "--valid", "5", "--test", "6"];
        Rpcl made = Rpcl.Do(["data", "procedural", "--out", again, "--seed", "3", .. sizes]);
        string[] files =
        [
            .. ((string[])["bee", "bus", "flower", "giraffe", "pig"]).Select(category => Path.Combine(again, category + ".npz")),
        ];
        Assert.Equal(files, Lines(made.Out));
        Assert.Equal(files, Directory.EnumerateFiles(again).Order());
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(run.Data, Path.GetFileName(file))), File.ReadAllBytes(file)));
        Rpcl.Do(["data", "procedural", "--out", other, "--seed", "4", .. sizes]);
        Assert.NotEqual(File.ReadAllBytes(files[0]), File.ReadAllBytes(Path.Combine(other, "bee.npz")));
    }

    [Fact]
    public void Pictures_are_those_of_the_sketches_in_their_order()
    {
        string bus = Path.Combine(run.Data, "bus.npz");
        Rpcl prepared = Rpcl.Do("data", "prepare", run.Bee, bus, "--out", _folder.File("pictures"));
        Assert.Equal([PictureFile("bee"), PictureFile("bus")], Lines(prepared.Out));
        Assert.Contains("bee.npz: 23 sketches in", prepared.Error, StringComparison.Ordinal);
        Rasterizer rasterizer = new(RasterOptions.Reference);
        foreach (string file in (string[])[run.Bee, bus])
        {
            SketchSplits sketches = SketchNpz.Read(file);
            ImageSplits pictures = ImageNpz.Read(PictureFile(Path.GetFileNameWithoutExtension(file)));
            AssertDrawn(sketches.Train, pictures.Train);
            AssertDrawn(sketches.Valid, pictures.Valid);
            AssertDrawn(sketches.Test, pictures.Test);
        }

        void AssertDrawn(Sketch[] sketches, ImageSet pictures)
        {
            Assert.Equal((sketches.Length, 48, 48), (pictures.Count, pictures.Width, pictures.Height));
            byte[] expected = new byte[48 * 48];
            for (int i = 0; i < sketches.Length; i++)
            {
                rasterizer.Draw(sketches[i].Points, expected);
                Assert.True(pictures[i].SequenceEqual(expected), $"picture {i}");
            }
        }
    }

    [Fact]
    public void Pictures_of_another_size_and_first_row_lie_beside_their_sketches_if_nothing_else_is_said()
    {
        string file = _folder.File("bee.npz");
        File.Copy(run.Bee, file);
        Rpcl prepared = Rpcl.Do("data", "prepare", file, "--size", "16", "--first-row", "ink", "--quiet");
        Assert.Equal($"{_folder.File("bee_png.npz")}\n", prepared.Out);
        Assert.Empty(prepared.Error);
        ImageSet pictures = ImageNpz.Read(_folder.File("bee_png.npz")).Test;
        byte[] expected = new byte[16 * 16];
        new Rasterizer(RasterOptions.Reference with { Size = 16, FirstRow = FirstRow.Ink })
            .Draw(SketchNpz.Read(file).Test[^1].Points, expected);
        Assert.True(pictures[pictures.Count - 1].SequenceEqual(expected));
    }

    [Fact]
    public void Numpy_reads_the_pictures()
    {
        Rpcl.Do("data", "prepare", run.Bee, "--out", _folder.File("pictures"), "--quiet");
        ImageSplits pictures = ImageNpz.Read(PictureFile("bee"));
        string read = Python.Run(
            """
            f = np.load(sys.argv[1])
            for name in ('train', 'valid', 'test'):
                a = f[name]
                print(name, a.dtype, *a.shape, (a.astype(np.int64).reshape(-1) * (np.arange(a.size) % 8191)).sum())
            """,
            PictureFile("bee"));
        Assert.Equal([Line("train", pictures.Train), Line("valid", pictures.Valid), Line("test", pictures.Test)], Lines(read));

        static string Line(string name, ImageSet set)
        {
            long sum = 0;
            ReadOnlySpan<byte> pixels = set.Pixels.Span;
            for (int i = 0; i < pixels.Length; i++)
                sum += pixels[i] * (i % 8191L);
            return $"{name} uint8 {set.Count} 48 48 {sum}";
        }
    }

    [Fact]
    public void A_run_that_another_process_trains_is_left_to_it()
    {
        string copy = run.Copy(_folder);
        using FileClaim? other = FileClaim.TryTake(Path.Combine(copy, "train.lock"));
        Assert.NotNull(other);
        Assert.Contains(
            "found one in which another is at work",
            Rpcl.Refuse(ExitCode.Failed, "train", "--data", run.Data, "--resume", copy, "--set", "num_steps=9", "--quiet"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_leaves_its_configuration_metrics_and_checkpoints()
    {
        string[] steps = ["step-00000000", "step-00000003", "step-00000006"];
        string[] names = ["config.json", "manifest.json", "model.safetensors", "progress.json", "training.safetensors"];
        string[] expected = [.. steps.SelectMany(step => names.Select(name => $"checkpoints/{step}/{name}"))];
        string[] files =
        [
            .. Directory.EnumerateFiles(run.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(run.Folder, f))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
            expected
                .Concat(["config.json", "data.json", "latent.jsonl", "metrics.jsonl", "redrawings.jsonl", "report.html", "train.lock"])
                .Order(StringComparer.Ordinal),
            files.Where(file => file.Split('/')[0] is not ("events" or "best" or "last")));
        Assert.Equal("checkpoints/step-00000006", new DirectoryInfo(Path.Combine(run.Folder, "last")).LinkTarget);
        Assert.Single(files, file => file.StartsWith("events/events.out.tfevents.", StringComparison.Ordinal));

        JsonElement[] metrics =
        [
            .. File.ReadLines(Path.Combine(run.Folder, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement),
        ];
        Assert.Equal([3L, 6], Steps("valid"));
        Assert.Contains(3L, Steps("train")); // and more of them, where steps take seconds
        Assert.Equal(6, Steps("train")[^1]);
        Assert.Equal("test", metrics[^1].GetProperty("split").GetString());
        Assert.All(metrics, line => Assert.True(double.IsFinite(line.GetProperty("loss").GetDouble())));

        using JsonDocument summary = JsonDocument.Parse(run.Summary);
        JsonElement ended = summary.RootElement;
        Assert.Equal(
            (run.Folder, 6, 2),
            (ended.GetProperty("run").GetString(), ended.GetProperty("steps").GetInt32(), ended.GetProperty("epochs").GetInt32()));
        Assert.Equal("the budget is spent", ended.GetProperty("reason").GetString());
        double best = metrics.Where(line => line.GetProperty("split").GetString() == "valid")
            .Min(line => line.GetProperty("sequence_loss").GetDouble());
        Assert.Equal(best, ended.GetProperty("best_valid_sequence_loss").GetDouble());
        Assert.Equal(metrics[^1].GetProperty("sequence_loss").GetDouble(), ended.GetProperty("test_sequence_loss").GetDouble());
        Assert.Equal(ended.GetProperty("components_alive").GetInt32(), run.Components.Count);

        long[] Steps(string split) =>
            [.. metrics.Where(line => line.GetProperty("split").GetString() == split).Select(line => line.GetProperty("step").GetInt64())];
    }

    [Fact]
    public void The_configuration_of_a_run_reproduces_it_and_the_text_is_for_people()
    {
        string again = _folder.File("again");
        Rpcl trained = Rpcl.Do("train", "--config", Path.Combine(run.Folder, "config.json"), "--data", run.Data, "--out", again);
        AssertSameModel(again);
        Assert.Equal(ModelConfig.Load(Path.Combine(run.Folder, "config.json")), ModelConfig.Load(Path.Combine(again, "config.json")));
        Assert.Empty(trained.Out);
        Assert.Contains("24 sketches for training, 10 for validation, 12 for testing", trained.Error, StringComparison.Ordinal);
        Assert.Contains("validation at step 3", trained.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"the run is in {again}, the best model in {Path.Combine(again, "best")}\n", trained.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_trained_on_for_new_drawings()
    {
        string tuned = _folder.File("tuned");
        Rpcl said = Rpcl.Do(
            "train", "--from", run.Folder, "--data", run.Data, "--set", "categories=flower", "--num-steps", "3", "--num-mixture", "3",
            "--out", tuned);
        Assert.Matches(
            $"the networks are those of {run.Folder} after [36] steps; the mixture starts from the codes of these sketches\n", said.Error);
        ModelConfig config = ModelConfig.Load(Path.Combine(tuned, "config.json"));
        Assert.Equal((16, 8, 6, 0, 1.0), (config.DecRnnSize, config.ZSize, config.NumComponents, config.RpclStart, config.KlStart));
        Assert.Equal(["flower"], config.Categories);
        Assert.Equal(ModelConfig.Defaults.LearningRate / 3, config.LearningRate);

        // Three small steps from where the other one ended, not from where it began.
        string fresh = _folder.File("fresh");
        Rpcl.Do("train", "--config", Path.Combine(tuned, "config.json"), "--data", run.Data, "--out", fresh, "--quiet");
        Assert.True(Distance(run.Folder, tuned) < Distance(run.Folder, fresh) / 2);

        static double Distance(string one, string other)
        {
            using LoadedModel a = ModelFolder.Load(Path.Combine(one, "last")), b = ModelFolder.Load(Path.Combine(other, "last"));
            return Math.Sqrt(a.Model.Parameters.All.Zip(b.Model.Parameters.All, SquaredDistance).Sum());
        }

        static double SquaredDistance(NamedTensor a, NamedTensor b) =>
            a.Tensor.data<float>().Zip(b.Tensor.data<float>(), (p, q) => (p - q) * (double)(p - q)).Sum();
    }

    [Fact]
    public void A_model_is_trained_on_with_its_own_networks_and_settings()
    {
        string[] from = ["train", "--from", run.Folder, "--data", run.Data, "--out", _folder.File("never")];
        Assert.Contains(
            "z_size: expected 8 as in ", Rpcl.Refuse(ExitCode.Usage, [.. from, "--z-size", "9"]), StringComparison.Ordinal);
        Assert.Contains("either --from or --preset", Rpcl.Refuse(ExitCode.Usage, [.. from, "--preset", "small"]), StringComparison.Ordinal);
        Assert.Contains(
            "neither --from nor --preset", Rpcl.Refuse(ExitCode.Usage, "train", "--resume", run.Folder, "--from", run.Folder),
            StringComparison.Ordinal);
        Assert.Contains(
            "--preset: expected small, medium, large, paper",
            Rpcl.Refuse(ExitCode.Usage, "train", "--data", run.Data, "--preset", "tiny"), StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.File("never")));
    }

    [Fact]
    public void A_model_is_trained_on_with_a_wider_lstm_but_not_with_a_narrower_one()
    {
        string wide = _folder.File("wide");
        string[] from = ["train", "--from", run.Folder, "--data", run.Data, "--num-steps", "1", "--quiet", "--out", wide];
        Assert.Contains(
            "dec_rnn_size: expected 16 as in ", Rpcl.Refuse(ExitCode.Usage, [.. from, "--dec-rnn-size", "12"]), StringComparison.Ordinal);
        Rpcl.Do([.. from, "--dec-rnn-size", "24"]);
        Assert.Equal(24, ModelConfig.Load(Path.Combine(wide, "config.json")).DecRnnSize);
    }

    [Fact]
    public void Training_without_settings_takes_a_preset_and_says_how_long_it_takes()
    {
        string plain = _folder.File("plain");
        Rpcl said = Rpcl.Do("train", "--data", run.Data, "--out", plain, "--num-steps", "1");
        Assert.Contains("preset small, because nothing of the model is set", said.Error, StringComparison.Ordinal);
        Assert.Matches("about \\d+ (second|minute)s? here", said.Error);
        Assert.Equal(256, ModelConfig.Load(Path.Combine(plain, "config.json")).DecRnnSize);
        Assert.Contains("preset medium", Rpcl.Do("train", "--preset", "medium", "--print-config").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_seed_is_another_model()
    {
        Rpcl.Do("train", "--config", Path.Combine(run.Folder, "config.json"), "--set", "seed=2", "--data", run.Data, "--out", _folder.File(
            "other"), "--quiet");
        Assert.NotEqual(Weights(run.Folder), Weights(_folder.File("other")));
    }

    // 4 steps end in the middle of the second epoch.
    [Fact]
    public void A_run_that_goes_on_ends_where_one_in_one_piece_does()
    {
        string parts = _folder.File("parts");
        Rpcl.Do("train", "--data", run.Data, "--out", parts, "--quiet", "--hparams", TrainedRun.Tiny, "--set", "num_steps=4");
        Assert.NotEqual(Weights(run.Folder), Weights(parts));
        Rpcl resumed = Rpcl.Do("train", "--data", run.Data, "--resume", parts, "--set", "num_steps=6", "--json", "--quiet");
        AssertSameModel(parts);
        Assert.Empty(resumed.Error);
        using JsonDocument summary = JsonDocument.Parse(resumed.Out);
        Assert.Equal(6, summary.RootElement.GetProperty("steps").GetInt32());
    }

    [Fact]
    public void An_interrupted_run_says_how_to_continue_and_loses_nothing()
    {
        string stopped = _folder.File("stopped");
        Rpcl interrupted = Rpcl.RunUntilSaid(
            "latent components", "train", "--data", run.Data, "--out", stopped, "--hparams", TrainedRun.Tiny);
        Assert.Equal(ExitCode.Interrupted, interrupted.Code);
        Assert.Empty(interrupted.Out);
        Assert.Contains("stopped after 1 step in", interrupted.Error, StringComparison.Ordinal);
        Assert.EndsWith($"next: rpcl train --resume {stopped}\n", interrupted.Error, StringComparison.Ordinal);
        Rpcl.Do("train", "--resume", stopped, "--quiet");
        AssertSameModel(stopped);
    }

    [Fact]
    public void Resume_auto_begins_continues_and_ends()
    {
        string folder = _folder.File("requeued");
        string[] line = ["train", "--data", run.Data, "--out", folder, "--resume", "auto", "--hparams", TrainedRun.Tiny];
        Assert.Equal(ExitCode.Interrupted, Rpcl.RunUntilSaid("latent components", line).Code);
        Rpcl second = Rpcl.Do(line);
        Assert.Contains("stopped after 6 steps", second.Error, StringComparison.Ordinal);
        AssertSameModel(folder);
        string metrics = File.ReadAllText(Path.Combine(folder, "metrics.jsonl"));
        Rpcl.Do(line);
        Assert.Equal(metrics, File.ReadAllText(Path.Combine(folder, "metrics.jsonl")));

        // A process that was killed before its first checkpoint leaves a folder in which to start.
        string early = _folder.File("early");
        Directory.CreateDirectory(Path.Combine(early, "checkpoints", "step-00000000.partial"));
        File.Copy(Path.Combine(folder, "config.json"), Path.Combine(early, "config.json"));
        Rpcl.Do([.. line.Select(word => word == folder ? early : word)]);
        AssertSameModel(early);
    }

    [Fact]
    public void A_run_taken_again_has_the_same_bits()
    {
        Rpcl verified = Rpcl.Do("verify", "run", run.Folder, "--data", run.Data, "--quiet");
        Assert.StartsWith("figure replay_steps 6\n", verified.Out, StringComparison.Ordinal);
        Assert.EndsWith("figure replay_different 0\n", verified.Out, StringComparison.Ordinal);
        Assert.Contains(
            "at most 2 steps apart, found 3 steps",
            Rpcl.Refuse(ExitCode.Failed, "verify", "run", run.Folder, "--data", run.Data, "--steps", "2"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_trained_on_another_machine_is_not_compared()
    {
        string copy = run.Copy(_folder);
        try
        {
            string[] line = ["verify", "run", copy];
            string threads = Rpcl.Refuse(ExitCode.Failed, [.. line, "--threads", "2"]);
            Assert.Matches(
                $"^{Regex.Escape(copy)}: expected 1 thread on (.+), which took its steps, "
                    + "found 2 threads on \\1, where the bits cannot be equal; give --threads 1$",
                threads);
            string processor = Regex.Match(threads, "1 thread on (.+), which").Groups[1].Value, other = new('X', processor.Length);
            foreach (string checkpoint in Directory.EnumerateDirectories(Path.Combine(copy, "checkpoints")))
                Move(checkpoint, processor, other);
            Assert.Contains(
                $"expected 1 thread on {other}, which took its steps, found 1 thread on {processor}", Rpcl.Refuse(ExitCode.Failed, line),
                StringComparison.Ordinal);
            Assert.EndsWith(
                "found 2 threads on " + processor + ", where the bits cannot be equal; verify it on such a processor, with --threads 1",
                Rpcl.Refuse(ExitCode.Failed, [.. line, "--threads", "2"]), StringComparison.Ordinal);

            // The last stretch on the old machine does not count as one; the one before it does.
            Move(Path.Combine(copy, "checkpoints", "step-00000000"), other, processor);
            Move(Path.Combine(copy, "checkpoints", "step-00000003"), other, processor);
            Assert.StartsWith("figure replay_steps 3\n", Rpcl.Do([.. line, "--quiet"]).Out, StringComparison.Ordinal);
        }
        finally
        {
            TorchRuntime.Configure(new TorchRuntimeOptions { Threads = 1 });
        }

        static void Move(string checkpoint, string from, string to)
        {
            string progress = Path.Combine(checkpoint, "progress.json"), manifest = Path.Combine(checkpoint, "manifest.json");
            string before = CheckpointManifest.Sha256Of(progress), text = File.ReadAllText(progress);
            string moved = text.Replace(
                JsonEncodedText.Encode(from).ToString(), JsonEncodedText.Encode(to).ToString(), StringComparison.Ordinal);
            Assert.NotEqual(text, moved);
            File.WriteAllText(progress, moved);
            File.WriteAllText(manifest, File.ReadAllText(manifest)
                .Replace(before, CheckpointManifest.Sha256Of(progress), StringComparison.Ordinal)
                .Replace($"\"size\": {text.Length},", $"\"size\": {moved.Length},", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_finished_run_does_not_go_on()
    {
        string copy = run.Copy(_folder);
        Rpcl resumed = Rpcl.Do("train", "--data", run.Data, "--resume", copy);
        Assert.Contains("stopped after 6 steps", resumed.Error, StringComparison.Ordinal);
        AssertSameModel(copy);
    }

    [Fact]
    public void Settings_are_shown_with_their_sources_and_nothing_is_done()
    {
        string[] line =
        [
            "train", "--print-config", "--data", "d", "--out", _folder.File("out"), "--config", Path.Combine(run.Folder, "config.json"),
            "--set", "seed=5",
        ];
        using JsonDocument json = JsonDocument.Parse(Rpcl.Do([.. line, "--json"]).Out);
        Assert.Equal((5, "--set"), (Value("seed").GetInt32(), json.RootElement.GetProperty("seed").GetProperty("source").GetString()));
        Assert.Equal(16, Value("dec_rnn_size").GetInt32());
        Assert.Contains("dec_rnn_size", Rpcl.Do(line).Out, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));

        JsonElement Value(string key) => json.RootElement.GetProperty(key).GetProperty("value");
    }

    private string PictureFile(string category) => Path.Combine(_folder.File("pictures"), category + "_png.npz");

    private void AssertSameModel(string folder) => Assert.Equal(Weights(run.Folder), Weights(folder));

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "last", "model.safetensors"));

    private static string[] Lines(string text) => text.TrimEnd('\n').Split('\n');
}
