using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Training;

/// <summary>Appends metrics to <c>metrics.jsonl</c> and to TensorBoard's event files.</summary>
internal sealed class MetricsLog : IDisposable
{
    private readonly StepLines _lines;
    private readonly EventFile _events;

    /// <param name="metricsFile">The file to append lines to.</param>
    /// <param name="eventsFolder">The folder for event files.</param>
    /// <param name="length">Bytes of the file that belong to the run so far; what is after them is dropped.</param>
    public MetricsLog(string metricsFile, string eventsFolder, long length = 0)
    {
        _lines = new StepLines(metricsFile, length);
        try
        {
            _events = new EventFile(eventsFolder);
        }
        catch
        {
            _lines.Dispose();
            throw;
        }
    }

    /// <summary>Writes one set of metrics.</summary>
    /// <param name="split">train, valid or test.</param>
    /// <param name="metrics">The metrics.</param>
    public void Write(string split, StepMetrics metrics)
    {
        string line = JsonSerializer.Serialize(metrics, RecordJson.Line);
        _lines.Write($"{{\"split\":\"{split}\",{line[1..]}");
        List<(string Name, double Value)> values =
        [
            ("loss", metrics.Loss), ("sequence_loss", metrics.SequenceLoss), ("pixel_loss", metrics.PixelLoss),
            ("weight_loss", metrics.WeightLoss), ("gaussian_loss", metrics.GaussianLoss), ("components_alive", metrics.ComponentsAlive),
        ];
        if (metrics.CategoryLoss is { } category)
            values.Add(("category_loss", category));
        if (split == "train")
        {
            values.AddRange(
            [
                ("learning_rate", metrics.LearningRate), ("sketches_per_second", metrics.SketchesPerSecond),
                ("gradient_norm", metrics.GradientNorm), ("clipped_share", metrics.ClippedShare),
            ]);
        }

        _events.Write(metrics.Step, values.Select(value => ($"{split}/{value.Name}", value.Value)));
    }

    /// <summary>Records a refused step.</summary>
    public void Write(RefusedStep refused)
    {
        _lines.Write(
            JsonSerializer.Serialize(new { split = "refused", refused.Step, refused.Reason, refused.InRow, refused.Sketches },
                RecordJson.Line));
        _events.Write(refused.Step, "train/refused", refused.Explanation);
    }

    /// <summary>Flushes the file to disk; returns its length in bytes.</summary>
    public long Flush() => _lines.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        _events.Dispose();
    }
}
