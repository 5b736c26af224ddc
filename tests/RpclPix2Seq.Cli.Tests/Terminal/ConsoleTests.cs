using System.Diagnostics;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Cli.Tests.Commands;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Terminal;

/// <summary>Consoles that cannot be written to: lost results are an error, lost remarks stop nothing.</summary>
[Collection(TorchTests.Name)]
public sealed class ConsoleTests(TrainedRun run) : IDisposable
{
    private const string Unwritable = "rpcl: error: standard output cannot be written: ";
    private const string Full = "No space left on device", Closed = "it is closed";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--version", ">/dev/full", Full)]
    [InlineData("--help", ">/dev/full", Full)]
    [InlineData("--help-config", ">/dev/full", Full)]
    [InlineData("data download --list", ">/dev/full", Full)]
    [InlineData("--version", ">&-", Closed)]
    [InlineData("--version", "<&- >&-", Closed)]
    public void Data_that_cannot_be_written_are_one_line_and_code_1(string arguments, string redirection, string why)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /dev/full");
        Assert.Equal((ExitCode.Failed, $"{Unwritable}{why}\n"), Shell($"rpcl {arguments} {redirection}"));
    }

    [Theory]
    [InlineData(ExitCode.Failed, "--version >/dev/full 2>/dev/full")]
    [InlineData(ExitCode.Failed, "--version >&- 2>&-")]
    [InlineData(ExitCode.Failed, "--version <&- >&- 2>&-")]
    [InlineData(ExitCode.Usage, "--versoin 2>/dev/full")]
    [InlineData(ExitCode.Usage, "--versoin 2>&-")]
    [InlineData(ExitCode.Done, "--version 2>&-")]
    public void An_error_that_cannot_be_written_anywhere_still_sets_the_exit_code(int expected, string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /dev/full");
        Assert.Equal((expected, ""), Shell($"rpcl {arguments}"));
    }

    [Fact]
    public void A_closed_pipe_is_not_reported()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the shell's words are those of Linux");
        Assert.Equal((ExitCode.Done, ""), Shell("set -o pipefail; rpcl --help-config | head -n 1 >/dev/null"));
        Assert.Equal((ExitCode.Done, ""), Shell("set -o pipefail; rpcl --help-config | true"));
    }

    [Theory]
    [InlineData("2>/dev/full")]
    [InlineData("2>&-")]
    public void Remarks_that_cannot_be_written_stop_no_training(string redirection)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /dev/full");
        string folder = _folder.File("run");
        string train = $"rpcl train --data {run.Data} --out {folder} --hparams '{TrainedRun.Tiny}' --set threads=1 --json";
        Assert.Equal((ExitCode.Done, ""), Shell($"{train} >{_folder.File("summary")} {redirection}"));
        Assert.True(Directory.Exists(Path.Combine(folder, "checkpoints", "step-00000006")));
        Assert.Equal(run.Summary.Count(c => c == '\n'), File.ReadAllText(_folder.File("summary")).Count(c => c == '\n'));
    }

    // The terminal goes away while its session trains: then the system sends a hangup. A training started by nohup, or disowned, continues
    // until it is stopped.
    [Theory]
    [InlineData("hung up", 0)]
    [InlineData("ignored", 2)]
    public void A_training_whose_terminal_goes_away_loses_nothing(string hangup, int stepsAfter)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such terminals");
        const string script = """
            import fcntl, os, pty, signal, subprocess, termios, threading, time
            checkpoints, hangup, after = sys.argv[1], sys.argv[2], int(sys.argv[3])
            def steps():
                names = os.listdir(checkpoints) if os.path.isdir(checkpoints) else []
                return max((int(name[5:]) for name in names if name[-1].isdigit()), default=0)
            def prepare():
                for s in (signal.SIGINT, signal.SIGHUP): signal.signal(s, signal.SIG_DFL)
                if hangup == 'ignored': signal.signal(signal.SIGHUP, signal.SIG_IGN)
                fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            master, slave = pty.openpty()
            process = subprocess.Popen(sys.argv[4:], stdin=slave, stdout=slave, stderr=slave, preexec_fn=prepare, start_new_session=True)
            os.close(slave)
            os.set_blocking(master, False)
            def wait(least):
                while process.poll() is None and steps() < least:
                    try: os.read(master, 4096)
                    except (BlockingIOError, OSError): pass
                    time.sleep(0.01)
            wait(3)
            os.close(master)
            if after:
                wait(steps() + 3 * after)
                process.send_signal(signal.SIGTERM)
            print(process.wait())
            """;
        string folder = _folder.File("run"), checkpoints = Path.Combine(folder, "checkpoints");
        string code = Python.Run(
            script, checkpoints, hangup, $"{stepsAfter}", "dotnet", Path.Combine(AppContext.BaseDirectory, "rpcl.dll"), "train", "--data",
            run.Data, "--out", folder, "--hparams", TrainedRun.Tiny,
            "--set", "num_steps=1000000", "--set", "patience=1000000", "--set", "threads=1");
        Assert.Equal($"{ExitCode.Interrupted}\n", code);
        Assert.True(File.Exists(Path.Combine(folder, "last", "manifest.json")));
    }

    /// <summary>Runs a shell line in which rpcl is the program; returns the exit code and standard error.</summary>
    private static (int Code, string Error) Shell(string line)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "rpcl.dll");
        ProcessStartInfo start = new("bash", ["-c", $"rpcl() {{ dotnet '{program}' \"$@\"; }}; {line}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        _ = output.Result;
        return (process.ExitCode, error);
    }
}
