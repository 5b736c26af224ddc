using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Files;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training.Checkpoints;

/// <summary>
/// A model folder together with the state of its training: <c>training.safetensors</c> holds the optimizer's moments and what the latent
/// learner remembers, <c>progress.json</c> holds the run's progress, and <c>manifest.json</c> holds the checksums of all files. Equal
/// states give equal tensor files.
/// </summary>
internal static class Checkpoint
{
    /// <summary>The file of the training state.</summary>
    public const string TrainingFile = "training.safetensors";

    /// <summary>The file of the progress.</summary>
    public const string ProgressFile = "progress.json";

    private const string CodesName = "latent/codes";
    private const int MostProgressBytes = 1 << 24;

    // An infinite best loss, before the first validation, must survive the round trip.
    internal static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes a checkpoint, as number 1 of its run, to a folder, replacing what is there.</summary>
    public static void Save(string folder, TrainingSession session, ModelConfig config, ModelFacts facts, TrainingState progress)
    {
        CheckpointImage image = Prepare(session, config, facts, progress, TrainingMemory.None);
        SafeFolders.Renew(folder);
        CheckpointManifest.Create(number: 1, image.Step, best: 0, image.Write(folder)).Write(folder);
    }

    /// <summary>Copies everything that a checkpoint holds.</summary>
    internal static CheckpointImage Prepare(
        TrainingSession session, ModelConfig config, ModelFacts facts, TrainingState progress, TrainingMemory memory)
    {
        using IDisposable scope = NewDisposeScope();
        return new CheckpointImage(
            progress.Step,
            [
                (ModelFolder.ConfigFile, Encoding.UTF8.GetBytes(config.ToJson())),
                (ModelFolder.TensorFile, Bytes(session.Model.State(), facts.ToMetadata())),
                (TrainingFile, Bytes(State(session), null)),
                (ProgressFile, JsonSerializer.SerializeToUtf8Bytes(
                    new Standing(
                        progress, memory with { Latent = session.Organizer?.State },
                        TrainingMachine.Current(config) with { Products = session.Model.Precision }), Json)),
            ]);

        static byte[] Bytes(IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata) =>
            SafetensorsWriter.ToBytes(tensors.Select(t => SafetensorsItem.From(t.Name, t.Tensor)), metadata);
    }

    /// <summary>Restores a session to the state of a checkpoint.</summary>
    /// <exception cref="InputException">The checkpoint is missing, damaged, or of another configuration; the session may then be partly
    /// restored.</exception>
    public static RestoredCheckpoint Restore(string folder, TrainingSession session)
    {
        if (!Directory.Exists(folder))
            throw new InputException(
                folder, "", "a checkpoint", "nothing", "the run was stopped before its first checkpoint: start it again");
        CheckpointManifest manifest = CheckpointManifest.Read(folder)
            ?? throw new InputException(
                folder, "", "a checkpoint", $"a folder without {CheckpointManifest.FileName}",
                "it was never completed: continue from another one");
        manifest.Check(folder);
        return Restore(folder, manifest, session);
    }

    private static RestoredCheckpoint Restore(string folder, CheckpointManifest manifest, TrainingSession session)
    {
        using IDisposable scope = NewDisposeScope();
        string modelFile = Path.Combine(folder, ModelFolder.TensorFile), trainingFile = Path.Combine(folder, TrainingFile);
        using SafetensorsReader model = SafetensorsReader.Open(modelFile);
        using SafetensorsReader training = SafetensorsReader.Open(trainingFile);
        Standing standing = ReadStanding(Path.Combine(folder, ProgressFile));
        ModelFolder.Restore(model, modelFile, session.Model.State());
        if (session.Organizer is { } organizer)
            organizer.State = Remembered(standing, organizer, folder);
        ModelFolder.Restore(training, trainingFile, State(session));
        session.Optimizer.Steps = standing.Progress.OptimizerSteps;
        return new RestoredCheckpoint(
            standing.Progress, standing.Memory, ModelFacts.FromMetadata(model.Metadata, modelFile), manifest.Best)
        {
            Products = standing.Machine.Products,
        };
    }

    /// <summary>
    /// Restores a session from the newest intact checkpoint of a run. Damaged ones are set aside once an older one has been restored; an
    /// intact one that does not fit the session is an error, and so is one that cannot be read: it may be intact.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="session">The session.</param>
    /// <param name="report">Called for each damaged checkpoint, with one line.</param>
    /// <exception cref="InputException">There is none, or none that fits the session.</exception>
    internal static RestoredCheckpoint RestoreNewest(RunFolder run, TrainingSession session, Action<string> report)
    {
        List<(string Folder, InputException Why)> damaged = [];
        IReadOnlyList<RunCheckpoint> all = RunCheckpoints.List(run, e => damaged.Add((Path.GetDirectoryName(e.Source)!, e)));
        if (damaged.Find(each => RunCheckpoints.IsUnreadable(each.Why)).Why is { } unreadable)
            throw unreadable;
        foreach (RunCheckpoint checkpoint in all)
        {
            try
            {
                checkpoint.Check();
            }
            catch (InputException e) when (!RunCheckpoints.IsUnreadable(e))
            {
                damaged.Add((checkpoint.Folder, e));
                continue;
            }

            RestoredCheckpoint restored = Restore(checkpoint.Folder, checkpoint.Manifest, session);
            foreach ((string folder, InputException why) in damaged)
            {
                report($"{why.Message}; continuing from the checkpoint before it, {Path.GetFileName(checkpoint.Folder)}");
                SetAside(folder);
            }

            return restored;
        }

        throw damaged.Count > 0
            ? damaged[0].Why
            : new InputException(
                run.Path, "", "a checkpoint", "nothing", "the run was stopped before its first checkpoint: start it again");
    }

