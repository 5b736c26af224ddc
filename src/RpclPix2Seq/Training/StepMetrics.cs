using System.Text.Json.Serialization;

namespace RpclPix2Seq;

/// <summary>Metrics of one training step, or means over several. Losses are per sketch, in nats except the pixel loss.</summary>
public sealed record StepMetrics
{
    /// <summary>t after the step.</summary>
    public required long Step { get; init; }

    /// <summary>Epochs completed, including the fraction of the current one.</summary>
    public required double Epoch { get; init; }

    /// <summary>L: the weighted sum of all losses.</summary>
    public required double Loss { get; init; }

    /// <summary>L_seq: negative log-likelihood of the strokes (offsets and pen), in nats.</summary>
    public required double SequenceLoss { get; init; }

    /// <summary>L_pix: sum of the squared differences of the pixels, which are in [−1, 1].</summary>
    public required double PixelLoss { get; init; }

    /// <summary>L_alpha: KL divergence of the components' posterior from the mixture's weights, in nats.</summary>
    public required double WeightLoss { get; init; }

    /// <summary>L_gauss: KL divergence of the code's Gaussian from the Gaussians of its components, in nats.</summary>
    public required double GaussianLoss { get; init; }

    /// <summary>L_cat: cross-entropy of the category, in nats; null if <c>category_weight</c> is 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CategoryLoss { get; init; }

    /// <summary>Weight of the latent losses: kl_w(t) times <c>latent_weight</c>.</summary>
    public required double LatentWeight { get; init; }

    /// <summary>The learning rate; 0 in evaluation.</summary>
    public double LearningRate { get; init; }

    /// <summary>Components of the latent mixture that are alive.</summary>
    public required int ComponentsAlive { get; init; }

    /// <summary>Training speed; 0 in evaluation.</summary>
    public double SketchesPerSecond { get; init; }

    /// <summary>Norm of all gradients together before clipping, mean over steps; 0 in evaluation.</summary>
    public double GradientNorm { get; init; }

    /// <summary>Share of the gradients' elements that were clipped, 0 to 1, mean over steps; 0 in evaluation.</summary>
    public double ClippedShare { get; init; }
}
