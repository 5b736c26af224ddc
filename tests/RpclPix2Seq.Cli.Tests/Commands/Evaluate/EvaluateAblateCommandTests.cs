using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands.Evaluate;

[Collection(TorchTests.Name)]
public sealed class EvaluateAblateCommandTests(TrainedRun run) : IDisposable
{
    private const string Tiny = """
        "base": { "categories": ["bee", "bus"], "dec_model": "lstm", "dec_rnn_size": 16, "z_size": 8, "num_decoder_mixture": 2,
                  "num_mixture": 2, "num_sub": 2, "batch_size": 10, "num_steps": STEPS, "rpcl_start": 2, "png_width": 32 }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_row_is_trained_and_measured_with_every_seed_and_what_is_done_is_not_done_again()
    {
        string plan = Plan(steps: 4), output = _folder.File("ablation");
        Rpcl done = Rpcl.Do("evaluate", "ablate", plan, "--data", run.Data, "--out", output, "--heal", "0.2");
        Assert.Matches(@"^measure\s+gmm\s+no-prior\n", done.Out);
        Assert.Matches(@"\nRet@1\s+[\d.]+ % \([\d.]+ % to [\d.]+ %\)\s+[\d.]+ %", done.Out);
        Assert.Matches(@"\n  minus gmm\s+[+-]?[\d.]+ points \(above in \d of 2\)\n", done.Out);
        Assert.Matches(@"\nfigure ret1_heal20_no_prior [\d.]+\n", done.Out);
        Assert.Equal(4, Directory.GetFiles(output, "report.json", SearchOption.AllDirectories).Length);
        Assert.StartsWith(
            "| measure | gmm | no-prior |\n", File.ReadAllText(Path.Combine(output, "ablation.md")), StringComparison.Ordinal);
        Assert.Contains("<h1>Ablation</h1>", File.ReadAllText(Path.Combine(output, "ablation.html")), StringComparison.Ordinal);
        using JsonDocument table = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "ablation.json")));
        Assert.Equal(["gmm", "no-prior"], table.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetString()));

        // One report is gone: that model alone is evaluated again, without training, and the result is the same.
        Directory.Delete(Path.Combine(output, "gmm", "seed-2", "evaluation"), recursive: true);
        Rpcl again = Rpcl.Do("evaluate", "ablate", plan, "--data", run.Data, "--out", output, "--heal", "0.2");
        Assert.Equal(done.Out, again.Out);
        Assert.Contains("gmm, seed 2:", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("no-prior, seed", again.Error, StringComparison.Ordinal);

        // With other options, all are evaluated again, without training.
        Rpcl other = Rpcl.Do("evaluate", "ablate", plan, "--data", run.Data, "--out", output, "--heal", "0.125");
        Assert.Matches(@"\nfigure ret1_heal12\.5_no_prior [\d.]+\n", other.Out);
        Assert.DoesNotContain("heal20", other.Out, StringComparison.Ordinal);
        Assert.Contains("no-prior, seed 1:", other.Error, StringComparison.Ordinal);

        Directory.Delete(Path.Combine(output, "gmm", "seed-2", "evaluation"), recursive: true);
        Assert.Contains(
            "the plan has changed",
            Rpcl.Refuse(ExitCode.Failed, "evaluate", "ablate", Plan(steps: 5), "--data", run.Data, "--out", output, "--heal", "0.2"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_another_process_has_is_left_to_it()
    {
        string output = _folder.File("ablation");
        using FileClaim? held = FileClaim.TryTake(Path.Combine(output, "claims", "gmm-1"));
        Rpcl done = Rpcl.Do("evaluate", "ablate", Plan(steps: 2), "--data", run.Data, "--out", output);
        Assert.Contains("1 of 4 models are being trained by other processes", done.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(output, "gmm", "seed-1")));
        Assert.True(Directory.Exists(Path.Combine(output, "gmm", "seed-2")));
    }

    [Fact]
    public void A_wrong_plan_is_one_line() => Assert.Contains(
        "the plan of an ablation",
        Rpcl.Refuse(ExitCode.Failed, "evaluate", "ablate", _folder.File("absent.json"), "--data", run.Data, "--out", _folder.File("out")),
        StringComparison.Ordinal);

    [Fact]
    public void Drawings_from_the_mixture_need_a_classifier() => Assert.Contains(
        "--unconditional: expected --classifier beside it",
        Rpcl.Refuse(
            ExitCode.Usage, "evaluate", "ablate", Plan(steps: 2), "--data", run.Data, "--out", _folder.File("out"), "--unconditional"),
        StringComparison.Ordinal);

    private string Plan(int steps)
    {
        string path = _folder.File($"plan-{steps}.json");
        File.WriteAllText(path, $$"""
            { {{Tiny.Replace("STEPS", $"{steps}", StringComparison.Ordinal)}},
              "rows": [{ "name": "gmm" }, { "name": "no-prior", "set": { "prior": "none" } }], "seeds": [1, 2] }
            """);
        return path;
    }
}
