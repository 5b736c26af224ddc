using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands.Evaluate;

[Collection(TorchTests.Name)]
public sealed class EvaluateCommandTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_classifier_is_trained_and_tested_and_a_model_measured_by_it()
    {
        string classifier = Classifier(), output = _folder.File("evaluation");
        Rpcl tested = Rpcl.Do("evaluate", "classifier", "test", classifier, "--data", run.Data);
        Assert.StartsWith("category  accuracy", tested.Out, StringComparison.Ordinal);
        Assert.Matches(@"\nall\s+[\d.]+ %\s+[\d.]+ % to [\d.]+ %\s+12\n", tested.Out);
        Rpcl some = Rpcl.Do("evaluate", "classifier", "test", classifier, "--data", run.Data, "--set", "categories=bus");
        Assert.Matches(@"\nbus .*\n(.*\n)*all .* 6\n", some.Out);
        Assert.DoesNotContain("bee", some.Out, StringComparison.Ordinal);

        Rpcl done = Rpcl.Do(
            "evaluate", run.Folder, "--data", run.Data, "--classifier", classifier, "--out", output, "--heal", "0.1,0.3", "--unconditional",
            "--resamples", "50");
        Assert.Equal(
            ["report.html", "report.json"], Directory.EnumerateFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (string title in (string[])["Rec of the originals", "Rec", "Ret@1", "Ret@10, 30 % masked", "Fréchet distance", "precision",
            "recall", "Rec, from the mixture", "Fréchet distance, from the mixture", "ink length, drawings"])
            Assert.Contains($"\n{title} ", done.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Ret@50", done.Out, StringComparison.Ordinal); // there are 12 sketches
        string page = File.ReadAllText(Path.Combine(output, "report.html"));
        foreach (string heading in (string[])["All measures", "By category", "Distribution", "Strokes", "What the drawings were taken for",
            "Originals and drawings", "Settings"])
            Assert.Contains($"<h2>{heading}</h2>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
        _ = System.Xml.Linq.XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "report.json")));
        Assert.Equal(12, report.RootElement.GetProperty("data").GetProperty("sketches").GetInt32());
        Assert.Equal("paper", report.RootElement.GetProperty("settings").GetProperty("direction").GetString());
        Assert.Equal(3, report.RootElement.GetProperty("conditions").GetArrayLength());
        Assert.Matches("^[0-9a-f]{64}$", report.RootElement.GetProperty("settings").GetProperty("classifier_hash").GetString());
        string info = Rpcl.Do("info", output).Out;
        Assert.StartsWith($"{output}: the evaluation of a model\n", info, StringComparison.Ordinal);
        Assert.Matches(@"\nrec heal30 +[01]", info);
    }

    [Fact]
    public void Without_a_classifier_there_is_retrieval_alone_and_options_are_remembered()
    {
        Rpcl done = Rpcl.Do(
            "evaluate", run.Folder, "--data", run.Data, "--split", "valid", "--count", "3", "--direction", "reverse", "--counting", "short",
            "--seed", "4", "--greedy", "--json", "--quiet");
        Assert.Empty(done.Error);
        using JsonDocument report = JsonDocument.Parse(done.Out);
        Assert.Equal(JsonValueKind.Null, report.RootElement.GetProperty("upper_bound").ValueKind);
        Assert.Equal(
            (6, "valid"),
            (report.RootElement.GetProperty("data").GetProperty("sketches").GetInt32(), report.RootElement.GetProperty("data")
                .GetProperty("split").GetString()));
        JsonElement settings = report.RootElement.GetProperty("settings");
        Assert.Equal(("reverse", "short", 4, 0.0), (
            settings.GetProperty("direction").GetString(), settings.GetProperty("counting").GetString(),
            settings.GetProperty("seed").GetInt32(), settings.GetProperty("temperature").GetDouble()));
        Assert.Equal(done.Out, Rpcl.Do(
            "evaluate", run.Folder, "--data", run.Data, "--split", "valid", "--count", "3", "--direction", "reverse", "--counting", "short",
            "--seed", "4", "--greedy", "--json", "--quiet").Out);
    }

    // Sampling options other than the defaults.
    private static readonly string[] Freely = ["--temperature", "0.5", "--pen-temperature", "0.75"];

    [Fact]
    public void Samples_are_measured_as_fresh_drawings_and_stale_ones_refused()
    {
        string samples = _folder.File("samples");
        Rpcl.Do(["sample", run.Folder, "--data", run.Data, "--count", "100", "--out", samples, "--quiet", .. Freely]);
        Rpcl fresh = Rpcl.Do(["evaluate", run.Folder, "--data", run.Data, "--json", "--quiet", .. Freely]),
            read = Rpcl.Do("evaluate", run.Folder, "--data", run.Data, "--samples", samples, "--json", "--quiet");
        using JsonDocument one = JsonDocument.Parse(fresh.Out), two = JsonDocument.Parse(read.Out);
        Assert.Equal(one.RootElement.GetProperty("conditions").GetRawText(), two.RootElement.GetProperty("conditions").GetRawText());
        Assert.Equal(one.RootElement.GetProperty("settings").GetRawText(), two.RootElement.GetProperty("settings").GetRawText());
        Assert.Contains(
            "--unconditional: expected --classifier beside it",
            Rpcl.Refuse(ExitCode.Usage, "evaluate", run.Folder, "--data", run.Data, "--unconditional"), StringComparison.Ordinal);
        Assert.Contains(
            "expected at most one of --samples and --unconditional, found both",
            Rpcl.Refuse(
                ExitCode.Usage, "evaluate", run.Folder, "--data", run.Data, "--samples", samples, "--unconditional", "--classifier", "c"),
            StringComparison.Ordinal);
        Assert.Contains(
            "expected at most one of --samples and --temperature, found both",
            Rpcl.Refuse(ExitCode.Usage, "evaluate", run.Folder, "--data", run.Data, "--samples", samples, "--temperature", "0.5"),
            StringComparison.Ordinal);
        Assert.Equal(samples, two.RootElement.GetProperty("data").GetProperty("samples").GetString());
        string manifest = Path.Combine(samples, "manifest.json"), text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, text.Replace("\"samples\":", "\"dropped\": 2, \"samples\":", StringComparison.Ordinal));
        Assert.Contains(
            "expected a drawing of each original, found drawings of which 2 without an end were left out",
            Rpcl.Refuse(ExitCode.Failed, "evaluate", run.Folder, "--data", run.Data, "--samples", samples), StringComparison.Ordinal);
        File.WriteAllText(manifest, text);
        string stale = Path.Combine(samples, "bee_77.png");
        File.Copy(Path.Combine(samples, "bee_0.png"), stale);
        string line = Rpcl.Refuse(ExitCode.Failed, "evaluate", run.Folder, "--data", run.Data, "--samples", samples);
        Assert.Contains("found 1 stale: bee_77.png", line, StringComparison.Ordinal);
        File.Move(stale, Path.Combine(samples, "bee_0.png"), overwrite: true);
        File.Delete(Path.Combine(samples, "bus_2.svg"));
        Assert.Contains(
            "found 1 missing: bus_2.svg", Rpcl.Refuse(ExitCode.Failed, "evaluate", run.Folder, "--data", run.Data, "--samples", samples),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluations_are_compared()
    {
        string one = _folder.File("one"), two = _folder.File("two"), output = _folder.File("compared");
        Rpcl.Do("evaluate", run.Folder, "--data", run.Data, "--out", one, "--quiet");
        Rpcl.Do("evaluate", run.Folder, "--data", run.Data, "--out", two, "--count", "2", "--heal", "0.2", "--quiet");
        Rpcl done = Rpcl.Do("evaluate", "compare", one, Path.Combine(two, "report.json"), "--out", output);
        Assert.Matches(@"^measure\s+one\s+two\n", done.Out);
        Assert.Matches(@"\nRet@1, 20 % masked\s+-\s+[\d.]+ %", done.Out);
        Assert.Contains("different numbers of sketches", done.Error, StringComparison.Ordinal);
        Assert.StartsWith(
            "| measure | one | two |\n| --- | ---: | ---: |\n| Ret@1 | ", File.ReadAllText(Path.Combine(output, "compare.md")),
            StringComparison.Ordinal);
        Assert.Contains("<th class=\"right\">two</th>", File.ReadAllText(Path.Combine(output, "compare.html")), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Rpcl.Do("evaluate", "compare", one, one, "--json").Out);
        Assert.Equal(["one 1", "one 2"], json.RootElement.EnumerateArray().Select(entry => entry.GetProperty("run").GetString()));
        Assert.Equal(
            12, json.RootElement[0].GetProperty("figures").GetProperty("ret1").GetProperty("interval").GetProperty("count").GetInt32());
        Assert.Contains(
            "expected the folder of an evaluation", Rpcl.Refuse(ExitCode.Failed, "evaluate", "compare", one, run.Data),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Uneven_categories_are_measured_and_wrong_folders_are_one_line()
    {
        string output = _folder.File("out"), data = _folder.File("data");
        Directory.CreateDirectory(data);
        foreach (string category in (string[])["bee", "bus"])
        {
            SketchSplits all = SketchNpz.Read(Path.Combine(run.Data, category + ".npz"));
            SketchNpz.Write(Path.Combine(data, category + ".npz"), category == "bee" ? all : all with { Test = all.Test[..1] });
        }

        Assert.Contains(
            "expected the folder of a classifier",
            Rpcl.Refuse(ExitCode.Failed, "evaluate", run.Folder, "--data", data, "--classifier", data, "--out", output),
            StringComparison.Ordinal);
        Assert.Contains(
            "expected a folder of samples",
            Rpcl.Refuse(ExitCode.Failed, "evaluate", run.Folder, "--data", data, "--samples", data, "--out", output),
            StringComparison.Ordinal);
        Assert.Contains(
            "expected a model folder", Rpcl.Refuse(ExitCode.Failed, "evaluate", data, "--data", data, "--out", output),
            StringComparison.Ordinal);
        Assert.Contains(
            "expected a new folder", Rpcl.Refuse(ExitCode.Failed, "evaluate", run.Folder, "--data", data, "--out", data),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));
        using JsonDocument report = JsonDocument.Parse(Rpcl.Do("evaluate", run.Folder, "--data", data, "--json", "--quiet").Out);
        Assert.Equal(
            [6, 1],
            report.RootElement.GetProperty("data").GetProperty("categories").EnumerateArray()
                .Select(category => category.GetProperty("count").GetInt32()));
    }

    [Theory]
    [InlineData("--data: expected the folder of the sketches, found none", "evaluate", "model")]
    [InlineData(
        "--split: expected train or valid or test, found all; for example --split train", "evaluate", "m", "--data", "d", "--split", "all")]
    [InlineData("--direction: expected paper or reverse, found up", "evaluate", "m", "--data", "d", "--direction", "up")]
    [InlineData("--counting: expected exact or short, found long", "evaluate", "m", "--data", "d", "--counting", "long")]
    [InlineData("--heal: expected 1 to 8 numbers from 0 to 0.95", "evaluate", "m", "--data", "d", "--heal", "2")]
    [InlineData("expected at most one of --samples and --heal", "evaluate", "m", "--data", "d", "--heal", "0.1", "--samples", "s")]
    [InlineData(
        "--variant: expected sketch-a-net or sketch-a-net-small, found resnet", "evaluate", "classifier", "train", "--data", "d", "--out",
        "o", "--variant", "resnet")]
    [InlineData("option '--out' is required", "evaluate", "classifier", "train", "--data", "d")]
    [InlineData(
        "precision: expected a setting of the data, or device or threads or wait_policy", "evaluate", "classifier", "test", "c", "--data",
        "d", "--precision", "float32")]
    [InlineData(
        "batch_size: expected a setting of the data, or device or threads or wait_policy", "evaluate", "classifier", "train", "--data", "d",
        "--out", "o",
        "--batch-size", "8")]
    [InlineData("--open: expected --out beside it", "evaluate", "m", "--data", "d", "--open")]
    public void Wrong_usage(string line, params string[] arguments) =>
        Assert.StartsWith(line, Rpcl.Refuse(ExitCode.Usage, arguments), StringComparison.Ordinal);

    private string Classifier()
    {
        string classifier = _folder.File("classifier");
        Rpcl trained = Rpcl.Do(
            "evaluate", "classifier", "train", "--data", run.Data, "--out", classifier, "--epochs", "2", "--set", "categories=bee,bus");
        Assert.Contains("2 epochs in", trained.Error, StringComparison.Ordinal);
        Assert.StartsWith("category  accuracy", trained.Out, StringComparison.Ordinal);
        return classifier;
    }
}
