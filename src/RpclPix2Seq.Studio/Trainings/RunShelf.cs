using System.Collections.Concurrent;
using System.Globalization;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Studio.Trainings;

/// <summary>The training runs in a folder, and those that the studio started.</summary>
internal sealed class RunShelf : IAsyncDisposable
{
    private const double MostMinutes = 14 * 24 * 60;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, TrainingProcess> _started = [];
    private readonly Lock _gate = new();
    private readonly ProgramStart _program;

    /// <param name="folder">The folder of the runs; it need not exist.</param>
    /// <param name="program">What trains.</param>
    public RunShelf(string folder, ProgramStart program)
    {
        Folder = Path.GetFullPath(folder);
        _program = program;
    }

    /// <summary>The folder of the runs.</summary>
    public string Folder { get; }

    /// <summary>All runs, those that changed last first. One whose files are damaged is listed as failed.</summary>
    public RunAnswer[] List()
    {
        IEnumerable<string> there = Directory.Exists(Folder)
            ? Directory.EnumerateDirectories(Folder).Where(RunSummary.IsAt).Select(path => Path.GetFileName(path))
            : [];
        return [.. there.Union(_started.Keys)
            .Select(Summary).OrderByDescending(run => run.Changed).ThenBy(run => run.Name, StringComparer.Ordinal)];
    }

    /// <summary>What is known of a run.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public RunAnswer Summary(string name)
    {
        string path = PathOf(name);
        TrainingProcess? process = _started.GetValueOrDefault(name);
        if (!RunSummary.IsAt(path))
        {
            string state = process!.IsRunning ? "running" : process.Failure is null ? "stopped" : "failed";
            return new RunAnswer(name, state, 0, [], null, DateTime.UtcNow) { Error = process.Failure };
        }

        try
        {
            return Answer(name, RunSummary.Read(path), process);
        }
        catch (InputException e)
        {
            return new RunAnswer(name, "failed", 0, [], null, Directory.GetLastWriteTimeUtc(path)) { Error = e.Message };
        }
    }

    /// <summary>A run with its metrics.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    /// <exception cref="InputException">A file of it is damaged.</exception>
    public RunDetail Detail(string name)
    {
        string path = PathOf(name);
        if (!RunSummary.IsAt(path))
            return Detailed(Summary(name), [], [], []);
        RunSummary run = RunSummary.Read(path);
        return Detailed(
            Answer(name, run, _started.GetValueOrDefault(name)), [.. run.Metrics["train"]], [.. run.Metrics["valid"]],
            [.. History(run.Run).Select(snapshot => new WeightsAnswer(snapshot.Step, RunSeries.Weights(snapshot)))]);
    }

    /// <summary>Where a run is.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public string PathOf(string name)
    {
        string path = Path.Combine(Folder, name);
        bool isName = Path.GetFileName(name) == name && name is not ("" or "." or "..");
        return isName && (_started.ContainsKey(name) || RunSummary.IsAt(path)) ? path : throw RequestException.Missing("run", name);
    }

    /// <summary>Starts a training.</summary>
    /// <param name="request">What to train.</param>
    /// <param name="data">Where its data are.</param>
    /// <exception cref="RequestException">A value is out of range, or a training that was started here goes on.</exception>
    public RunAnswer Start(StartRequest request, string data)
    {
        List<string> arguments = ["train", "--data", data];
        if (request.Preset is { } preset)
        {
            if (ConfigPreset.All.All(known => known.Name != preset))
                throw RequestException.Range("preset", string.Join(", ", ConfigPreset.All.Select(known => known.Name)), preset);
            arguments.AddRange(["--preset", preset]);
        }

        if (request.Minutes is { } minutes)
        {
            Checks.Real(minutes, 0.01, MostMinutes, "minutes");
            arguments.AddRange(["--max-minutes", minutes.ToString("R", CultureInfo.InvariantCulture)]);
        }

        lock (_gate)
        {
            string name = request.Name is null ? FreeName() : NewName(request.Name);
            return Begin(name, [.. arguments, "--out", Path.Combine(Folder, name), "--quiet"]);
        }
    }

