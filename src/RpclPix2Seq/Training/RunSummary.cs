using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Training.Checkpoints;

namespace RpclPix2Seq.Training;

/// <summary>What the files of a run say about it, while it trains or afterward.</summary>
/// <param name="Run">The run.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Lines">Its metrics, in order.</param>
/// <param name="IsRunning">Whether a process is training it now.</param>
/// <param name="Data">The data it remembers, or null.</param>
internal sealed record RunSummary(RunFolder Run, ModelConfig Config, IReadOnlyList<MetricsLine> Lines, bool IsRunning, RunData? Data)
{
    /// <summary>Seconds of training up to its last checkpoint; 0 where there is none that can be read.</summary>
    public double Seconds { get; init; }

    /// <summary>Its metrics, by split, in order.</summary>
    public ILookup<string, MetricsLine> Metrics { get; } = Lines.ToLookup(line => line.Split);

    /// <summary>Training steps done, as far as they have been reported.</summary>
    public long Step => Metrics["train"].LastOrDefault()?.Step ?? 0;

    /// <summary>Epochs done.</summary>
    public double Epoch => Metrics["train"].LastOrDefault()?.Epoch ?? 0;

    /// <summary>The best validation, or null before the first.</summary>
    public MetricsLine? BestValidation => Metrics["valid"].Where(line => !double.IsNaN(line.SequenceLoss)).MinBy(line => line.SequenceLoss);

    /// <summary>The last test, or null.</summary>
    public MetricsLine? Test => Metrics["test"].LastOrDefault();

    /// <summary>The newest line that says how many components are alive, or null.</summary>
    public int? Components => Metrics["train"].LastOrDefault()?.ComponentsAlive;

    /// <summary>running, finished (it ended by itself, which a test, a spent budget or spent patience shows), or stopped.</summary>
    public string State => IsRunning ? "running" : Lines is [.., { Split: "test" }] || IsSpent ? "finished" : "stopped";

    private bool IsSpent => Step >= Config.NumSteps || Epoch >= Config.NumEpochs
        || (Config.MaxMinutes > 0 && Seconds >= Config.MaxMinutes * 60)
        || (BestValidation is { } best && Metrics["valid"].Reverse().TakeWhile(line => line != best).Count() >= Config.Patience);

    /// <summary>Whether a folder holds a run.</summary>
    public static bool IsAt(string path) => RunFolder.At(path) is var run && File.Exists(run.ConfigFile)
        && Directory.Exists(run.Checkpoints);

    /// <summary>Reads a run's files.</summary>
    /// <exception cref="InputException">It is not a run, or a file is damaged.</exception>
    public static RunSummary Read(string path)
    {
        RunFolder run = RunFolder.Open(path);
        IReadOnlyList<MetricsLine> lines = File.Exists(run.MetricsFile) ? MetricsFile.Read(run.MetricsFile) : [];
        return new RunSummary(run, ModelConfig.Load(run.ConfigFile), lines, FileClaim.IsTaken(run.ClaimFile), RunData.Find(path))
        {
            Seconds = SecondsOf(run),
        };
    }

    private static double SecondsOf(RunFolder run)
    {
        try
        {
            return RunCheckpoints.List(run) is [var newest, ..] ? Checkpoint.ProgressOf(newest.Folder).Seconds : 0;
        }
        catch (InputException)
        {
            return 0; // resuming it will name the damage
        }
    }
}
