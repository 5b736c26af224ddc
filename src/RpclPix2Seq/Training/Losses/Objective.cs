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

    /// <summary>Whether the mixture learns from batches: then the losses of a part of a batch need the sums of all its parts.</summary>
    public bool LearnsFromBatches => _learner is not FixedMixture;

    /// <summary>Weight of the latent losses at step t: kl_w(t) times <c>latent_weight</c>.</summary>
    public double LatentWeightAt(long step) => KlWeightAt(step) * _options.LatentWeight;

    /// <summary>Runs the model.</summary>
    /// <param name="model">The model; not changed.</param>
    /// <param name="batch">B sketches.</param>
    /// <param name="noise">ε [B, Z] of z = m + √v·ε; null for z = m.</param>
    /// <param name="step">t: training steps done so far.</param>
    /// <param name="training">Whether the mixture learns, and the pen's part is summed, as in training.</param>
    /// <param name="dropout">Dropout of the decoder, or null.</param>
    public ForwardPass Run(Pix2SeqModel model, SketchBatch batch, Tensor? noise, long step, bool training, DecoderDropout? dropout = null)
    {
        using HoldingScope scope = HoldingScope.Begin(batch, noise);
        EncodedBatch encoded = Encode(model, batch, noise);
        MixtureState mixture = LearnsFromBatches && (training || _options.LearnInEvaluation)
            ? Learn(model.Mixture, Gather(model.Mixture, encoded, step), step)
            : model.Mixture;
        return Complete(model, batch, encoded, mixture, step, training, dropout);
    }

    /// <summary>The first part of <see cref="Run"/>: pictures → codes.</summary>
    public EncodedBatch Encode(Pix2SeqModel model, SketchBatch batch, Tensor? noise)
    {
        using HoldingScope scope = HoldingScope.Begin(batch, noise);
        (Tensor mean, Tensor variance) = model.Encoder.Encode(batch.Images);
        Tensor codes = noise is null ? mean : mean.Plus(variance.sqrt() * noise);
        Tensor logPosterior = model.Mixture.LogPosterior(codes);
        return new EncodedBatch(codes, logPosterior, Posterior.FromLog(logPosterior, _options.PosteriorFloor), mean, variance);
    }

    /// <summary>What the mixture learns from a batch or a part of one; those of the parts add up.</summary>
    public LatentSums Gather(MixtureState current, EncodedBatch encoded, long step)
    {
        using HoldingScope scope = HoldingScope.Begin(encoded);
        using IDisposable _ = no_grad();
        return _learner.Gather(
            current,
            new LatentBatch(
                encoded.LogPosterior.detach(), encoded.Posterior.detach(), encoded.Mean.detach(), encoded.Variance.detach()),
            step);
    }

    /// <summary>The mixture after a batch.</summary>
    public MixtureState Learn(MixtureState current, LatentSums sums, long step)
    {
        using HoldingScope scope = HoldingScope.Begin(sums);
        using IDisposable _ = no_grad();
        return _learner.Update(current, sums, step);
    }

    /// <summary>The last part of <see cref="Run"/>: codes → strokes and pictures, and the losses.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The sketches.</param>
    /// <param name="encoded">Their codes.</param>
    /// <param name="mixture">The mixture after the whole batch.</param>
    /// <param name="step">t.</param>
    /// <param name="training">Whether the pen's part is summed as in training.</param>
    /// <param name="dropout">Dropout of the decoder, or null.</param>
    public ForwardPass Complete(
        Pix2SeqModel model, SketchBatch batch, EncodedBatch encoded, MixtureState mixture, long step, bool training,
        DecoderDropout? dropout)
    {
        using HoldingScope scope = HoldingScope.Begin(batch, encoded);
        (MixtureDensity density, Tensor finalState) = model.Decoder.Decode(
            batch.Strokes.narrow(0, 0, batch.Strokes.shape[0] - 1), encoded.Codes, dropout);
        Tensor drawn = model.ImageDecoder.Decode(encoded.Codes);

        Tensor weightLoss = LatentLoss.Weights(encoded.Posterior, model.Mixture, mixture);
        Tensor gaussianLoss = LatentLoss.Gaussians(encoded.Posterior, encoded.Mean, encoded.Variance, mixture);
        Tensor sequenceLoss = SequenceLoss.Compute(
            density, batch.Strokes, training ? _options.TrainingPenMask : _options.EvaluationPenMask, _options.DensityFloor,
            _options.MinimumSigma);
        Tensor pixelLoss = PixelLoss.Compute(drawn, batch.Images);
        Tensor? categoryLoss = _options.CategoryWeight > 0
            ? nn.functional.cross_entropy(model.CategoryHead!.Forward(encoded.Codes), batch.Categories!)
            : null;
        double latentWeight = LatentWeightAt(step);
        Tensor total = (latentWeight == 0 ? sequenceLoss : weightLoss.Plus(gaussianLoss).Times(latentWeight).Plus(sequenceLoss))
            .Plus(pixelLoss.Times(_options.PixelWeight));
        return new ForwardPass
        {
            CodeMean = encoded.Mean,
            CodeVariance = encoded.Variance,
            Codes = encoded.Codes,
            Posterior = encoded.Posterior,
            Mixture = mixture,
            Density = density,
            FinalState = finalState,
            DrawnImages = drawn,
            KlWeight = KlWeightAt(step),
            LatentWeight = latentWeight,
            WeightLoss = weightLoss,
            GaussianLoss = gaussianLoss,
            SequenceLoss = sequenceLoss,
            PixelLoss = pixelLoss,
            CategoryLoss = categoryLoss,
            Total = categoryLoss is null ? total : total.Plus(categoryLoss.Times(_options.CategoryWeight)),
        };
    }

    private double KlWeightAt(long step) => Schedules.KlWeight(step, _options.KlStart, _options.KlDecay);
}

