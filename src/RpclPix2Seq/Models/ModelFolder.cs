using RpclPix2Seq.Collectives;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Files;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models;

/// <summary>
/// A model on disk: <c>model.safetensors</c> with every parameter and the mixture under the original's variable names, filters as [out, in,
/// k, k] and transposed filters as [in, out, k, k], and the facts about its training in the metadata; and <c>config.json</c>. The layer
/// that names categories, <c>category/linear/fc_w</c> and <c>fc_b</c>, is ours alone.
/// </summary>
internal static class ModelFolder
{
    /// <summary>The file of the tensors.</summary>
    public const string TensorFile = "model.safetensors";

    /// <summary>The file of the configuration.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>Writes a model, and the names of its components, into a folder, which must exist.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="saved">The model.</param>
    /// <param name="half">Whether parameters are rounded to half precision, half the size; the mixture never is.</param>
    public static void Save(string folder, LoadedModel saved, bool half = false)
    {
        saved.Config.Save(Path.Combine(folder, ConfigFile));
        saved.Names.CopyTo(folder);
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        int parameters = saved.Model.Parameters.All.Count;
        Write(
            Path.Combine(folder, TensorFile),
            saved.Model.State()
                .Select((tensor, i) => half && i < parameters ? tensor with { Tensor = tensor.Tensor.to(float16) } : tensor).ToArray(),
            saved.Facts.ToMetadata());
    }

    /// <summary>Reads a model.</summary>
    /// <param name="path">A model folder, or a run folder, whose best checkpoint is read (its last, if there is no best yet).</param>
    /// <param name="device">Where to put the model; null for the CPU.</param>
    /// <exception cref="InputException">Something is missing, damaged, or does not fit the configuration next to it.</exception>
    public static LoadedModel Load(string path, Device? device = null)
    {
        string folder = Locate(path);
        ModelConfig config = ModelConfig.Load(Path.Combine(folder, ConfigFile));
        string file = Path.Combine(folder, TensorFile);
        using SafetensorsReader reader = SafetensorsReader.Open(file);
        CheckpointManifest.Read(folder)?.Check(folder, TensorFile);
        ModelFacts facts = ModelFacts.FromMetadata(reader.Metadata, file);
        ComponentNames names = new(folder);
        NetworkShape shape = NetworkShape.From(config) with { IsDecoderOnly = facts.IsDecoderOnly };
        Pix2SeqModel model = new(shape, generator: null, reference: false, float32, device);
        model.Use(config);
        try
        {
            Restore(reader, file, model.State());
        }
        catch
        {
            model.Dispose();
            throw;
        }

        return new LoadedModel(model, config, facts) { Names = names };
    }

    /// <summary>Writes tensors, in their order, to a file.</summary>
    internal static void Write(string file, IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
        => SafetensorsWriter.Write(file, tensors.Select(t => SafetensorsItem.From(t.Name, t.Tensor)), metadata);

    /// <summary>Copies the tensors of a file into a model's; the names and shapes must be the same.</summary>
    internal static void Restore(SafetensorsReader reader, string file, IEnumerable<NamedTensor> targets)
    {
        HashSet<string> unread = [.. reader.Entries.Select(entry => entry.Name)];
        foreach ((string name, Tensor target) in targets)
        {
            unread.Remove(name);
            reader.ReadInto(name, target);
        }

        if (unread.Count > 0)
        {
            throw new InputException(
                file, $"tensor {unread.Order(StringComparer.Ordinal).First()}",
                "only the tensors of this model", $"{unread.Count} more", "is it a file of another model?");
        }
    }

    /// <summary>
    /// The model folder that a path refers to: the path itself, or the best checkpoint of a run, or its newest if there is no best.
    /// </summary>
    /// <exception cref="InputException">There is none.</exception>
    public static string Locate(string path)
    {
        if (Find(path) is { } there)
            return there;
        const string expected = "a model folder or the folder of a training run";
        if (ForeignFile.IsCheckpoint(path))
            throw new InputException(
                path, "", expected, "a TensorFlow checkpoint",
                "rpcl import magenta takes sketch-rnn's decoders as .gen.json, rpcl import tf1 checkpoints of the original program");
        string what = Directory.Exists(path) ? $"a folder without {TensorFile}" : File.Exists(path) ? "a file" : "nothing";
        string? inside = Directory.Exists(path)
            ? Directory.EnumerateDirectories(path).Order(StringComparer.Ordinal).FirstOrDefault(folder => Find(folder) is not null)
            : null;
        throw new InputException(path, "", expected, what,
            inside is null ? "name what rpcl train --out made" : $"name {inside}, which is one");
    }

    /// <summary>As <see cref="Locate"/>; null if there is none.</summary>
    public static string? Find(string path)
    {
        if (File.Exists(Path.Combine(path, TensorFile)))
            return path;
        if (LocateIn(RunFolder.At(path)) is { } found)
            return found;

        // RUN/best and RUN/last, if the links have been lost.
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent || Path.Exists(full))
            return null;
        IReadOnlyList<RunCheckpoint> all = RunCheckpoints.List(RunFolder.At(parent));
        return Path.GetFileName(full) switch
        {
            "best" => RunCheckpoints.Best(all)?.Folder,
            "last" => all.Count > 0 ? all[0].Folder : null,
            _ => null,
        };
    }

    private static string? LocateIn(RunFolder run)
    {
        IReadOnlyList<RunCheckpoint> all = RunCheckpoints.List(run);
        if ((RunCheckpoints.Best(all) ?? (all.Count > 0 ? all[0] : null)) is not { } chosen)
            return null;

        // The short name, if it leads there.
        return ((string[])[run.Best, run.Last]).FirstOrDefault(name =>
            new DirectoryInfo(name).LinkTarget is { } target && Path.GetFileName(target) == Path.GetFileName(chosen.Folder))
                ?? chosen.Folder;
    }
}

/// <summary>A model as it was saved.</summary>
/// <param name="Model">The model; owned.</param>
/// <param name="Config">The configuration that it was made with.</param>
/// <param name="Facts">Other facts about its training.</param>
internal sealed record LoadedModel(Pix2SeqModel Model, ModelConfig Config, ModelFacts Facts) : IDisposable
{
    /// <summary>The names of its components.</summary>
    public ComponentNames Names { get; init; } = new(null);

    /// <summary>The processes that encode and draw with it together.</summary>
    public ICollective Ranks { get; init; } = new SingleCollective();

    /// <summary>Where these keep what they have drawn until all is done; null for nowhere.</summary>
    public FinishedParts? Finished { get; init; }

    /// <summary>The number of trainable parameters.</summary>
    public long ParameterCount => Model.Parameters.Count;

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
