using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training.Losses;

/// <summary>One pass of the whole model over a batch, and its loss (docs/original.md §§4–8).</summary>
internal sealed class Objective
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
    /// <param name="model">The model; not changed.</param>
    /// <param name="batch">B sketches.</param>
    /// <param name="noise">ε [B, Z] of z = m + √v·ε; null for z = m.</param>
    /// <param name="step">t: training steps done so far.</param>
    /// <param name="training">Whether the mixture learns, and the pen's part is summed, as in training.</param>
    /// <param name="dropout">Dropout of the decoder, or null.</param>
    public ForwardPass Run(Pix2SeqModel model, SketchBatch batch, Tensor? noise, long step, bool training, DecoderDropout? dropout = null)
    {
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

        (MixtureDensity density, Tensor finalState) = model.Decoder.Decode(
            batch.Strokes.narrow(0, 0, batch.Strokes.shape[0] - 1), codes, dropout);
        Tensor drawn = model.ImageDecoder.Decode(codes);

        Tensor weightLoss = LatentLoss.Weights(posterior, model.Mixture, mixture);
        Tensor gaussianLoss = LatentLoss.Gaussians(posterior, mean, variance, mixture);
        Tensor sequenceLoss = SequenceLoss.Compute(
            density, batch.Strokes, training ? _options.TrainingPenMask : _options.EvaluationPenMask, _options.DensityFloor,
            _options.MinimumSigma);
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
            Total = (latentWeight == 0 ? sequenceLoss : weightLoss.Plus(gaussianLoss).Times(latentWeight).Plus(sequenceLoss))
                .Plus(pixelLoss.Times(_options.PixelWeight)),
        };
    }
}

/// <summary>Everything that one pass over a batch computes; the tensors live in the caller's dispose scope.</summary>
internal sealed record ForwardPass
{
    /// <summary>The encoder's mean m [B, Z].</summary>
    public required Tensor CodeMean { get; init; }

    /// <summary>The encoder's variance v [B, Z].</summary>
    public required Tensor CodeVariance { get; init; }

    /// <summary>The code z that the decoders received [B, Z].</summary>
    public required Tensor Codes { get; init; }

    /// <summary>γ [B, K].</summary>
    public required Tensor Posterior { get; init; }

    /// <summary>The mixture after this batch's update; not yet assigned to the model.</summary>
    public required MixtureState Mixture { get; init; }

    /// <summary>The densities of the T·B next strokes, time outermost.</summary>
    public required MixtureDensity Density { get; init; }

    /// <summary>The decoder's packed state after the last step [B, S].</summary>
    public required Tensor FinalState { get; init; }

    /// <summary>The pixel decoder's pictures [B, W, W].</summary>
    public required Tensor DrawnImages { get; init; }

    /// <summary>kl_w(t).</summary>
    public required double KlWeight { get; init; }

    /// <summary>Weight of the latent losses: kl_w(t) times <c>latent_weight</c>.</summary>
    public required double LatentWeight { get; init; }

    /// <summary>L_alpha, or L_ij where the mixture has two levels, scalar.</summary>
    public required Tensor WeightLoss { get; init; }

    /// <summary>L_gauss, scalar.</summary>
    public required Tensor GaussianLoss { get; init; }

    /// <summary>L_seq, scalar.</summary>
    public required Tensor SequenceLoss { get; init; }

    /// <summary>L_pix, scalar.</summary>
    public required Tensor PixelLoss { get; init; }

    /// <summary>L = latent weight·(L_alpha + L_gauss) + L_seq + weight·L_pix, scalar.</summary>
    public required Tensor Total { get; init; }
}

/// <summary>A batch of sketches as input of the model.</summary>
/// <param name="Strokes">Stroke-5 rows [T+1, B, 5], time outermost, the start row first.</param>
/// <param name="Images">The sketches' pictures [B, W, W], white = +1, ink = −1.</param>
internal sealed record SketchBatch(Tensor Strokes, Tensor Images) : IDisposable
{
    /// <summary>B.</summary>
    public long Size => Images.shape[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        Strokes.Dispose();
        Images.Dispose();
    }
}