/// <summary>The codes of a batch; the tensors live in the caller's dispose scope.</summary>
/// <param name="Codes">z [B, Z].</param>
/// <param name="LogPosterior">[B, K].</param>
/// <param name="Posterior">γ [B, K].</param>
/// <param name="Mean">m [B, Z].</param>
/// <param name="Variance">v [B, Z].</param>
internal sealed record EncodedBatch(Tensor Codes, Tensor LogPosterior, Tensor Posterior, Tensor Mean, Tensor Variance)
{
    private IEnumerable<Tensor> Read => [Codes, Posterior, Mean, Variance]; // by the losses

    /// <summary>The same numbers, at which a backward pass ends.</summary>
    public EncodedBatch AsLeaves() =>
        new(Leaf(Codes), LogPosterior.detach(), Leaf(Posterior), Leaf(Mean), Leaf(Variance));

    /// <summary>Continues the backward pass that ended at the leaves.</summary>
    public void Backward(EncodedBatch leaves)
    {
        List<Tensor> values = [], gradients = [];
        foreach ((Tensor value, Tensor leaf) in Read.Zip(leaves.Read))
        {
            if (leaf.grad is not { } gradient)
                continue;
            values.Add(value);
            gradients.Add(gradient);
        }

        autograd.backward(values, gradients);
    }

    private static Tensor Leaf(Tensor tensor) => tensor.detach().requires_grad_(true);
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

    /// <summary>L_cat, scalar; null where categories are not named.</summary>
    public required Tensor? CategoryLoss { get; init; }

    /// <summary>L = latent weight·(L_alpha + L_gauss) + L_seq + weight·L_pix + weight·L_cat, scalar.</summary>
    public required Tensor Total { get; init; }
}

/// <summary>A batch of sketches as input of the model.</summary>
/// <param name="Strokes">Stroke-5 rows [T+1, B, 5], time outermost, the start row first.</param>
/// <param name="Images">The sketches' pictures [B, W, W], white = +1, ink = −1.</param>
/// <param name="Categories">The numbers of their categories [B], int64; null where they are not named.</param>
internal sealed record SketchBatch(Tensor Strokes, Tensor Images, Tensor? Categories = null) : IDisposable
{
    /// <summary>B.</summary>
    public long Size => Images.shape[0];

    /// <inheritdoc/>
    public void Dispose()
    {
        Strokes.Dispose();
        Images.Dispose();
        Categories?.Dispose();
    }
}
