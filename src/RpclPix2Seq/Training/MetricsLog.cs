using System.Text.Json;
using RpclPix2Seq.Sketches.Files;
using TorchSharp.Modules;
using static TorchSharp.torch.utils;

namespace RpclPix2Seq.Training;

/// <summary>Appends metrics to <c>metrics.jsonl</c> and to TensorBoard's event files.</summary>
internal sealed class MetricsLog : IDisposable
{
    private readonly StepLines _lines;
    private readonly SummaryWriter _events;

    /// <param name="metricsFile">The file to append lines to.</param>
    /// <param name="eventsFolder">The folder for event files.</param>
    /// <param name="length">Bytes of the file that belong to the run so far; what is after them is dropped.</param>
    public MetricsLog(string metricsFile, string eventsFolder, long length = 0)
    {
        _lines = new StepLines(metricsFile, length);
        _events = tensorboard.SummaryWriter(eventsFolder, createRunName: false);
    }

    /// <summary>Writes one set of metrics.</summary>
    /// <param name="split">train, valid or test.</param>
    /// <param name="metrics">The metrics.</param>
    public void Write(string split, StepMetrics metrics)
    {
        string line = JsonSerializer.Serialize(metrics, RecordJson.Line);
        _lines.Write($"{{\"split\":\"{split}\",{line[1..]}");
        Scalar("loss", metrics.Loss);
        Scalar("sequence_loss", metrics.SequenceLoss);
        Scalar("pixel_loss", metrics.PixelLoss);
        Scalar("weight_loss", metrics.WeightLoss);
        Scalar("gaussian_loss", metrics.GaussianLoss);
        Scalar("components_alive", metrics.ComponentsAlive);
        if (split == "train")
        {
            Scalar("learning_rate", metrics.LearningRate);
            Scalar("sketches_per_second", metrics.SketchesPerSecond);
            Scalar("gradient_norm", metrics.GradientNorm);
            Scalar("clipped_share", metrics.ClippedShare);
        }

        void Scalar(string name, double value) => _events.add_scalar($"{split}/{name}", (float)value, (int)metrics.Step);
    }

    /// <summary>Records a refused step.</summary>
    public void Write(RefusedStep refused)
    {
        _lines.Write(
            JsonSerializer.Serialize(new { split = "refused", refused.Step, refused.Reason, refused.InRow, refused.Sketches }, RecordJson.Line));
        _events.add_text("train/refused", refused.Explanation, (int)refused.Step);
    }

    /// <summary>Flushes the file to disk; returns its length in bytes.</summary>
    public long Flush() => _lines.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        (_events as IDisposable)?.Dispose();
    }
}
