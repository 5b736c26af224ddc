using RpclPix2Seq.Sketches.IO;

namespace RpclPix2Seq.Checkpoints;

/// <summary>Where a training run keeps everything: its configuration, metrics and checkpoints.</summary>
public sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The configuration that reproduces the run.</summary>
    public string ConfigFile => System.IO.Path.Combine(Path, "config.json");

    /// <summary>One JSON object a line: steps, validations, tests.</summary>
    public string MetricsFile => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>One JSON object a line: how the weights of the latent components went, and exemplars of those that died.</summary>
    public string HistoryFile => System.IO.Path.Combine(Path, "latent.jsonl");

    /// <summary>TensorBoard's event files.</summary>
    public string EventsFolder => System.IO.Path.Combine(Path, "events");

    /// <summary>The checkpoint with the lowest validation loss: a model folder.</summary>
    public string Best => System.IO.Path.Combine(Path, "best");

    /// <summary>The newest checkpoint: a model folder to resume from.</summary>
    public string Last => System.IO.Path.Combine(Path, "last");

    /// <summary>Where the checkpoint at <paramref name="checkpoint"/> stands while its successor is put into its place.</summary>
    public static string Previous(string checkpoint) => checkpoint + ".previous";

    /// <summary>The run folder at a path, whether or not there is one.</summary>
    public static RunFolder At(string path) => new(path);

    /// <summary>Makes a new run folder.</summary>
    /// <exception cref="InputException">There is something at that path already, or it cannot be made.</exception>
    public static RunFolder Create(string path)
    {
        OutputFolder.Create(path, "name another folder, or continue that run with --resume");
        return new RunFolder(path);
    }

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
