using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.TestKit;
using TorchSharp;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Verbs that say what there is: info, runs, report; and models for others.</summary>
[Collection(TorchTests.Name)]
public sealed class OverviewTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Info_says_what_a_run_is_and_what_to_do_next()
    {
        Rpcl said = Rpcl.Do("info", run.Folder);
        Assert.StartsWith($"{run.Folder}: a training run\n", said.Out, StringComparison.Ordinal);
        Assert.Contains("state                finished\n", said.Out, StringComparison.Ordinal);
        Assert.Contains("step                 6\n", said.Out, StringComparison.Ordinal);
        Assert.Contains($"data                 {run.Data}\n", said.Out, StringComparison.Ordinal);
        Assert.Contains("categories           bee, bus\n", said.Out, StringComparison.Ordinal);
        Assert.Contains($"next: rpcl sample {run.Folder}\n", said.Error, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Rpcl.Do("info", run.Folder, "--json").Out);
        Assert.Equal(6, json.RootElement.GetProperty("step").GetInt64());
        Assert.Equal("a training run", json.RootElement.GetProperty("kind").GetString());
    }

    [Fact]
    public void Info_tells_models_samples_datasets_and_drawings_apart()
    {
        string model = Path.Combine(run.Folder, "checkpoints", "step-00000003");
        string samples = _folder.File("samples"), data = _folder.File("data");
        Assert.StartsWith($"{model}: a model\n", Rpcl.Do("info", model).Out, StringComparison.Ordinal);
        Rpcl.Do("sample", run.Folder, "--count", "2", "--out", samples);
        Rpcl said = Rpcl.Do("info", samples);
        Assert.StartsWith($"{samples}: sketches that a model drew\nsketches     2\n", said.Out, StringComparison.Ordinal);
        Rpcl.Do("data", "import", run.Data, "--out", data);
        Assert.Contains("first row: move", Rpcl.Do("info", data).Out, StringComparison.Ordinal);
        Assert.Matches("bee\\.npz +train +12 ", Rpcl.Do("info", run.Bee).Out);
        Assert.Contains("found nothing there", Rpcl.Refuse(ExitCode.Failed, "info", _folder.File("nothing")), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_are_listed_with_those_that_cannot_be_read()
    {
        string parent = Directory.CreateDirectory(_folder.File("runs")).FullName, first = Path.Combine(parent, "first");
        Directory.Move(run.Copy(_folder), first);
        string row = Path.Combine(parent, "ablation", "variants", "gmm", "seed-1", "run");
        Directory.CreateDirectory(Path.GetDirectoryName(row)!);
        Directory.Move(run.Copy(_folder), row);
        string broken = Directory.CreateDirectory(Path.Combine(parent, "deep", "broken", "checkpoints")).Parent!.FullName;
        File.WriteAllText(Path.Combine(broken, "config.json"), "{");
        Rpcl listed = Rpcl.Do("runs", parent);
        string[] lines = listed.Out.Split('\n');
        Assert.Matches("^run +state +steps  epochs   valid", lines[0]);
        Assert.Matches("^ablation/variants/gmm/seed-1/run  finished      6     2.0", lines[1]);
        Assert.Matches("^first +finished      6     2.0.* lstm 16$", lines[2]);
        Assert.Contains("left out: ", listed.Error, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Rpcl.Do("runs", parent, "--json", "--quiet").Out);
        Assert.Equal([row, first], json.RootElement.EnumerateArray().Select(each => each.GetProperty("run").GetString()));
        Assert.Equal("lstm 16", json.RootElement[1].GetProperty("decoder").GetString());
        Assert.Contains(
            "expected a training run, found none there",
            Rpcl.Refuse(ExitCode.Failed, "runs", Path.Combine(first, "events")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_has_a_report_from_its_first_validation_on()
    {
        string page = File.ReadAllText(Path.Combine(run.Folder, "report.html"));
        Assert.All(
            (string[])
            [
                "Stroke loss", "Pixel loss", "Latent losses", "Components alive", "Learning rate", "best validation", "finished",
                "The same sketches, redrawn",
            ],
            heading => Assert.Contains(heading, page, StringComparison.Ordinal));
        Assert.DoesNotContain("Category loss", page, StringComparison.Ordinal);
        string named = _folder.File("named");
        Rpcl.Do("train", "--data", run.Data, "--out", named, "--hparams", TrainedRun.Tiny, "--set", "category_weight=1", "--quiet");
        Assert.Contains("Category loss", File.ReadAllText(Path.Combine(named, "report.html")), StringComparison.Ordinal);
        string other = _folder.File("other.html");
        Rpcl done = Rpcl.Do("report", run.Folder, "--out", other, "--watch");
        Assert.Equal(other + "\n", done.Out);
        Assert.DoesNotContain("http-equiv=\"refresh\"", File.ReadAllText(other), StringComparison.Ordinal); // the run is over
        Assert.Contains(
            "expected the folder of an earlier run",
            Rpcl.Refuse(ExitCode.Failed, "report", _folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_for_others_has_a_card_and_may_be_half_as_large()
    {
        string whole = _folder.File("whole"), half = _folder.File("half"), evaluation = _folder.File("evaluation");
        Rpcl.Do("evaluate", run.Folder, "--out", evaluation, "--best-of", "2");
        Rpcl.Do("export", "model", run.Folder, "--out", whole);
        Rpcl.Do("export", "model", run.Folder, "--out", half, "--half", "--note", "Made of bees.", "--evaluation", evaluation);
        long bytes = new FileInfo(Path.Combine(whole, "model.safetensors")).Length;
        Assert.InRange(new FileInfo(Path.Combine(half, "model.safetensors")).Length, bytes / 2, (bytes / 2) + 8192);
        string card = File.ReadAllText(Path.Combine(half, "README.md"));
        Assert.StartsWith("---\nlibrary_name: rpcl-pix2seq\n", card, StringComparison.Ordinal);
        Assert.Contains("# half\n\nMade of bees.\n\nDraws sketches of bee, bus,", card, StringComparison.Ordinal);
        Assert.Contains("| Ret@1, best of 2 |", card, StringComparison.Ordinal);
        Rpcl.Do("sample", half, "--per-component", "--count", "2", "--out", _folder.File("samples"));
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.File("samples"), "manifest.json")));
        int[] components =
        [
            .. manifest.RootElement.GetProperty("samples").EnumerateArray().Select(sample => sample.GetProperty("component").GetInt32()),
        ];
        Assert.Equal(run.Components.SelectMany(k => (int[])[k, k]).Order(), components.Order());
        Assert.Contains(
            "expected an evaluation of a model after 3 steps, with",
            Rpcl.Refuse(
                ExitCode.Failed, "export", "model", Path.Combine(run.Folder, "checkpoints", "step-00000003"), "--evaluation", evaluation,
                "--out", _folder.File("x")), StringComparison.Ordinal);
        Assert.Contains(
            "found one with other temperatures",
            Rpcl.Refuse(
                ExitCode.Failed, "export", "model", run.Folder, "--set", "temperature=0.9", "--evaluation", evaluation, "--out",
                _folder.File("x")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_for_others_may_draw_with_other_defaults()
    {
        string calm = _folder.File("calm"), samples = _folder.File("samples");
        Rpcl.Do("export", "model", run.Folder, "--set", "code_temperature=0", "--set", "component_threshold=0.99", "--out", calm);
        ModelConfig config = ModelConfig.Load(Path.Combine(calm, "config.json"));
        Assert.Equal((0, 0.99), (config.CodeTemperature, config.ComponentThreshold));
        Assert.Contains("| components of the mixture | 1 |", File.ReadAllText(Path.Combine(calm, "README.md")), StringComparison.Ordinal);
        Rpcl.Do("sample", calm, "--count", "2", "--only", "svg", "--out", samples);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(samples, "manifest.json")));
        Assert.Equal(0, manifest.RootElement.GetProperty("code_temperature").GetDouble());
        foreach ((string set, string message) in new[]
        {
            ("z_size=3", "--set: expected one of temperature, spread_temperature, pen_temperature, code_temperature, "
                + "component_threshold, found z_size"),
            ("code_temperature=11", "expected a number from 0 to 10, found 11"),
            ("pen", "expected name=value, found 'pen'"),
        })
        {
            Assert.Contains(
                message,
                Rpcl.Refuse(ExitCode.Usage, "export", "model", run.Folder, "--set", set, "--out", _folder.File("x")),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Checkpoints_are_averaged_into_one_model()
    {
        string average = _folder.File("average");
        string[] checkpoints =
            [.. Directory.GetDirectories(Path.Combine(run.Folder, "checkpoints")).Order(StringComparer.Ordinal).TakeLast(2)];
        Rpcl.Do("export", "model", run.Folder, "--average", "2", "--out", average);
        using LoadedModel before = ModelFolder.Load(checkpoints[0]), newest = ModelFolder.Load(checkpoints[1]);
        using LoadedModel mean = ModelFolder.Load(average);
        Assert.Equal(newest.Facts, mean.Facts);
        using (torch.NewDisposeScope())
        {
            foreach ((NamedTensor a, NamedTensor b, NamedTensor found) in
                before.Model.State().Zip(newest.Model.State(), mean.Model.State()))
            {
                float[] newer = b.Tensor.data<float>().ToArray();
                float[] expected = found.Name.StartsWith("latent_", StringComparison.Ordinal)
                    ? newer
                    : [.. a.Tensor.data<float>().ToArray().Zip(newer, (x, y) => (float)(((double)x + y) / 2))];
                Assert.Equal(expected, found.Tensor.data<float>().ToArray());
            }
        }

        Assert.Contains(
            "expected at most one of --average and --evaluation",
            Rpcl.Refuse(
                ExitCode.Usage, "export", "model", run.Folder, "--average", "2", "--evaluation", "x", "--out", _folder.File("x")),
            StringComparison.Ordinal);
        Assert.Contains(
            "expected the folder of a training run with 9 checkpoints, found",
            Rpcl.Refuse(ExitCode.Failed, "export", "model", run.Folder, "--average", "9", "--out", _folder.File("x")),
            StringComparison.Ordinal);
    }
}
