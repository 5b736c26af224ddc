using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Every verb reports which part of a dataset a model does not get, and large drawings reach it as drawn.</summary>
[Collection(TorchTests.Name)]
public sealed class ModelDataTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sketches_that_are_left_out_are_counted_with_their_categories()
    {
        SketchNpz.Write(_folder.File("cat.npz"), new SketchSplits([Rows(3), Rows(9), Rows(8), Rows(4)], [Rows(9)], [Rows(3)]));
        SketchNpz.Write(_folder.File("dog.npz"), new SketchSplits([Rows(3), Rows(9)], [Rows(3)], [Rows(3)]));
        ModelConfig config = new() { Categories = ["cat", "dog"], MaxSeqLen = 7 };
        string[] expected =
        [
            "rpcl: warning: left out: 4 sketches longer than max_seq_len=7 (cat 3, dog 1); 3 training, 1 validation",
            "rpcl: warning: FOLDER: no validation sketches of cat",
        ];
        Assert.Equal(expected, Told(config, _folder.Path));
        Rpcl.Do("data", "import", _folder.File("cat.npz"), _folder.File("dog.npz"), "--out", _folder.File("data"), "--quiet");
        Assert.Equal(expected, Told(config, _folder.File("data")));
        Assert.Equal(
            ["rpcl: warning: left out: 4 sketches beyond num_per_category=1 (cat 3, dog 1); 4 training"],
            Told(config with { MaxSeqLen = -1, NumPerCategory = 1 }, _folder.File("data")));
        Assert.Empty(Told(config with { MaxSeqLen = -1 }, _folder.Path));
    }

    [Fact]
    public void Every_verb_tells_the_same()
    {
        string model = run.Copy(_folder), config = Path.Combine(model, "config.json");
        foreach (string file in Directory.EnumerateFiles(model, "config.json", SearchOption.AllDirectories))
            File.WriteAllText(file, File.ReadAllText(file).Replace("\"max_seq_len\": -1", "\"max_seq_len\": 40", StringComparison.Ordinal));
        Assert.Contains("\"max_seq_len\": 40", File.ReadAllText(config), StringComparison.Ordinal);
        string line = Told(ModelConfig.Load(config), run.Data)[0];
        Assert.StartsWith("rpcl: warning: left out: ", line, StringComparison.Ordinal);
        string[][] verbs =
        [
            ["train", "--data", run.Data, "--hparams", TrainedRun.Tiny, "--set", "max_seq_len=40"],
            ["reconstruct", model, "--data", run.Data],
            ["evaluate", model, "--data", run.Data],
            ["components", model, "--data", run.Data],
            ["map", model, "--data", run.Data],
            ["sample", model, "--data", run.Data, "--count", "1"],
            ["interpolate", model, "category:bee", "category:bus", "--data", run.Data],
        ];
        foreach (string[] verb in verbs)
        {
            // Whatever the changed model does, the omissions were reported first.
            string error = Rpcl.Run([.. verb, "--out", _folder.File($"out-{verb[0]}"), "--quiet"]).Error;
            Assert.Contains(verb[0] == "interpolate" ? "rpcl: warning: left out: " : line, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Training_without_validation_says_what_follows()
    {
        foreach (string name in (string[])["bee", "bus"])
            SketchNpz.Write(
                _folder.File(name + ".npz"), new SketchSplits(SketchNpz.Read(Path.Combine(run.Data, name + ".npz")).Train, [], []));
        Rpcl.Do("data", "import", _folder.File("bee.npz"), _folder.File("bus.npz"), "--out", _folder.File("data"), "--quiet");
        string error = Rpcl.Do(
            "train", "--data", _folder.File("data"), "--out", _folder.File("run"), "--hparams", TrainedRun.Tiny, "--quiet").Error;
        Assert.Contains($"rpcl: warning: {_folder.File("data")}: no validation sketches\n", error, StringComparison.Ordinal);
        Assert.Contains($"rpcl: warning: {ModelData.NoValidation}\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            ModelData.NoValidation,
            Rpcl.Do("train", "--data", run.Data, "--out", _folder.File("other"), "--hparams", TrainedRun.Tiny, "--quiet").Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Named_sketches_are_clamped_in_reference_mode_alone()
    {
        Sketch wide = new([new(1366, 124, false), new(-1300, 20, true), new(5, 6, true)]);
        SketchNpz.Write(_folder.File("face.npz"), new SketchSplits([wide, Rows(3)], [wide], [wide]));
        Rpcl.Do("data", "import", _folder.File("face.npz"), "--out", _folder.File("data"), "--quiet");
        foreach (string source in (string[])[_folder.File("face.npz"), _folder.File("data")])
        {
            Assert.Equal(wide.Points.ToArray(), First(source, new ModelConfig()));
            Assert.Equal([new(1000, 124, false), new(-1000, 20, true), new(5, 6, true)], First(source, new ModelConfig().ForReference()));
        }

        static StrokePoint[] First(string source, ModelConfig config) =>
            InputSources.Read(
                [source], config, PictureMode.Trace, new TestHost().Host, CancellationToken.None)[0].Input.Sketch!.Points.ToArray();
    }

    private static string[] Told(ModelConfig config, string folder)
    {
        TestHost test = new();
        ModelData.Read(config, folder, test.Host);
        return test.Error.Replace(folder + ":", "FOLDER:", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Sketch Rows(int rows) => new([.. Enumerable.Range(0, rows).Select(i => new StrokePoint(i + 1, 2, false))]);
}
