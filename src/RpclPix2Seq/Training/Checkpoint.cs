using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Checkpoints.Safetensors;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Parameters;
using RpclPix2Seq.Sketches.IO;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>
/// A model folder with the state of its training beside it: <c>training.safetensors</c> has the optimiser's moments, the generator of noise and dropout and what the latent learner
/// remembers, <c>progress.json</c> has where the run stands, and <c>manifest.json</c> has the checksums of all files. Equal states give equal tensor files. Older versions had the
/// progress in the metadata of <c>training.safetensors</c>, and no manifest.
/// </summary>
public static class Checkpoint
{
    /// <summary>The file of the training state.</summary>
    public const string TrainingFile = "training.safetensors";

    /// <summary>The file of the progress.</summary>
    public const string ProgressFile = "progress.json";

    private const string NoiseName = "generator/noise";
    private const string GainName = "latent/gain", CodesName = "latent/codes", RedundantName = "latent/redundant";
    private const string ProgressKey = "progress";
    private const int MostProgressBytes = 1 << 24;

    // An infinite best loss, before the first validation, must survive the round trip.
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes a checkpoint, as number 1 of its run, to a folder in place of what is there.</summary>
    public static void Save(string folder, TrainingSession session, ModelConfig config, ModelFacts facts, TrainingProgress progress)
    {
        CheckpointImage image = Prepare(session, config, facts, progress, TrainingMemory.None);
        SafeFolders.Renew(folder);
        CheckpointManifest.Create(number: 1, image.Step, best: 0, image.Write(folder)).Write(folder);
    }

    /// <summary>Copies everything that a checkpoint holds.</summary>
    internal static CheckpointImage Prepare(TrainingSession session, ModelConfig config, ModelFacts facts, TrainingProgress progress, TrainingMemory memory)
    {
        ArgumentNullException.ThrowIfNull(session);
        using Tensor noise = session.Noise.get_state();
        return new CheckpointImage(
            progress.Step,
            [
                (ModelFolder.ConfigFile, Encoding.UTF8.GetBytes(config.ToJson())),
                (ModelFolder.TensorFile, Bytes(session.Model.State(), facts.ToMetadata())),
                (TrainingFile, Bytes(State(session, noise), null)),
                (ProgressFile, JsonSerializer.SerializeToUtf8Bytes(new Standing(progress, memory), Json)),
            ]);

        static byte[] Bytes(IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata) =>
            SafetensorsWriter.ToBytes(tensors.Select(t => SafetensorsItem.From(t.Name, t.Tensor)), metadata);
    }