    /// <summary>Stops a training that was started here: it saves what it has.</summary>
    /// <exception cref="RequestException">It does not go on, or was started elsewhere.</exception>
    public async Task<RunAnswer> StopAsync(string name, CancellationToken cancellationToken)
    {
        PathOf(name);
        if (!_started.TryGetValue(name, out TrainingProcess? process) || !process.IsRunning)
            throw new RequestException(422, Summary(name).State == "running"
                ? $"run {name} is being trained by another program; press Ctrl+C there"
                : $"run {name} is not being trained");
        process.Interrupt();
        await process.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Summary(name);
    }

    /// <summary>Resumes a run.</summary>
    /// <exception cref="RequestException">It is being trained, or one that was started here is.</exception>
    public RunAnswer Resume(string name)
    {
        string path = PathOf(name);
        lock (_gate)
        {
            if (Summary(name).State == "running")
                throw new RequestException(422, $"run {name} is already being trained");
            return Begin(name, ["train", "--resume", path, "--quiet"]);
        }
    }

    /// <summary>Stops what was started here.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (TrainingProcess process in _started.Values)
            process.Interrupt();
        using CancellationTokenSource late = new(Patience);
        foreach (TrainingProcess process in _started.Values)
        {
            await process.WaitAsync(late.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            process.Dispose();
        }
    }

    private static RunDetail Detailed(RunAnswer run, MetricsLine[] train, MetricsLine[] valid, WeightsAnswer[] history) => new(
        run.Name, run.State, run.Step, run.Categories, run.BestValidation, run.Changed, [.. train.Select(line => line.Step)],
        RunSeries.Of(train, true), [.. valid.Select(line => line.Step)], RunSeries.Of(valid, false), history)
    {
        Error = run.Error,
    };

    private static IReadOnlyList<LatentSnapshot> History(RunFolder run)
    {
        try
        {
            return LatentHistoryFile.Read(run.HistoryFile);
        }
        catch (InputException)
        {
            return []; // none yet, or its last line is being written
        }
    }

    private static RunAnswer Answer(string name, RunSummary run, TrainingProcess? process)
    {
        string? failure = run.IsRunning ? null : process?.Failure;
        string state = process?.IsRunning == true ? "running" : failure is null ? run.State : "failed";
        DateTime changed = File.GetLastWriteTimeUtc(File.Exists(run.Run.MetricsFile) ? run.Run.MetricsFile : run.Run.ConfigFile);
        return new RunAnswer(name, state, run.Step, run.Config.Categories, run.BestValidation?.SequenceLoss, changed) { Error = failure };
    }

    private RunAnswer Begin(string name, string[] arguments)
    {
        // Two trainings on one machine take longer than one after the other, and the page would stutter.
        if (_started.FirstOrDefault(each => each.Value.IsRunning).Key is { } other)
            throw new RequestException(422, $"run {other} is being trained; stop it first, or wait until it ends");
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException(403, $"{Folder}: {e.Message}");
        }

        _started[name] = TrainingProcess.Start(_program, arguments); // another request may still look at the process before it
        return Summary(name);
    }

    private string NewName(string name)
    {
        string clean = Checks.Text(name, 60, "name");
        if (!clean.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || clean[0] is '.' or '-')
            throw RequestException.Range("name", "letters, digits, - _ and .", clean);
        return Path.Exists(Path.Combine(Folder, clean)) || _started.ContainsKey(clean)
            ? throw RequestException.Range("name", "a name that is not taken", clean)
            : clean;
    }

    private string FreeName() =>
        Enumerable.Range(1, int.MaxValue)
            .Select(n => $"run-{n}").First(name => !Path.Exists(Path.Combine(Folder, name)) && !_started.ContainsKey(name));
}
