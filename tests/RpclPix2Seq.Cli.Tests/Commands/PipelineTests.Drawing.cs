using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <content>Sampling and reconstruction.</content>
public sealed partial class PipelineTests
{
    [Fact]
    public void Sketches_drawn_from_the_mixture_are_listed_in_the_manifest()
    {
        string output = _folder.File("samples");
        Rpcl sampled = Rpcl.Do("sample", run.Folder, "--out", output, "--count", "5", "--seed", "3");
        Assert.Equal(output + "\n", sampled.Out);
        Assert.Contains("drawing: 5 sketches in", sampled.Error, StringComparison.Ordinal);
        using JsonDocument manifest = Manifest(output);
        AssertHead(manifest, "unconditional", seed: 3, temperature: 0.24);
        JsonElement[] samples = Samples(manifest);
        Assert.Equal(5, samples.Length);
        Dictionary<int, int> drawn = [];
        Assert.All(samples, sample =>
        {
            int component = sample.GetProperty("component").GetInt32();
            Assert.Contains(component, run.Components);
            int number = drawn[component] = drawn.GetValueOrDefault(component, -1) + 1;
            Assert.Equal($"component{component}_{number}", Name(sample));
            Assert.All(
                (string[])["category", "source", "index"], key => Assert.Equal(JsonValueKind.Null, sample.GetProperty(key).ValueKind));
        });
        AssertFiles(output, samples);
    }

    [Fact]
    public void Codes_from_the_mixture_have_a_temperature_of_their_own()
    {
        string[] line = ["sample", run.Folder, "--count", "3", "--component", $"{run.Components[0]}", "--out"];
        Rpcl.Do([.. line, _folder.File("mixture")]);
        Rpcl.Do([.. line, _folder.File("mean"), "--code-temperature", "0"]);
        using JsonDocument mixture = Manifest(_folder.File("mixture")), mean = Manifest(_folder.File("mean"));
        Assert.False(mixture.RootElement.TryGetProperty("code_temperature", out _));
        Assert.Equal(0, mean.RootElement.GetProperty("code_temperature").GetDouble());
        Assert.Contains(", codes 0", Rpcl.Do("info", _folder.File("mean")).Out, StringComparison.Ordinal);
        Assert.Equal(3, Different("mixture", mixture));
        Assert.Equal(1, Different("mean", mean));

        int Different(string folder, JsonDocument manifest) =>
            Samples(manifest).Select(sample => string.Join(' ', Code(_folder.File(folder), Name(sample)))).Distinct().Count();
    }

    [Fact]
    public void The_seed_decides_what_is_drawn_and_the_first_sketches_do_not_depend_on_how_many_there_are()
    {
        string[] line = ["sample", run.Folder, "--quiet", "--out"];
        Rpcl.Do([.. line, _folder.File("a"), "--count", "5", "--seed", "3"]);
        Rpcl.Do([.. line, _folder.File("b"), "--count", "5", "--seed", "3"]);
        Rpcl.Do([.. line, _folder.File("c"), "--count", "3", "--seed", "3"]);
        Rpcl.Do([.. line, _folder.File("d"), "--count", "5", "--seed", "4"]);
        string[] names = [.. Directory.EnumerateFiles(_folder.File("a")).Select(file => Path.GetFileName(file)!)];
        Assert.All(
            names,
            name => Assert.Equal(
                File.ReadAllBytes(Path.Combine(_folder.File("a"), name)), File.ReadAllBytes(Path.Combine(_folder.File("b"), name))));
        Assert.NotEqual(Drawn("a"), Drawn("d"));

        // Matrix products of three rows and of five are rounded differently.
        Assert.All(Drawn("c"), (sketch, i) =>
        {
            StrokePoint[] same = Drawn("a")[i];
            Assert.Equal(same.Select(point => point.PenUp), sketch.Select(point => point.PenUp));
            Assert.All(sketch, (point, row) =>
            {
                Assert.Equal(same[row].Dx, point.Dx, tolerance: 0.01f);
                Assert.Equal(same[row].Dy, point.Dy, tolerance: 0.01f);
            });
        });
    }