    /// <summary>Puts a session back to where a checkpoint was written.</summary>
    /// <exception cref="InputException">The checkpoint is missing, damaged, or of another configuration; the session may then be in part as it was and in part as the checkpoint.</exception>
    public static RestoredCheckpoint Restore(string folder, TrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!Directory.Exists(folder))
            throw new InputException(folder, "", "a checkpoint", "nothing", "the run was stopped before its first checkpoint: start it anew");
        CheckpointManifest? manifest = CheckpointManifest.Read(folder);
        manifest?.Check(folder);
        string modelFile = Path.Combine(folder, ModelFolder.TensorFile), trainingFile = Path.Combine(folder, TrainingFile);
        using SafetensorsReader model = SafetensorsReader.Open(modelFile);
        using SafetensorsReader training = SafetensorsReader.Open(trainingFile);
        Standing standing = manifest is null ? new Standing(ReadOldProgress(training, trainingFile), TrainingMemory.None) : ReadStanding(Path.Combine(folder, ProgressFile), training);
        ModelFolder.Restore(model, modelFile, session.Model.State());
        using Tensor noise = session.Noise.get_state();
        session.Model.Mixture.ResetEvidence(training.Contains(GainName));
        ModelFolder.Restore(training, trainingFile, State(session, noise));
        session.Noise.set_state(noise);
        session.Optimizer.Steps = standing.Progress.OptimizerSteps;
        session.RateFactor = standing.Progress.RateFactor;
        return new RestoredCheckpoint(standing.Progress, standing.Memory, ModelFacts.FromMetadata(model.Metadata, modelFile), manifest?.Best ?? 0);
    }

    /// <summary>Puts a session back to the newest checkpoint of a run that is whole. Damaged ones are set aside once an older one has served.</summary>
    /// <param name="run">The run.</param>
    /// <param name="session">The session.</param>
    /// <param name="report">Is told of each damaged checkpoint, in one line.</param>
    /// <param name="before">Only checkpoints of earlier steps, if there are any.</param>
    /// <exception cref="InputException">There is none, or none that fits the session.</exception>
    internal static RestoredCheckpoint RestoreNewest(RunFolder run, TrainingSession session, Action<string> report, long before = long.MaxValue)
    {
        List<(string Folder, InputException Why)> damaged = [];
        IReadOnlyList<RunCheckpoint> all = RunCheckpoints.List(run, e => damaged.Add((Path.GetDirectoryName(e.Source)!, e)));
        foreach (RunCheckpoint checkpoint in all.Any(c => c.Step < before) ? all.Where(c => c.Step < before) : all)
        {
            try
            {
                RestoredCheckpoint restored = Restore(checkpoint.Folder, session);
                foreach ((string folder, InputException why) in damaged)
                {
                    report($"{why.Message}; going on from the checkpoint before it, {Path.GetFileName(checkpoint.Folder)}");
                    SetAside(folder);
                }

                return checkpoint.Manifest is null ? restored with { Best = checkpoint.Best } : restored;
            }
            catch (InputException e)
            {
                damaged.Add((checkpoint.Folder, e));
            }
        }

        throw damaged.Count > 0
            ? damaged[0].Why
            : new InputException(run.Path, "", "a checkpoint", "nothing", "the run was stopped before its first checkpoint: start it anew");
    }

    /// <summary>Where a run stood when a checkpoint was written.</summary>
    internal static TrainingProgress ProgressOf(string folder)
    {
        using SafetensorsReader training = SafetensorsReader.Open(Path.Combine(folder, TrainingFile));
        return ReadStanding(Path.Combine(folder, ProgressFile), training).Progress;
    }

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
        return session.Model.State().Concat(State(session, session.Noise.get_state())).ToDictionary(t => t.Name, t => HashOf(t.Tensor), StringComparer.Ordinal);
    }

    private static string HashOf(Tensor tensor)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        TensorBytes.Walk(tensor.detach().cpu().contiguous(), (piece, _) => hash.AppendData(piece));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void SetAside(string folder)
    {
        try
        {
            if (Directory.Exists(folder) && !Path.Exists(folder + RunCheckpoints.DamagedSuffix))
                Directory.Move(folder, folder + RunCheckpoints.DamagedSuffix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays where it is, and is found damaged again.
        }
    }

    private static Standing ReadStanding(string path, SafetensorsReader training)
    {
        try
        {
            // A checkpoint of an older run, to which a manifest was added.
            if (!File.Exists(path))
                return new Standing(ReadOldProgress(training, training.Path), TrainingMemory.None);
            byte[] json = SmallFile.Read(path, MostProgressBytes, "a progress", "the checkpoint is damaged");
            if (JsonSerializer.Deserialize<Standing>(json, Json) is { } standing && standing.IsPossible)
                return standing;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, "", "the progress of a training run", e.Message, "the checkpoint is damaged", e);
        }

        throw new InputException(path, "", "the progress of a training run", "another one", "the checkpoint is damaged");
    }

    private static NamedTensor[] State(TrainingSession session, Tensor noise)
    {
        NamedTensor[] evidence = session.Model.Mixture.Evidence is { } e
            ? [new(GainName, e.Gain), new(CodesName, e.Codes), new(RedundantName, e.Redundant)]
            : [];
        return [.. session.Optimizer.Moments(), new NamedTensor(NoiseName, noise), .. evidence];
    }

    private static TrainingProgress ReadOldProgress(SafetensorsReader training, string file)
    {
        try
        {
            if (training.Metadata.TryGetValue(ProgressKey, out string? text) && JsonSerializer.Deserialize<TrainingProgress>(text, Json) is { } progress)
                return progress;
        }
        catch (JsonException e)
        {
            throw new InputException(file, $"metadata {ProgressKey}", "the progress of a training run", e.Message, "the checkpoint is damaged", e);
        }

        throw new InputException(file, $"metadata {ProgressKey}", "the progress of a training run", "none", "the checkpoint is damaged");
    }

    /// <summary>What is in <c>progress.json</c>.</summary>
    private sealed record Standing(TrainingProgress Progress, TrainingMemory Memory)
    {
        /// <summary>Whether a run can stand there.</summary>
        public bool IsPossible =>
            Progress is { Step: >= 0, Epoch: >= 0, BatchInEpoch: >= 0, Attempt: >= 0, OptimizerSteps: >= 0, Rollbacks: >= 0, RateFactor: > 0 and <= 1, Seconds: >= 0 }
            && Memory is { Meter: { Sums: not null, Sketches: >= 0 }, RecentLosses: not null, Skipped: not null, History.Held: not null }
            && Memory.Skipped.All(batch => batch is not null) && Memory.History.Held.All(held => held is { Sketch: >= 0 });
    }
}
