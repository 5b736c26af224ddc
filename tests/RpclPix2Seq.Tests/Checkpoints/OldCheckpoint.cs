using System.Text.Json;
using System.Text.Json.Serialization;
using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Parameters;
using RpclPix2Seq.Training;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Checkpoints;

/// <summary>Writes checkpoints as versions before the manifest did.</summary>
internal static class OldCheckpoint
{
    private static readonly JsonSerializerOptions Json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static void Write(string folder, TrainingSession session, ModelConfig config, ModelFacts facts, TrainingProgress progress)
    {
        Directory.CreateDirectory(folder);
        ModelFolder.Save(folder, session.Model, config, facts);
        using Tensor noise = session.Noise.get_state();
        NamedTensor[] evidence = session.Model.Mixture.Evidence is { } e
            ? [new("latent/gain", e.Gain), new("latent/codes", e.Codes), new("latent/redundant", e.Redundant)]
            : [];
        ModelFolder.Write(
            Path.Combine(folder, Checkpoint.TrainingFile),
            [.. session.Optimizer.Moments(), new NamedTensor("generator/noise", noise), .. evidence],
            new Dictionary<string, string> { ["progress"] = JsonSerializer.Serialize(progress, Json) });
    }
}
