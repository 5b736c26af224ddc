using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Training;

/// <summary>Reads <c>metrics.jsonl</c>.</summary>
internal static class MetricsFile
{
    /// <summary>The complete lines in order.</summary>
    /// <exception cref="InputException">A line is not such an object.</exception>
    public static IReadOnlyList<MetricsLine> Read(string path)
    {
        List<MetricsLine> lines = [];
        foreach (string line in StepLines.Read(path))
        {
            try
            {
                lines.Add(JsonSerializer.Deserialize<MetricsLine>(line, RecordJson.Line) ?? throw new JsonException("null"));
            }
            catch (JsonException e)
            {
                throw new InputException(
                    path, $"line {lines.Count + 1}", "the metrics of a training run", e.Message, "the file is damaged", e);
            }
        }

        return lines;
    }
}

/// <summary>The values of a line of <c>metrics.jsonl</c> that charts show; a refused step has none but its number.</summary>
/// <param name="Split">train, valid, test or refused.</param>
/// <param name="Step">Training steps done.</param>
/// <param name="SequenceLoss">L_seq in nats.</param>
/// <param name="PixelLoss">L_pix.</param>
/// <param name="ComponentsAlive">Live components of the mixture.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="WeightLoss">L_alpha.</param>
/// <param name="GaussianLoss">L_gauss.</param>
/// <param name="LatentWeight">The weight of both in the sum of losses.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="SketchesPerSecond">Training speed.</param>
/// <param name="ClippedShare">Share of the gradients' elements that were clipped.</param>
/// <param name="Loss">L, the sum of all losses.</param>
/// <param name="CategoryLoss">L_cat; null if <c>category_weight</c> is 0.</param>
internal sealed record MetricsLine(
    string Split, long Step, double SequenceLoss = double.NaN, double PixelLoss = double.NaN, int ComponentsAlive = 0,
    double Epoch = double.NaN, double WeightLoss = double.NaN, double GaussianLoss = double.NaN, double LatentWeight = double.NaN,
    double LearningRate = double.NaN, double SketchesPerSecond = double.NaN, double ClippedShare = double.NaN, double Loss = double.NaN,
    double? CategoryLoss = null);
