using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>What verbs do where nothing is named: numbered folders, the data that a run remembers.</summary>
[Collection(TorchTests.Name)]
public sealed class DefaultsTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("reconstruct")]
    [InlineData("components")]
    [InlineData("map")]
    [InlineData("evaluate")]
    public void A_run_remembers_its_data(string verb)
    {
        Rpcl.Do(verb, run.Folder, "--out", _folder.File("run"));
        Rpcl.Do(verb, Path.Combine(run.Folder, "best"), "--out", _folder.File("best"));
        Rpcl.Do(verb, Path.Combine(run.Folder, "checkpoints", "step-00000003"), "--out", _folder.File("step"));
    }

    [Fact]
    public void Data_that_are_missing_or_never_existed_are_named()
    {
        string copy = run.Copy(_folder);
        string[] line = ["components", copy, "--out", _folder.File("components")];
        File.WriteAllText(Path.Combine(copy, RunData.FileName), """{"format":"rpcl-pix2seq data 1","path":"/nowhere/cats"}""");
        Assert.Equal(
            $"{copy}: expected the data it was trained on, in /nowhere/cats, found nothing there; name them with --data",
            Rpcl.Refuse(ExitCode.Failed, line));
        Rpcl.Do([.. line, "--data", run.Data]);
        File.WriteAllText(Path.Combine(copy, RunData.FileName), "{}");
        Assert.Contains(
            "expected what a run remembers of its data",
            Rpcl.Refuse(ExitCode.Failed, [.. line[..2], "--out", "x"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_resumed_with_the_data_it_remembers()
    {
        string copy = run.Copy(_folder);
        Assert.Contains("stopped after 8 steps", Rpcl.Do("train", "--resume", copy, "--num-steps", "8").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_that_are_not_named_are_numbered()
    {
        string name = $"samples-{Guid.NewGuid():N}";
        OutputOption output = new(name, "New folder.");
        string first = output.Next();
        Assert.Equal(Path.Combine("out", $"{name}-1"), first);
        Directory.CreateDirectory(first);
        try
        {
            Assert.Equal(Path.Combine("out", $"{name}-2"), output.Next());
        }
        finally
        {
            Directory.Delete(first);
        }
    }
}