    [Fact]
    public void One_component_alone_draws()
    {
        int component = run.Components[^1];
        using JsonDocument manifest = JsonDocument.Parse(
            Rpcl.Do("sample", run.Folder, "--out", _folder.File(
                "samples"), "--count", "4", "--component", $"{component}", "--json", "--quiet").Out);
        Assert.Equal(4, Samples(manifest).Length);
        Assert.All(Samples(manifest), sample => Assert.Equal(component, sample.GetProperty("component").GetInt32()));
    }

    [Fact]
    public void Test_sketches_are_redrawn_by_category()
    {
        string output = _folder.File("samples");
        Rpcl sampled = Rpcl.Do(
            "sample", Path.Combine(run.Folder, "best"), "--data", run.Data, "--out", output, "--count", "2", "--json", "--quiet",
            "--temperature", "0.5", "--pen-temperature", "0.75");
        Assert.Equal(OutputOption.Located(File.ReadAllText(Path.Combine(output, "manifest.json")), output), sampled.Out);
        Assert.Empty(sampled.Error);
        using JsonDocument manifest = Manifest(output);
        AssertHead(manifest, "conditional", seed: 1, temperature: 0.5, Path.Combine(run.Folder, "best"));
        Assert.Equal(0.75, manifest.RootElement.GetProperty("pen_temperature").GetDouble());
        JsonElement[] samples = Samples(manifest);
        Assert.Equal(["bee_0", "bee_1", "bus_0", "bus_1"], samples.Select(Name));
        Assert.Equal(["bee", "bee", "bus", "bus"], samples.Select(sample => sample.GetProperty("category").GetString()!));
        Assert.Equal(
            [run.Bee, Path.Combine(run.Data, "bus.npz")], samples.Select(sample => sample.GetProperty("source").GetString()!).Distinct());
        int[] indices = [.. samples.Select(sample => sample.GetProperty("index").GetInt32())];
        Assert.True(indices[0] < indices[1] && indices[2] < indices[3] && indices.Max() < 6);
        AssertFiles(output, samples);
    }

    [Fact]
    public void All_sketches_of_a_file_are_redrawn()
    {
        string input = _folder.File("mine.npz");
        SketchSplits bee = SketchNpz.Read(run.Bee);
        SketchNpz.Write(input, new SketchSplits([], [], [bee.Test[1], new Sketch([new StrokePoint(3, 4, PenUp: true)]), bee.Test[0]]));
        string output = _folder.File("samples");
        Rpcl.Do("sample", run.Folder, "--input", input, "--out", output, "--quiet");
        using JsonDocument manifest = Manifest(output);
        Assert.Equal(["mine_0", "mine_1", "mine_2"], Samples(manifest).Select(Name));
        Assert.All(
            Samples(manifest),
            (sample, i) => Assert.Equal((input, i), (sample.GetProperty("source").GetString(), sample.GetProperty("index").GetInt32())));
        AssertFiles(output, Samples(manifest));
    }

    [Fact]
    public void Greedy_drawings_depend_on_no_seed()
    {
        string input = _folder.File("mine.npz");
        SketchNpz.Write(input, new SketchSplits([], [], SketchNpz.Read(run.Bee).Test));
        string[] line = ["sample", run.Folder, "--input", input, "--quiet", "--out"];
        Rpcl.Do([.. line, _folder.File("a"), "--greedy", "--seed", "1"]);
        Rpcl.Do([.. line, _folder.File("b"), "--greedy", "--seed", "2"]);
        Rpcl.Do([.. line, _folder.File("c"), "--seed", "1", "--temperature", "1"]);
        Assert.Equal(Drawn("a"), Drawn("b"));
        Assert.NotEqual(Drawn("a"), Drawn("c"));
        using JsonDocument manifest = Manifest(_folder.File("a"));
        AssertHead(manifest, "conditional", seed: 1, temperature: 0);
    }

    [Fact]
    public void Numpy_reads_the_samples()
    {
        string output = _folder.File("samples");
        Rpcl.Do("sample", run.Folder, "--out", output, "--count", "3", "--quiet");
        using JsonDocument manifest = Manifest(output);
        JsonElement[] samples = Samples(manifest);
        string read = Python.Run(
            """
            for name in sys.argv[2:]:
                code, component = np.load(f'{sys.argv[1]}/code_{name}.npy'), np.load(f'{sys.argv[1]}/gau_idx_{name}.npy')
                print(code.dtype, *code.shape, np.isfinite(code).all(), *component.shape, component[0])
            for sketch in np.load(f'{sys.argv[1]}/sketches.npz', allow_pickle=True, encoding='latin1')['test']:
                print(*sketch.shape)
            """,
            [output, .. samples.Select(Name)]);
        Assert.Equal(
            [
                .. samples.Select(sample => $"float32 1 8 True 1 {sample.GetProperty("component").GetInt32()}"),
                .. samples.Select(sample => $"{sample.GetProperty("rows").GetInt32()} 3"),
            ],
            Lines(read));
    }

