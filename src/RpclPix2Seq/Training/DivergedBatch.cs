using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Model;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Formats.Npz;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Training;

/// <summary>Saves the batch on which training diverged, to be looked at: its sketches as .npz, what was computed of it as JSON.</summary>
internal static class DivergedBatch
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes both files.</summary>
    /// <returns>The file of the sketches, or null if it cannot be written: the divergence itself is what must be said.</returns>
    public static string? Save(
        RunFolder run, ModelConfig config, ISketchSplit sketches, TrainingProgress progress, SkippedBatch batch, UnfitStepException unfit,
        IReadOnlyList<double> recent)
    {
        int[] indices = EpochOrder.Make(sketches, config, batch.Epoch, batch.Attempt)[batch.Batch].ToArray();
        string path = Path.Combine(run.DivergedFolder, string.Create(CultureInfo.InvariantCulture, $"step-{progress.Step:D8}.npz"));
        try
        {
            Directory.CreateDirectory(run.DivergedFolder);
            SketchNpz.Write(path, new SketchSplits([.. indices.Select(i => new Sketch(sketches[i].Sketch.Points.ToArray()))], [], []));
            AtomicFile.WriteAllText(Path.ChangeExtension(path, ".json"), JsonSerializer.Serialize(
                new
                {
                    reason = unfit.Message,
                    step = progress.Step,
                    epoch = batch.Epoch,
                    attempt = batch.Attempt,
                    batch = batch.Batch,
                    sketches = indices,
                    losses = unfit.Losses is [var all, var sequence, var pixel, var weight, var gaussian] ? new { all, sequence, pixel, weight, gaussian } : null,
                    gradient_norm = unfit.GradientNorm,
                    recent_losses = recent,
                    learning_rate = ModelParts.LearningRate(config, progress.Step) * progress.RateFactor,
                    rollbacks = progress.Rollbacks,
                },
                Json) + "\n");
            return path;
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
