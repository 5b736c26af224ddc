using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>Means of the losses over batches, weighted by batch size.</summary>
internal sealed class LossMeter
{
    private double[] _sums = [];
    private double _latentWeight, _gradientNorms, _clippedShares;
    private long _batches;

    /// <summary>Sketches so far.</summary>
    public long Sketches { get; private set; }

    /// <summary>The sums so far.</summary>
    public MeterState State
    {
        get => new()
        {
            Sums = [.. _sums],
            Sketches = Sketches,
            LatentWeight = _latentWeight,
            GradientNorms = _gradientNorms,
            ClippedShares = _clippedShares,
            Batches = _batches,
            Began = Began,
        };
        set
        {
            _sums = [.. value.Sums];
            (Sketches, _latentWeight, Began) = (value.Sketches, value.LatentWeight, value.Began);
            (_gradientNorms, _clippedShares, _batches) = (value.GradientNorms, value.ClippedShares, value.Batches);
        }
    }

    /// <summary>Seconds of training when the sums were started.</summary>
    public double Began { get; set; }

    /// <summary>How many losses a pass has.</summary>
    public static int CountOf(ModelConfig config) => config.CategoryWeight > 0 ? 6 : 5;

    /// <summary>
    /// The losses of a pass: L, L_seq, L_pix, L_alpha, L_gauss and, where categories are named, L_cat, with one read from the device.
    /// </summary>
    public static double[] Read(ForwardPass pass)
    {
        using Tensor losses = stack(
        [
            pass.Total, pass.SequenceLoss, pass.PixelLoss, pass.WeightLoss, pass.GaussianLoss,
            .. pass.CategoryLoss is { } category ? [category] : (Tensor[])[],
        ]).detach().to(float64).cpu();
        return losses.data<double>().ToArray();
    }

    /// <summary>Adds a training step of a batch of <paramref name="size"/> sketches.</summary>
    public void Add(StepOutcome step, long size)
    {
        Add(step.Losses, step.LatentWeight, size);
        _gradientNorms += step.Gradients.Norm;
        _clippedShares += step.Gradients.ClippedShare;
        _batches++;
    }

    /// <summary>Adds a batch of an evaluation.</summary>
    public void Add(IReadOnlyList<double> losses, double latentWeight, long size)
    {
        if (_sums.Length == 0)
            _sums = new double[losses.Count];
        for (int i = 0; i < losses.Count; i++)
            _sums[i] += losses[i] * size;
        _latentWeight = latentWeight;
        Sketches += size;
    }

    /// <summary>Returns the means and resets the sums to zero.</summary>
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
            CategoryLoss = _sums.Length > 5 ? Mean(5) : null,
            LatentWeight = _latentWeight,
            LearningRate = learningRate,
            ComponentsAlive = componentsAlive,
            SketchesPerSecond = seconds > 0 ? Sketches / seconds : 0,
            GradientNorm = _batches == 0 ? 0 : _gradientNorms / _batches,
            ClippedShare = _batches == 0 ? 0 : _clippedShares / _batches,
        };
        State = new MeterState { Began = Began + seconds };
        return metrics;
    }
}

/// <summary>The sums of a <see cref="LossMeter"/>.</summary>
internal sealed record MeterState
{
    /// <summary>Sums of the losses over sketches.</summary>
    public IReadOnlyList<double> Sums { get; init; } = [];

    /// <summary>Sketches.</summary>
    public long Sketches { get; init; }

    /// <summary>Weight of the latent losses in the last batch.</summary>
    public double LatentWeight { get; init; }

    /// <summary>Sum of the gradients' norms over batches.</summary>
    public double GradientNorms { get; init; }

    /// <summary>Sum of the shares of clipped elements over batches.</summary>
    public double ClippedShares { get; init; }

    /// <summary>Batches whose gradients were measured.</summary>
    public long Batches { get; init; }

    /// <summary>Seconds of training when the sums were started.</summary>
    public double Began { get; init; }
}