    [Fact]
    public void Reconstruction_measures_what_training_measured()
    {
        string output = _folder.File("reconstructed");
        Rpcl done = Rpcl.Do("reconstruct", run.Folder, "--data", run.Data, "--out", output, "--count", "2");
        Assert.Equal(Path.Combine(output, "reconstructions.png") + "\n", done.Out);
        Assert.StartsWith("12 test sketches: strokes ", done.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["reconstructions.png", "reconstructions.svg", "report.json"],
            Directory.EnumerateFiles(output).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "report.json")));
        using JsonDocument summary = JsonDocument.Parse(run.Summary);
        double expected = summary.RootElement.GetProperty("test_sequence_loss").GetDouble();
        Assert.Equal(expected, report.RootElement.GetProperty("sequence_loss").GetDouble(), expected * 1e-6);
        Assert.Equal(12, report.RootElement.GetProperty("test_sketches").GetInt32());
        Assert.Equal(summary.RootElement.GetProperty("best_step").GetInt64(), report.RootElement.GetProperty("step").GetInt64());

        Rpcl asJson = Rpcl.Do(
            "reconstruct", run.Folder, "--data", run.Data, "--out", _folder.File("again"), "--count", "2", "--json", "--quiet");
        Assert.Equal(
            OutputOption.Located(File.ReadAllText(Path.Combine(output, "report.json")), _folder.File("again")), asJson.Out);
        Assert.Empty(asJson.Error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(output, "reconstructions.svg")),
            File.ReadAllBytes(Path.Combine(_folder.File("again"), "reconstructions.svg")));
    }

    /// <summary>
    /// The files of every sample under the original's names, the contact sheet, and all sketches in one more file, with the listed numbers
    /// of rows.
    /// </summary>
    private static void AssertFiles(string folder, JsonElement[] samples)
    {
        IEnumerable<string> expected = samples.Select(Name)
            .SelectMany(name => (string[])[$"{name}.svg", $"{name}.png", $"code_{name}.npy", $"gau_idx_{name}.npy"])
            .Concat(["contact.png", "contact.svg", "manifest.json", "sketches.npz"]);
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        SketchSplits sketches = SketchNpz.Read(Path.Combine(folder, "sketches.npz"), SplitRequirement.Test);
        Assert.Equal(samples.Select(sample => sample.GetProperty("rows").GetInt32()), sketches.Test.Select(sketch => sketch.Length));
    }

    private void AssertHead(JsonDocument manifest, string mode, long seed, double temperature, string? model = null)
    {
        JsonElement root = manifest.RootElement;
        Assert.Equal("rpcl-pix2seq samples 1", root.GetProperty("format").GetString());
        Assert.Equal(model ?? run.Folder, root.GetProperty("model").GetString());
        using JsonDocument summary = JsonDocument.Parse(run.Summary);
        Assert.Equal(summary.RootElement.GetProperty("best_step").GetInt64(), root.GetProperty("step").GetInt64());
        Assert.Equal(
            (mode, seed, temperature),
            (root.GetProperty("mode").GetString(), root.GetProperty("seed").GetInt64(), root.GetProperty("temperature").GetDouble()));
    }

    private StrokePoint[][] Drawn(string folder) =>
        [.. SketchNpz.Read(Path.Combine(_folder.File(folder), "sketches.npz"), SplitRequirement.Test).Test.Select(
            sketch => sketch.Points.ToArray())];

    private static JsonDocument Manifest(string folder) => JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")));

    private static IEnumerable<int> GivenRows(JsonDocument manifest) =>
        manifest.RootElement.GetProperty("settings").GetProperty("given_rows").EnumerateArray().Select(rows => rows.GetInt32());

    private static JsonElement[] Samples(JsonDocument manifest) => [.. manifest.RootElement.GetProperty("samples").EnumerateArray()];

    private static string Name(JsonElement sample) => sample.GetProperty("name").GetString()!;
}
