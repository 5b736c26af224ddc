using System.Diagnostics;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench.Training;

/// <summary>
/// A training step split between its parts, so that each part's forward and backward can be timed; gradients are passed on explicitly. The
/// arithmetic is that of <see cref="TrainingSession.Step"/>, without naming categories.
/// </summary>
internal sealed class StepParts : IDisposable
{
    private readonly TrainingCase _case;
    private readonly TrainingSession _session;
    private readonly TensorNoise _noise = new();
    private readonly DecoderDropout _dropout;
    private readonly ObjectiveOptions _options;
    private readonly Objective _objective;
    private long _step;

    public StepParts(TrainingCase c)
    {
        _case = c;
        _session = TrainingSession.Create(c.Config, c.Sketches);
        _dropout = DecoderDropout.From(c.Config, _noise);
        _options = ObjectiveOptions.From(c.Config);
        _objective = Objective.From(c.Config);
    }

    /// <summary>Rounds over all batches: milliseconds per step of each part.</summary>
    public static void Run(Arguments arguments)
    {
        using StepParts parts = new(TrainingCase.Read(arguments));
        Rounds.Run(arguments, () => parts.Step(parts._case.Batches[^1], new Laps()), () =>
        {
            Laps laps = new();
            foreach (int[] batch in parts._case.Batches)
                parts.Step(batch, laps);
            return laps.Milliseconds.ToDictionary(p => p.Key, p => p.Value / parts._case.Batches.Length);
        });
    }

    private void Step(int[] indices, Laps laps)
    {
        using var scope = NewDisposeScope();
        Pix2SeqModel model = _session.Model;
        laps.Restart();
        using SketchBatch batch = _case.Maker.Make(indices, augment: true, epoch: _step).ToTensors(model.Type, model.Device);
        laps.End("feed");

        (Tensor mean, Tensor variance) = model.Encoder.Encode(batch.Images);
        laps.End("encoder forward");

        _noise.Begin(RandomPurpose.Noise, _case.Config.Seed, _step);
        Tensor noise = _noise.Normal(model.Type, model.Device, batch.Size, model.Shape.CodeSize);
        Tensor meanLeaf = Leaf(mean), varianceLeaf = Leaf(variance);
        Tensor codes = meanLeaf.Plus(varianceLeaf.sqrt() * noise);
        Tensor strokeCodes = Leaf(codes), pixelCodes = Leaf(codes);
        laps.End("losses");

        MixtureDensity density = model.Decoder.Decode(
            batch.Strokes.narrow(0, 0, batch.Strokes.shape[0] - 1), strokeCodes, _dropout).Density;
        laps.End("decoder forward");
        Tensor drawn = model.ImageDecoder.Decode(pixelCodes);
        laps.End("pixel decoder forward");

        Tensor rawLeaf = Leaf(density.Raw), drawnLeaf = Leaf(drawn);
        MixtureState mixture = Losses(batch, codes, meanLeaf, varianceLeaf, new MixtureDensity(rawLeaf, model.Decoder.Mixtures), drawnLeaf);
        laps.End("losses");

        Backward(density.Raw, rawLeaf.grad!);
        laps.End("decoder backward");
        Backward(drawn, drawnLeaf.grad!);
        laps.End("pixel decoder backward");
        Backward(meanLeaf.Plus(varianceLeaf.sqrt() * noise), strokeCodes.grad!.Plus(pixelCodes.grad!));
        laps.End("losses");
        (mean * meanLeaf.grad!).sum().Plus((variance * varianceLeaf.grad!).sum()).backward();
        laps.End("encoder backward");

        _session.Optimizer.Measure();
        _session.Optimizer.Step(Schedules.LearningRate(_case.Config, _step));
        laps.End("optimizer");
        model.Mixture.Assign(mixture);
        _session.Organizer?.Observe(model.Mixture, codes.detach(), _step);
        _step++;
        laps.End("mixture");
    }

    private MixtureState Losses(SketchBatch batch, Tensor codes, Tensor mean, Tensor variance, MixtureDensity density, Tensor drawn)
    {
        Tensor logPosterior = _session.Model.Mixture.LogPosterior(codes);
        Tensor posterior = Posterior.FromLog(logPosterior, _options.PosteriorFloor);
        MixtureState mixture = _session.Model.Mixture;
        if (_objective.LearnsFromBatches)
        {
            LatentSums sums = _objective.Gather(mixture, new EncodedBatch(codes, logPosterior, posterior, mean, variance), _step);
            mixture = _objective.Learn(mixture, sums, _step);
        }

        Tensor latent = LatentLoss.Weights(posterior, _session.Model.Mixture, mixture)
            .Plus(LatentLoss.Gaussians(posterior, mean, variance, mixture));
        Tensor strokes = SequenceLoss.Compute(
            density, batch.Strokes, _options.TrainingPenMask, _options.DensityFloor, _options.MinimumSigma);
        Tensor total = latent.Times(_objective.LatentWeightAt(_step))
            .Plus(strokes)
            .Plus(PixelLoss.Compute(drawn, batch.Images).Times(_options.PixelWeight));
        total.backward();
        _ = total.item<float>(); // training reads it
        return mixture;
    }

    private static Tensor Leaf(Tensor value) => value.detach().requires_grad_(true);

    private static void Backward(Tensor value, Tensor gradient) => value.backward([gradient]);

    public void Dispose()
    {
        _noise.Dispose();
        _session.Dispose();
    }

    /// <summary>Time since the last end, added up by part.</summary>
    private sealed class Laps
    {
        private long _began;

        public Dictionary<string, double> Milliseconds { get; } = [];

        public void Restart() => _began = Stopwatch.GetTimestamp();

        public void End(string part)
        {
            double spent = Stopwatch.GetElapsedTime(_began).TotalMilliseconds;
            Milliseconds[part] = Milliseconds.GetValueOrDefault(part) + spent;
            Restart();
        }
    }
}
