using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RpclPix2Seq.Lab.Latent;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Lab.Peers;

/// <summary>
/// scikit-learn's mixtures on the tasks of the latent learner: a Python process that runs alongside this one, on one thread.
/// </summary>
internal sealed class ScikitLearn : IDisposable
{
    private const string Script = "RpclPix2Seq.Lab.Peers.latent_peers.py";
    private static readonly Dictionary<string, string> OneThread = new()
    {
        ["OMP_NUM_THREADS"] = "1",
        ["OPENBLAS_NUM_THREADS"] = "1",
        ["MKL_NUM_THREADS"] = "1",
    };
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };
    private readonly IReadOnlyList<LatentTask> _tasks;
    private readonly string _folder;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ScikitLearn(IReadOnlyList<LatentTask> tasks, string folder, Process process)
    {
        (_tasks, _folder, _process) = (tasks, folder, process);
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>
    /// Its methods: the variational mixture, and maximum likelihood for every number of components up to the largest, taking the best BIC.
    /// </summary>
    public static IReadOnlyList<string> Methods { get; } = ["bayesian", "bic"];

    /// <summary>Starts, or returns null if no Python with scikit-learn is found.</summary>
    public static ScikitLearn? TryStart(IReadOnlyList<LatentTask> tasks)
    {
        string? python = PythonPeer.Find("sklearn, numpy");
        if (python is null)
            return null;
        string folder = Directory.CreateTempSubdirectory("rpcl-latent-").FullName;
        for (int i = 0; i < tasks.Count; i++)
            WriteTask(Path.Combine(folder, $"{i:D5}.npz"), tasks[i]);
        return new ScikitLearn(tasks, folder, PythonPeer.Start(python, Script, OneThread, folder));
    }

    /// <summary>Waits for the end and reads what was found.</summary>
    /// <param name="found">Called with the number of outcomes so far.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">The process failed.</exception>
    public IReadOnlyList<LatentOutcome> Finish(Action<int> found, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration stop = cancellationToken.Register(Stop);
        List<LatentOutcome> outcomes = [];
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            outcomes.Add(Outcome(line));
            found(outcomes.Count);
        }

        string errors = _errors.GetAwaiter().GetResult();
        _process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        return _process.ExitCode == 0
            ? outcomes
            : throw new InputException(
                "scikit-learn", "", "its mixtures of every task", errors.TrimEnd().Split('\n')[^1],
                "fix the installation, or leave it out with --alone");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void WriteTask(string path, LatentTask task)
    {
        SyntheticCodes codes = SyntheticCodes.Draw(task, LatentTrial.Codes);
        NpzWriter.Write(path, writer =>
        {
            writer.Add<float>("codes", codes.Values, codes.Count, codes.CodeSize);
            writer.Add<int>("labels", codes.Labels, codes.Count);
            writer.Add<int>("components", new[] { task.Components }, 1);
        });
    }

    private void Stop()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    private LatentOutcome Outcome(string line)
    {
        Line read = JsonSerializer.Deserialize<Line>(line, Json)!;
        return new LatentOutcome(
            _tasks[int.Parse(read.Task, CultureInfo.InvariantCulture)], read.Method, read.Found, read.Nmi, read.Seconds);
    }

    private sealed record Line(string Task, string Method, int Found, double Nmi, double Seconds);
}
