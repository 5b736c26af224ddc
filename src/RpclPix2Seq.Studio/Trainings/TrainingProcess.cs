using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Studio.Trainings;

/// <summary>How this program is started: a file, and what comes before its arguments.</summary>
internal sealed record ProgramStart(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>The program that runs now.</summary>
    public static ProgramStart Own()
    {
        string file = Environment.ProcessPath ?? throw new PlatformNotSupportedException("the path of this process is not known");
        return Path.GetFileNameWithoutExtension(file) == "dotnet"
            ? new ProgramStart(file, [Environment.GetCommandLineArgs()[0]]) : new ProgramStart(file, []);
    }
}

/// <summary>A training as a process of its own, so that nothing that happens to it happens to the server.</summary>
internal sealed partial class TrainingProcess : IDisposable
{
    private const int Interrupted = 130, TerminateSignal = 15;
    private readonly Process _process;
    private volatile string _lastLine = "";
    private volatile bool _isSilent;

    private TrainingProcess(Process process) => _process = process;

    /// <summary>Whether it goes on.</summary>
    public bool IsRunning => !_process.HasExited || !_isSilent;

    /// <summary>The last line of its output if it failed; null while it runs or if it succeeded.</summary>
    public string? Failure => !IsRunning && _process.ExitCode is not (0 or Interrupted)
        ? _lastLine.Length > 0 ? _lastLine : $"it exited with code {_process.ExitCode}"
        : null;

    /// <summary>Starts one.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static TrainingProcess Start(ProgramStart program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program.File, [.. program.Arguments, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        Process process = Process.Start(start)!;
        TrainingProcess training = new(process);
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                training._isSilent = true; // there is no more to come
            else if (!string.IsNullOrWhiteSpace(line.Data))
                training._lastLine = line.Data.Trim();
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return training;
    }

    /// <summary>Asks it to save what it has and end, as Ctrl+C does; a process that a shell started in the background ignores Ctrl+C's own
    /// signal, and so would this one.</summary>
    public void Interrupt()
    {
        if (_process.HasExited)
            return;
        if (OperatingSystem.IsWindows())
            _process.Kill(entireProcessTree: true);
        else
            _ = Signal(_process.Id, TerminateSignal);
    }

    /// <summary>Waits until it has ended.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
