using System.Diagnostics;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Cli.Tests.Commands;
using RpclPix2Seq.Models;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Terminal;

/// <summary>A training run in a separate process, to which signals are sent.</summary>
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
    [InlineData("HUP")]
    [InlineData("USR1", "TERM", "USR1")]
    public void A_training_that_is_asked_to_stop_writes_a_checkpoint_and_says_so(params string[] signals)
    {
        string folder = _folder.File("run");

        // Background processes of a shell ignore Ctrl-C, and so would their children, this process among them; the same holds under nohup.
        using Process process = Start(folder, "--default-signal=INT,HUP");
        WaitForStep(process, folder, 3);
        foreach (string name in signals)
            Send(name, process);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == ExitCode.Interrupted, error);
        Assert.Contains("interrupted\n", error, StringComparison.Ordinal);
        using JsonDocument progress = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "last", "progress.json")));
        Assert.Contains(
            $"stopped after {progress.RootElement.GetProperty("Progress").GetProperty("Step").GetInt64()} steps", error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_was_started_to_ignore_hang_ups_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "env cannot set signals to be ignored");
        string folder = _folder.File("run");
        using Process process = Start(folder, "--ignore-signal=HUP");
        WaitForStep(process, folder, 3);
        long before = LastStep(folder);
        Send("HUP", process);
        WaitForStep(process, folder, before + 6);
        Assert.False(process.HasExited);
        Send("TERM", process);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == ExitCode.Interrupted, error);
    }

    private Process Start(string folder, string signals)
    {
        string[] arguments =
        [
            "train", "--data", run.Data, "--out", folder, "--hparams", TrainedRun.Tiny, "--set", "num_steps=1000000", "--set",
            "patience=1000000", "--set", "threads=1",
        ];
        string[] program = OperatingSystem.IsLinux() ? ["env", signals, "dotnet"] : ["dotnet"];
        string rpcl = Path.Combine(AppContext.BaseDirectory, "rpcl.dll");
        return Process.Start(new ProcessStartInfo(program[0], [.. program[1..], rpcl, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static void Send(string name, Process process)
    {
        using Process signal = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        signal.WaitForExit();
    }

    /// <summary>Waits for a checkpoint of the given step or a later one.</summary>
    private static void WaitForStep(Process process, string folder, long step)
    {
        while (!process.HasExited && LastStep(folder) < step)
            Thread.Sleep(10);
    }

    private static long LastStep(string folder) => RunCheckpoints.List(RunFolder.At(folder)) is [var newest, ..] ? newest.Step : -1;
}