    /// <summary>A run's progress when a checkpoint was written.</summary>
    internal static TrainingState ProgressOf(string folder) => ReadStanding(Path.Combine(folder, ProgressFile)).Progress;

    /// <summary>The machine that computed a checkpoint.</summary>
    internal static TrainingMachine MachineOf(string folder) => ReadStanding(Path.Combine(folder, ProgressFile)).Machine;

    /// <summary>SHA-256 of every tensor of a checkpoint on disk, by name.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    internal static IReadOnlyDictionary<string, string> Hashes(string folder)
    {
        Dictionary<string, string> hashes = new(StringComparer.Ordinal);
        foreach (string file in (string[])[ModelFolder.TensorFile, TrainingFile])
        {
            using SafetensorsReader reader = SafetensorsReader.Open(Path.Combine(folder, file));
            foreach (SafetensorsEntry entry in reader.Entries)
            {
                using Tensor tensor = reader.Read(entry.Name);
                hashes.Add(entry.Name, HashOf(tensor));
            }
        }

        return hashes;
    }

    /// <summary>SHA-256 of every tensor that a checkpoint of a session would hold, by name.</summary>
    internal static IReadOnlyDictionary<string, string> Hashes(TrainingSession session)
    {
        using IDisposable scope = NewDisposeScope();
        return session.Model.State().Concat(State(session)).ToDictionary(t => t.Name, t => HashOf(t.Tensor), StringComparer.Ordinal);
    }

    private static string HashOf(Tensor tensor)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        TensorBytes.Walk(tensor.detach().cpu().contiguous(), (piece, _) => hash.AppendData(piece));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Takes a checkpoint out of its run; it is not deleted before another is written.</summary>
    internal static void SetAside(string folder)
    {
        try
        {
            if (Directory.Exists(folder) && !Path.Exists(folder + RunCheckpoints.DamagedSuffix))
                Directory.Move(folder, folder + RunCheckpoints.DamagedSuffix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays where it is, and will be found damaged again.
        }
    }

    private static RivalPenalizedState Remembered(Standing standing, RivalPenalizedLearner organizer, string folder)
    {
        RivalPenalizedState state = standing.Memory.Latent ?? new RivalPenalizedState(0, 0, 0, 0);
        return state.Count <= organizer.Memory.Capacity && state.Next < organizer.Memory.Capacity
            ? state
            : throw new InputException(
                Path.Combine(folder, ProgressFile), "Latent", $"at most the {organizer.Memory.Capacity} codes of an epoch",
                $"{state.Count}", "name the data that the run was trained on");
    }

    private static Standing ReadStanding(string path)
    {
        try
        {
            byte[] json = SmallFile.Read(path, MostProgressBytes, "a progress file", "the checkpoint is damaged");
            if (JsonSerializer.Deserialize<Standing>(json, Json) is { } standing && standing.IsPossible)
                return standing;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "the progress of a training run", e.Message, "the checkpoint is damaged", e);
        }

        throw new InputException(path, "", "the progress of a training run", "missing or impossible values", "the checkpoint is damaged");
    }

    /// <summary>What the training of a session has in addition to its model.</summary>
    internal static NamedTensor[] State(TrainingSession session) =>
        [.. session.Optimizer.Moments(),
            .. session.Organizer is { Memory: { Count: > 0 } memory } ? [new NamedTensor(CodesName, memory.Codes)] : (NamedTensor[])[]];

    /// <summary>Content of <c>progress.json</c>.</summary>
    private sealed record Standing(TrainingState Progress, TrainingMemory Memory, TrainingMachine Machine)
    {
        /// <summary>Whether a run can be in this state.</summary>
        public bool IsPossible =>
            Progress is
            {
                Step: >= 0, Epoch: >= 0, BatchInEpoch: >= 0, Attempt: >= 0, OptimizerSteps: >= 0, RefusedInRow: >= 0,
                Seconds: >= 0
            }
            && Machine is { Threads: > 0, Processor: not null }
            && Memory is { Meter: { Sums: not null, Sketches: >= 0 }, Watch: not null, History.Held: not null }
            && Memory.Latent is null or { Count: >= 0, Next: >= 0, SincePass: >= 0, SinceSettled: >= 0 }
            && Memory.History.Held.All(held => held is { Sketch: >= 0 });
    }
}

/// <summary>What a checkpoint holds in addition to its tensors.</summary>
/// <param name="Progress">The run's progress.</param>
/// <param name="Memory">What it remembered.</param>
/// <param name="Facts">What its model records about how it was made.</param>
/// <param name="Best">The number of the best checkpoint then; 0 for none.</param>
internal sealed record RestoredCheckpoint(TrainingState Progress, TrainingMemory Memory, ModelFacts Facts, long Best)
{
    /// <summary>The precision of matrix products before it; null where it was not recorded.</summary>
    public ProductPrecision? Products { get; init; }
}
