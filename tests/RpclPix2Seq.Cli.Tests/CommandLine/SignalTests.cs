using System.Diagnostics;
using System.Text.Json;
using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Cli.Tests.Commands;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.CommandLine;

/// <summary>A training in a process of its own, to which signals are sent.</summary>
[Collection(TorchTests.Name)]
public sealed class SignalTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Batch systems send USR1 some time before they send TERM, which then must not cut the writing short.
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("USR1")]
    [InlineData("USR1", "TERM", "USR1")]
    public void A_training_that_is_asked_to_stop_writes_a_checkpoint_and_says_so(params string[] signals)
    {
        string folder = _folder.File("run");
        string[] arguments = ["train", "--data", run.Data, "--out", folder, "--hparams", TrainedRun.Tiny, "--set", "num_steps=1000000", "--set", "patience=1000000", "--set", "threads=1"];

        // What a shell runs in the background ignores Ctrl-C, and so would its children, this process among them.
        string[] awake = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        ProcessStartInfo start = new(awake[0], [.. awake[1..], Path.Combine(AppContext.BaseDirectory, "rpcl.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        while (!process.HasExited && !Directory.Exists(Path.Combine(folder, "checkpoints", "step-00000003")))
            Thread.Sleep(10);
        foreach (string name in signals)
        {
            using Process signal = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
            signal.WaitForExit();
        }

        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == ExitCode.Interrupted, error);
        Assert.Contains("interrupted\n", error, StringComparison.Ordinal);
        using JsonDocument progress = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "last", "progress.json")));
        Assert.Contains($"stopped after {progress.RootElement.GetProperty("Progress").GetProperty("Step").GetInt64()} steps", error, StringComparison.Ordinal);
    }
}
