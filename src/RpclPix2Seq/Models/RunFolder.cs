using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models;

/// <summary>Where a training run keeps everything: its configuration, metrics and checkpoints.</summary>
internal sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Held open by the process that trains the run (<see cref="FileClaim"/>).</summary>
    public string ClaimFile => System.IO.Path.Combine(Path, ClaimName);

    /// <summary>The configuration that reproduces the run.</summary>
    public string ConfigFile => System.IO.Path.Combine(Path, "config.json");

    /// <summary>One JSON object per line: steps, validations, tests.</summary>
    public string MetricsFile => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>One JSON object per line: the history of the latent components' weights, and exemplars of components that died.</summary>
    public string HistoryFile => System.IO.Path.Combine(Path, "latent.jsonl");

    /// <summary>One JSON object per line: a few sketches and what the model made of them after some steps.</summary>
    public string RedrawingsFile => System.IO.Path.Combine(Path, "redrawings.jsonl");

    /// <summary>TensorBoard's event files.</summary>
    public string EventsFolder => System.IO.Path.Combine(Path, "events");

    private const string ClaimName = "train.lock", Remedy = "name another folder, or continue that run with --resume";

    /// <summary>The name of <see cref="Checkpoints"/> in the run's folder.</summary>
    internal const string CheckpointsName = "checkpoints";

    /// <summary>The folder of all checkpoints (<see cref="RunCheckpoints"/>): model folders to resume from.</summary>
    public string Checkpoints => System.IO.Path.Combine(Path, CheckpointsName);

    /// <summary>The checkpoint with the lowest validation loss: a model folder. A link, where links are possible.</summary>
    public string Best => System.IO.Path.Combine(Path, "best");

    /// <summary>The newest checkpoint, likewise.</summary>
    public string Last => System.IO.Path.Combine(Path, "last");

    /// <summary>The run folder at a path, whether or not it exists.</summary>
    public static RunFolder At(string path) => new(path);

    /// <summary>The run that a folder is a checkpoint of, by its real name or by one of the links to it; null for others.</summary>
    public static RunFolder? Of(string folder)
    {
        DirectoryInfo named = new(System.IO.Path.TrimEndingDirectorySeparator(folder));
        DirectoryInfo real = named.ResolveLinkTarget(returnFinalTarget: true) as DirectoryInfo ?? named;
        return real.Parent is { Name: CheckpointsName, Parent: { } run } ? new RunFolder(run.FullName) : null;
    }

    /// <summary>Creates a new run folder.</summary>
    /// <exception cref="InputException">Something already exists at that path, or the folder cannot be created.</exception>
    public static RunFolder Create(string path)
    {
        OutputFolder.Create(path, Remedy);
        return new RunFolder(path);
    }

    /// <summary>Whether there is a run at that path that can be resumed: it has a checkpoint, even a damaged one.</summary>
    public static bool HasBegun(string path)
    {
        RunFolder folder = new(path);
        return RunCheckpoints.List(folder).Count > 0 || Directory.Exists(folder.Last)
            || (Directory.Exists(folder.Checkpoints) && Directory.EnumerateDirectories(folder.Checkpoints)
                .Any(name => !name.EndsWith(RunCheckpoints.PartialSuffix, StringComparison.Ordinal)));
    }

    /// <summary>Checks that a run can be started at a path.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="again">Whether an earlier run that never wrote a checkpoint (<see cref="HasBegun"/>) may be in the folder.</param>
    /// <exception cref="InputException">Something else is there.</exception>
    public static void RequireStartable(string path, bool again)
    {
        RunFolder folder = new(path);
        if (again && HasBegun(path))
            throw new InputException(
                path, "", "no checkpoint yet", "one that another process has just written", "run the command again to resume that run");
        if (!again || !(File.Exists(folder.ClaimFile) || File.Exists(folder.ConfigFile) || Directory.Exists(folder.Checkpoints)))
            OutputFolder.RequireNew(path, Remedy, ClaimName);
    }

    /// <summary>Creates the folder of a new run and claims it for this process, before anything is written to it.</summary>
    /// <inheritdoc cref="RequireStartable"/>
    public static FileClaim Start(string path, bool again)
    {
        RequireStartable(path, again);
        return OutputFolder.Claim(path, ClaimName, () => RequireStartable(path, again));
    }

    /// <summary>Claims the run for this process: two processes in one run would overwrite each other's checkpoints.</summary>
    /// <exception cref="InputException">Another process is training it.</exception>
    public FileClaim Claim() => OutputFolder.Claim(Path, ClaimName, () => { });

    /// <summary>Opens the folder of an earlier run.</summary>
    /// <exception cref="InputException">It is not one.</exception>
    public static RunFolder Open(string path)
    {
        RunFolder folder = new(path);
        if (!File.Exists(folder.ConfigFile))
        {
            string found = Directory.Exists(path) ? "a folder without config.json" : "nothing";
            throw new InputException(path, "", "the folder of an earlier run", found, "name the folder that rpcl train --out made");
        }

        return folder;
    }
}
