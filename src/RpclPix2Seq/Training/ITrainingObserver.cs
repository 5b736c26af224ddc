namespace RpclPix2Seq.Training;

/// <summary>Receives the progress of a run; called on the training thread.</summary>
public interface ITrainingObserver
{
    /// <summary>Some steps were done.</summary>
    /// <param name="metrics">Means since the last call.</param>
    /// <param name="remaining">What is left of the smallest budget, or null if there is none.</param>
    void OnSteps(StepMetrics metrics, TimeSpan? remaining);

    /// <summary>The validation split was evaluated.</summary>
    /// <param name="metrics">Means over the split.</param>
    /// <param name="improved">Whether it is the best so far.</param>
    /// <param name="badValidations">Validations in a row without improvement.</param>
    void OnValidation(StepMetrics metrics, bool improved, int badValidations);

    /// <summary>A checkpoint was written.</summary>
    void OnCheckpoint(string path);

    /// <summary>A step was refused; training continues without it.</summary>
    void OnRefused(RefusedStep refused);
}

/// <summary>A step that was not taken, because its loss or its gradient is not finite.</summary>
/// <param name="Step">t of the step.</param>
/// <param name="Reason">Why.</param>
/// <param name="InRow">How many steps in a row were refused, this one included.</param>
/// <param name="Sketches">The sketches of its batch that cause the fault: each of them also fails on its own. Empty if none does, or all
/// do.</param>
public sealed record RefusedStep(long Step, string Reason, int InRow, IReadOnlyList<string> Sketches)
{
    /// <summary>The reason, and the sketches that cause it.</summary>
    public string Explanation => Sketches.Count == 0 ? Reason : $"{Reason} because of {string.Join(", ", Sketches)}";
}

/// <summary>Metrics of one training step, or means over several. Losses are per sketch, in nats except the pixel loss.</summary>
public sealed record StepMetrics
{
    /// <summary>t after the step.</summary>
    public required long Step { get; init; }

    /// <summary>Epochs completed, including the fraction of the current one.</summary>
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
