namespace RpclPix2Seq.Losses;

/// <summary>How the parts of the loss are computed and weighed.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>Weight of the pixel branch.</summary>
    public double PixelWeight { get; init; } = 0.5;

    /// <summary>KL weight at step 0.</summary>
    public double KlStart { get; init; } = 0.001;

    /// <summary>Factor by which the KL weight's distance from 1 shrinks every step.</summary>
    public double KlDecay { get; init; } = 0.9999;

    /// <summary>What the KL weight is multiplied with: 1, 0.1 in the original's successor, or 0 where the codes are not asked to follow anything.</summary>
    public double LatentWeight { get; init; } = 1;

    /// <summary>Floor of the posterior: the original's 1e-5, or 0 (defect D-9).</summary>
    public double PosteriorFloor { get; init; }

    /// <summary>Added to the decoder's density: the original's 1e-6, or 0 (defect D-8).</summary>
    public double DensityFloor { get; init; }

    /// <summary>Smallest σ of the decoder's density; 0 for the original's none.</summary>
    public double MinimumSigma { get; init; } = 0.005;

    /// <summary>The steps that the pen's part counts in training.</summary>
    public PenMask TrainingPenMask { get; init; } = PenMask.ThroughEnd;

    /// <summary>The steps that the pen's part counts in evaluation.</summary>
    public PenMask EvaluationPenMask { get; init; } = PenMask.ThroughEnd;

    /// <summary>Whether evaluation computes its latent losses with the mixture as a batch of it would change it, as the original does.</summary>
    public bool LearnInEvaluation { get; init; }

    /// <summary>What the original does.</summary>
    public static ObjectiveOptions Reference { get; } = new()
    {
        PosteriorFloor = 1e-5,
        DensityFloor = 1e-6,
        MinimumSigma = 0,
        LearnInEvaluation = true,
        TrainingPenMask = PenMask.AllSteps,
        EvaluationPenMask = PenMask.BeforeEnd,
    };
}
