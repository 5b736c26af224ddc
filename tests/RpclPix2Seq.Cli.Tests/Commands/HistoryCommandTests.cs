using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class HistoryCommandTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_has_a_history_of_all_its_components()
    {
        string output = _folder.File("history");
        Rpcl done = Rpcl.Do("history", run.Folder, "--out", output, "--json");
        using JsonDocument json = JsonDocument.Parse(done.Out);
        JsonElement[] lives = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, 4), lives.Select(life => life.GetProperty("component").GetInt32()).Order());
        Assert.Equal(
            run.Components.Order(),
            lives.Where(life => life.GetProperty("died_at").ValueKind == JsonValueKind.Null)
                .Select(life => life.GetProperty("component").GetInt32()).Order());
        Assert.Equal(["history.html", "history.svg"], Directory.EnumerateFiles(output).Select(Path.GetFileName).Order());
        Assert.Contains("components left", File.ReadAllText(Path.Combine(output, "history.html")), StringComparison.Ordinal);

        Assert.Contains("lives", Rpcl.Do("history", run.Folder, "--out", _folder.File("again")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_run_or_history_is_refused_and_nothing_is_written()
    {
        string output = _folder.File("history"), copy = run.Copy(_folder);
        AssertRefused("found a folder without config.json", "history", run.Data, "--out", output);
        File.WriteAllText(Path.Combine(copy, "latent.jsonl"), "{\"step\":0,\"weights\":[1],\"exemplars\":[]}\n{\"st\n");
        AssertRefused("latent.jsonl: line 2: expected a snapshot of the latent mixture", "history", copy, "--out", output);
        File.Delete(Path.Combine(copy, "latent.jsonl"));
        AssertRefused("expected the latent history of a run, found nothing", "history", copy, "--out", output);
        Assert.False(Directory.Exists(output));
        AssertRefused("name another folder", "history", run.Folder, "--out", run.Data);
    }

    private static void AssertRefused(string part, params string[] arguments)
    {
        Rpcl done = Rpcl.Run(arguments);
        Assert.Equal(ExitCode.Failed, done.Code);
        Assert.Single(done.Error.TrimEnd().Split('\n'));
        Assert.Contains(part, done.Error, StringComparison.Ordinal);
    }
}
