using RpclPix2Seq.Configuration;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training.Losses;

/// <summary>One pass of the whole model over a batch, and its loss (specification §§4–8).</summary>
public sealed class Objective
{
    private readonly ObjectiveOptions _options;
    private readonly ILatentLearner _learner;

    /// <param name="options">How the loss is computed.</param>
    /// <param name="learner">How the mixture learns from a batch.</param>
    public Objective(ObjectiveOptions options, ILatentLearner learner)
    {
        _options = options;
        _learner = learner;
    }

    /// <summary>The loss, and the learning of the mixture, that a configuration asks for.</summary>
    public static Objective From(ModelConfig config) => new(ObjectiveOptions.From(config), LatentLearners.From(config));

    /// <summary>Runs the model.</summary>
    /// <param name="model">The model; left as it is.</param>
    /// <param name="batch">B sketches.</param>
    /// <param name="noise">ε [B, Z] of z = m + √v·ε; null for z = m.</param>
    /// <param name="step">t: how many training steps came before.</param>
    /// <param name="training">Whether the mixture learns, and the pen's part is summed, as in training.</param>
    /// <param name="dropout">Dropout of the decoder, or null.</param>
    public ForwardPass Run(Pix2SeqModel model, SketchBatch batch, Tensor? noise, long step, bool training, DecoderDropout? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        using HoldingScope scope = HoldingScope.Begin();
        (Tensor mean, Tensor variance) = model.Encoder.Encode(batch.Images);
        Tensor codes = noise is null ? mean : mean.Plus(variance.sqrt() * noise);

        Tensor logPosterior = model.Mixture.LogPosterior(codes);
        Tensor posterior = Posterior.FromLog(logPosterior, _options.PosteriorFloor);
        MixtureState mixture = model.Mixture;
        if (training || _options.LearnInEvaluation)
        {
            using IDisposable _ = no_grad();
            LatentBatch latent = new(codes.detach(), logPosterior.detach(), posterior.detach(), mean.detach(), variance.detach());
            mixture = _learner.Update(model.Mixture, latent, step);
        }

        (MixtureDensity density, Tensor finalState) = model.Decoder.Decode(batch.Strokes.narrow(0, 0, batch.Strokes.shape[0] - 1), codes, dropout);
        Tensor drawn = model.ImageDecoder.Decode(codes);

        Tensor weightLoss = LatentLoss.Weights(posterior, model.Mixture, mixture);
        Tensor gaussianLoss = LatentLoss.Gaussians(posterior, mean, variance, mixture);
        Tensor sequenceLoss = SequenceLoss.Compute(
            density, batch.Strokes, training ? _options.TrainingPenMask : _options.EvaluationPenMask, _options.DensityFloor, _options.MinimumSigma);
        Tensor pixelLoss = PixelLoss.Compute(drawn, batch.Images);
        double klWeight = Schedules.KlWeight(step, _options.KlStart, _options.KlDecay);
        double latentWeight = klWeight * _options.LatentWeight;
        return new ForwardPass
        {
            CodeMean = mean,
            CodeVariance = variance,
            Codes = codes,
            Posterior = posterior,
            Mixture = mixture,
            Density = density,
            FinalState = finalState,
            DrawnImages = drawn,
            KlWeight = klWeight,
            LatentWeight = latentWeight,
            WeightLoss = weightLoss,
            GaussianLoss = gaussianLoss,
            SequenceLoss = sequenceLoss,
            PixelLoss = pixelLoss,
            Total = (latentWeight == 0 ? sequenceLoss : weightLoss.Plus(gaussianLoss).Times(latentWeight).Plus(sequenceLoss)).Plus(pixelLoss.Times(_options.PixelWeight)),
        };
    }
}
