using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>A run belongs to one process: a second process changes nothing in it.</summary>
[Collection(TorchTests.Name)]
public sealed class RunClaimTests(TrainedRun run) : IDisposable
{
    private const string Taken = "found one in which another is at work";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The first process has claimed the run and written its configuration, but no checkpoint yet.
    [Fact]
    public void A_second_training_leaves_the_configuration_of_the_first_alone()
    {
        string folder = _folder.File("run"), config = Path.Combine(folder, "config.json");
        using FileClaim? other = FileClaim.TryTake(Path.Combine(folder, "train.lock"));
        File.Copy(Path.Combine(run.Folder, "config.json"), config);
        string before = File.ReadAllText(config);
        string[] line = [.. Line(folder), "--set", "learning_rate=0.5"];
        string second = Rpcl.Refuse(ExitCode.Failed, [.. line, "--resume", "auto"]);
        Assert.Equal(before, File.ReadAllText(config));
        Assert.Contains(Taken, second, StringComparison.Ordinal);
        Assert.Contains("a folder that is not empty", Rpcl.Refuse(ExitCode.Failed, line), StringComparison.Ordinal);
        Assert.Equal(["config.json", "train.lock"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_new_run_that_another_process_has_just_taken_is_left_to_it()
    {
        string folder = _folder.File("run");
        using FileClaim? other = FileClaim.TryTake(Path.Combine(folder, "train.lock"));
        Assert.Contains(Taken, Rpcl.Refuse(ExitCode.Failed, Line(folder)), StringComparison.Ordinal);
        Assert.Contains(Taken, Rpcl.Refuse(ExitCode.Failed, [.. Line(folder), "--resume", "auto"]), StringComparison.Ordinal);
        Assert.Equal(["train.lock"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData]
    [InlineData("--resume", "auto")]
    public void A_process_that_was_killed_when_it_had_taken_a_run_is_in_nobodys_way(params string[] more)
    {
        string folder = _folder.File("run");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "train.lock"), "");
        Rpcl.Do([.. Line(folder), .. more]);
        Assert.True(File.Exists(Path.Combine(folder, "last", "manifest.json")));
    }

    [Fact]
    public void Data_that_cannot_be_trained_on_leave_no_folder()
    {
        string folder = _folder.File("run");
        string line = Rpcl.Refuse(
            ExitCode.Failed, [.. Line(folder), "--set", "compat=reference", "--set", "png_width=48", "--set", "batch_size=1000"]);
        Assert.Contains("batch_size: expected fewer than the 24 training sketches", line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private string[] Line(string folder) => ["train", "--data", run.Data, "--out", folder, "--hparams", TrainedRun.Tiny, "--quiet"];
}
