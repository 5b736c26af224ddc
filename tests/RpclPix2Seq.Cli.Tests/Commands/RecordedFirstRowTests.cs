using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Every verb follows what a dataset records about its first rows (defect D-22), without an option that repeats it.</summary>
[Collection(TorchTests.Name)]
public sealed class RecordedFirstRowTests : IDisposable
{
    private readonly TrainedRun _run;
    private readonly TemporaryFolder _folder = new();

    public RecordedFirstRowTests(TrainedRun run)
    {
        _run = run;
        Rpcl.Do("data", "import", run.Bee, Path.Combine(run.Data, "bus.npz"), "--out", Data("ink"), "--first-row", "ink", "--quiet");
        Rpcl.Do("data", "import", run.Bee, Path.Combine(run.Data, "bus.npz"), "--out", Data("move"), "--quiet");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_takes_it_from_the_data_and_all_other_verbs_follow_the_model()
    {
        string model = _folder.File("run");
        Rpcl.Do("train", "--data", Data("ink"), "--out", model, "--hparams", TrainedRun.Tiny, "--set", "num_steps=2", "--quiet");
        Assert.Equal(FirstRow.Ink, ModelConfig.Load(Path.Combine(model, "config.json")).FirstRow);
        Rpcl.Do("train", "--data", Data("ink"), "--resume", model, "--set", "num_steps=3", "--quiet");

        Rpcl.Do("reconstruct", model, "--data", Data("ink"), "--out", _folder.File("redrawn"), "--count", "1", "--quiet");
        Rpcl.Do("sample", model, "--data", Data("ink"), "--out", _folder.File("samples"), "--count", "1", "--quiet");
        Rpcl.Do("encode", model, Data("ink"), "--out", _folder.File("codes.npz"), "--quiet");
        Looks(model, Data("move"));
        string resumed = Rpcl.Refuse(
            ExitCode.Failed, "train", "--data", Data("move"), "--resume", model, "--set", "num_steps=4", "--quiet");
        Assert.Contains("whose first row is ink", resumed, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_learned_moves_looks_at_ink() => Looks(_run.Folder, Data("ink"));

    [Fact]
    public void Saying_the_other_when_training_is_an_error()
    {
        string line = Rpcl.Refuse(
            ExitCode.Failed, "train", "--data", Data("ink"), "--out", _folder.File("run"), "--hparams", TrainedRun.Tiny, "--set",
            "first_row=move", "--quiet");
        Assert.Contains($"expected ink, as {Data("ink")} records, found move", line, StringComparison.Ordinal);
    }

    /// <summary>Verbs that do not train convert the first rows.</summary>
    private void Looks(string model, string data)
    {
        Rpcl.Do("reconstruct", model, "--data", data, "--out", _folder.File("converted"), "--count", "1", "--quiet");
        Rpcl.Do("sample", model, "--data", data, "--out", _folder.File("converted-data"), "--count", "1", "--quiet");
        Rpcl.Do("sample", model, "--input", data, "--out", _folder.File("converted-input"), "--quiet");
        Rpcl.Do("encode", model, data, "--out", _folder.File("converted.npz"), "--quiet");
    }

    private string Data(string name) => _folder.File(name);
}
