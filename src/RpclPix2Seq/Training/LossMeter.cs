using RpclPix2Seq.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>Means of the losses over batches, each weighted by its size.</summary>
internal sealed class LossMeter
{
    private readonly double[] _sums = new double[5];
    private double _klWeight;

    /// <summary>Sketches so far.</summary>
    public long Sketches { get; private set; }

    /// <summary>Adds a batch with one read from the device. Returns whether its loss is finite.</summary>
    public bool Add(ForwardPass pass, long size)
    {
        using Tensor losses = stack([pass.Total, pass.SequenceLoss, pass.PixelLoss, pass.WeightLoss, pass.GaussianLoss]).detach().to(float64).cpu();
        double[] values = losses.data<double>().ToArray();
        for (int i = 0; i < values.Length; i++)
            _sums[i] += values[i] * size;
        _klWeight = pass.KlWeight;
        Sketches += size;
        return double.IsFinite(values[0]);
    }

    /// <summary>The means, and a start from zero.</summary>
    public StepMetrics Take(long step, double epoch, int componentsAlive, double learningRate = 0, double seconds = 0)
    {
        double Mean(int i) => Sketches == 0 ? double.NaN : _sums[i] / Sketches;
        StepMetrics metrics = new()
        {
            Step = step,
            Epoch = epoch,
            Loss = Mean(0),
            SequenceLoss = Mean(1),
            PixelLoss = Mean(2),
            WeightLoss = Mean(3),
            GaussianLoss = Mean(4),
            KlWeight = _klWeight,
            LearningRate = learningRate,
            ComponentsAlive = componentsAlive,
            SketchesPerSecond = seconds > 0 ? Sketches / seconds : 0,
        };
        Array.Clear(_sums);
        Sketches = 0;
        return metrics;
    }
}
