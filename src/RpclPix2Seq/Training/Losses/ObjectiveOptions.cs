namespace RpclPix2Seq.Training.Losses;

/// <summary>How the parts of the loss are computed and weighted.</summary>
internal sealed record ObjectiveOptions
{
    /// <summary>Weight of the pixel branch.</summary>
    public required double PixelWeight { get; init; }

    /// <summary>Weight of naming the category; where it is 0, categories are not named.</summary>
    public required double CategoryWeight { get; init; }

    /// <summary>KL weight at step 0.</summary>
    public required double KlStart { get; init; }

    /// <summary>Factor by which the KL weight's distance from 1 shrinks every step.</summary>
    public required double KlDecay { get; init; }

    /// <summary>Factor of the KL weight; 0 where the codes have no prior.</summary>
    public required double LatentWeight { get; init; }

    /// <summary>Floor of the posterior: the original's 1e-5, or 0 (defect D-9).</summary>
    public required double PosteriorFloor { get; init; }

    /// <summary>Added to the decoder's density: the original's 1e-6, or 0 (defect D-8).</summary>
    public required double DensityFloor { get; init; }

    /// <summary>Smallest σ of the decoder's density; 0 for no minimum, as in the original.</summary>
    public required double MinimumSigma { get; init; }

    /// <summary>The steps over which the pen's cross-entropy is summed in training.</summary>
    public required PenMask TrainingPenMask { get; init; }

    /// <summary>The steps over which the pen's cross-entropy is summed in evaluation.</summary>
    public required PenMask EvaluationPenMask { get; init; }

    /// <summary>
    /// Whether evaluation computes its latent losses with the mixture as the evaluated batch would update it, as the original does.
    /// </summary>
    public required bool LearnInEvaluation { get; init; }

    /// <summary>The loss that a configuration asks for.</summary>
    public static ObjectiveOptions From(ModelConfig config)
    {
        bool reference = config.Compat == Compatibility.Reference;
        return new ObjectiveOptions
        {
            PixelWeight = config.DeWeight,
            CategoryWeight = config.CategoryWeight,
            KlStart = config.KlStart,
            KlDecay = config.KlDecay,
            LatentWeight = config.Prior == LatentPrior.None ? 0 : config.LatentWeight,
            PosteriorFloor = config.LatentMethod == LatentMethod.Reference ? config.PosteriorFloor : 0,
            DensityFloor = reference ? 1e-6 : 0,
            MinimumSigma = config.SmallestSigma(),
            TrainingPenMask = reference ? PenMask.AllSteps : PenMask.ThroughEnd,
            EvaluationPenMask = reference ? PenMask.BeforeEnd : PenMask.ThroughEnd,
            LearnInEvaluation = reference,
        };
    }
}
