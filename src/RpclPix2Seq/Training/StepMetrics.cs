namespace RpclPix2Seq.Training;

/// <summary>What one training step, or a stretch of them, came to. Losses are per sketch, in nats but for the pixels'.</summary>
public sealed record StepMetrics
{
    /// <summary>t after the step.</summary>
    public required long Step { get; init; }

    /// <summary>Epochs completed, with the fraction of the running one.</summary>
    public required double Epoch { get; init; }

    /// <summary>L.</summary>
    public required double Loss { get; init; }

    /// <summary>L_seq.</summary>
    public required double SequenceLoss { get; init; }

    /// <summary>L_pix.</summary>
    public required double PixelLoss { get; init; }

    /// <summary>L_alpha.</summary>
    public required double WeightLoss { get; init; }

    /// <summary>L_gauss.</summary>
    public required double GaussianLoss { get; init; }

    /// <summary>What the latent losses weighed: kl_w(t) times <c>latent_weight</c>.</summary>
    public required double LatentWeight { get; init; }

    /// <summary>The learning rate; 0 in evaluation.</summary>
    public double LearningRate { get; init; }

    /// <summary>Components of the latent mixture that are alive.</summary>
    public required int ComponentsAlive { get; init; }

    /// <summary>Training speed; 0 in evaluation.</summary>
    public double SketchesPerSecond { get; init; }

    /// <summary>Norm of all gradients together before they were clipped, mean over steps; 0 in evaluation.</summary>
    public double GradientNorm { get; init; }

    /// <summary>Share of the gradients' elements that were clipped, 0 to 1, mean over steps; 0 in evaluation.</summary>
    public double ClippedShare { get; init; }
}
