using System.Text.Json;
using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Checkpoints.Safetensors;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Parameters;
using RpclPix2Seq.Sketches.IO;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>
/// A model folder with the state of its training beside it, <c>training.safetensors</c>: the optimiser's moments, the generator of noise and
/// dropout, what the latent learner remembers, and the progress. A checkpoint is written to a folder beside its place and renamed, so that one whole checkpoint is always there.
/// </summary>
public static class Checkpoint
{
    /// <summary>The file of the training state.</summary>
    public const string TrainingFile = "training.safetensors";

    private const string NoiseName = "generator/noise";
    private const string GainName = "latent/gain", CodesName = "latent/codes", RedundantName = "latent/redundant";
    private const string ProgressKey = "progress";

    // An infinite best loss, before the first validation, must survive the round trip.
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes a checkpoint at <paramref name="folder"/> in place of the one that is there.</summary>
    public static void Save(string folder, TrainingSession session, ModelConfig config, ModelFacts facts, TrainingProgress progress)
    {
        ArgumentNullException.ThrowIfNull(session);
        try
        {
            Replace(folder, session, config, facts, progress);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(folder, "", "a checkpoint that can be written", e.Message, "make room, or write elsewhere", e);
        }
    }

    private static void Replace(string folder, TrainingSession session, ModelConfig config, ModelFacts facts, TrainingProgress progress)
    {
        string partial = folder + ".partial", previous = RunFolder.Previous(folder);
        DeleteIfThere(partial);
        Directory.CreateDirectory(partial);
        ModelFolder.Save(partial, session.Model, config, facts);
        using Tensor noise = session.Noise.get_state();
        ModelFolder.Write(
            Path.Combine(partial, TrainingFile),
            State(session, noise),
            new Dictionary<string, string> { [ProgressKey] = JsonSerializer.Serialize(progress, Json) });

        if (Directory.Exists(folder))
        {
            DeleteIfThere(previous);
            Directory.Move(folder, previous);
        }

        Directory.Move(partial, folder);
        AtomicFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        DeleteIfThere(previous);
    }

    /// <summary>Puts a session back to where a checkpoint was written, and says what its model knew of its making.</summary>
    /// <exception cref="InputException">The checkpoint is missing, damaged, or of another configuration.</exception>
    public static (TrainingProgress Progress, ModelFacts Facts) Restore(string folder, TrainingSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        string source = Directory.Exists(folder) ? folder : RunFolder.Previous(folder);
        if (!Directory.Exists(source))
            throw new InputException(folder, "", "a checkpoint", "nothing", "the run was stopped before its first checkpoint: start it anew");
        string modelFile = Path.Combine(source, ModelFolder.TensorFile), trainingFile = Path.Combine(source, TrainingFile);
        using SafetensorsReader model = SafetensorsReader.Open(modelFile);
        using SafetensorsReader training = SafetensorsReader.Open(trainingFile);
        TrainingProgress progress = ReadProgress(training, trainingFile);
        ModelFolder.Restore(model, modelFile, session.Model.State());
        using Tensor noise = session.Noise.get_state();
        session.Model.Mixture.ResetEvidence(training.Contains(GainName));
        ModelFolder.Restore(training, trainingFile, State(session, noise));
        session.Noise.set_state(noise);
        session.Optimizer.Steps = progress.OptimizerSteps;
        return (progress, ModelFacts.FromMetadata(model.Metadata, modelFile));
    }

    private static NamedTensor[] State(TrainingSession session, Tensor noise)
    {
        NamedTensor[] evidence = session.Model.Mixture.Evidence is { } e
            ? [new(GainName, e.Gain), new(CodesName, e.Codes), new(RedundantName, e.Redundant)]
            : [];
        return [.. session.Optimizer.Moments(), new NamedTensor(NoiseName, noise), .. evidence];
    }

    private static TrainingProgress ReadProgress(SafetensorsReader training, string file)
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

    private static void DeleteIfThere(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
