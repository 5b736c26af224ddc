using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models;

/// <summary>What a run remembers of its data, in <c>data.json</c>: verbs that need the data of a model find them there.</summary>
/// <param name="Format">Always <see cref="CurrentFormat"/>.</param>
/// <param name="Path">The full path of the dataset.</param>
internal sealed record RunData(string Format, string Path)
{
    /// <summary>The format that this program writes.</summary>
    public const string CurrentFormat = "rpcl-pix2seq data 1";

    /// <summary>The name of the file in a run's folder.</summary>
    public const string FileName = "data.json";

    // A run itself, its best or last checkpoint, or a checkpoint by its number.
    private const int Levels = 3;

    /// <summary>Writes the file, unless it says so already.</summary>
    public static void Remember(RunFolder run, string data)
    {
        string file = System.IO.Path.Combine(run.Path, FileName),
        text = RecordJson.Render(new RunData(CurrentFormat, System.IO.Path.GetFullPath(data)));
        if (!File.Exists(file) || File.ReadAllText(file) != text)
            AtomicFile.WriteAllText(file, text);
    }

    /// <summary>The data that the run of a model remembers, or null.</summary>
    /// <param name="model">A run folder, or one of its checkpoints.</param>
    /// <exception cref="InputException">The file is damaged.</exception>
    public static RunData? Find(string model)
    {
        string? folder = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(model));
        for (int i = 0; i < Levels && folder is not null; i++, folder = System.IO.Path.GetDirectoryName(folder))
        {
            string file = System.IO.Path.Combine(folder, FileName);
            if (File.Exists(file) && File.Exists(System.IO.Path.Combine(folder, ModelFolder.ConfigFile)))
                return Read(file);
        }

        return null;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static RunData Read(string file)
    {
        RunData read = RecordJson.Read<RunData>(file, "what a run remembers of its data");
        return read.Format == CurrentFormat
            ? read
            : throw new InputException(file, "format", CurrentFormat, read.Format, "name the data with --data");
    }
}
