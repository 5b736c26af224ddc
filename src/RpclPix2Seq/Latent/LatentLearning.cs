namespace RpclPix2Seq.Latent;

/// <summary>The hyperparameters of learning the latent mixture (docs/original.md §7).</summary>
internal sealed record LatentLearning
{
    /// <summary>η in (0, 1]: how much of the new batch enters the smoothed values.</summary>
    public required double Smoothing { get; init; }

    /// <summary>B: codes in a full batch, to which <see cref="Smoothing"/> applies; 0 if every batch counts as full.</summary>
    public required long BatchSize { get; init; }

    /// <summary>How strongly a rival is pushed away, relative to how strongly the winner is attracted.</summary>
    public required double DeLearningRate { get; init; }

    /// <summary>
    /// Steps in which the components are copies of one Gaussian that follows the codes, before the mixture is initialized from clusters of
    /// them; 0 if it starts otherwise.
    /// </summary>
    public required long SharedUntil { get; init; }

    /// <summary>Steps before rival penalization starts.</summary>
    public required long RpclStart { get; init; }

    /// <summary>After that, one step in this many is rival-penalized, the others are EM.</summary>
    public required long RpclPeriod { get; init; }

    /// <summary>Weight below which a component counts as dead.</summary>
    public required double ComponentThreshold { get; init; }

    /// <summary>The values from a configuration.</summary>
    public static LatentLearning From(ModelConfig config) => new()
    {
        Smoothing = config.GmmSmoothing,
        BatchSize = config.BatchSize,
        DeLearningRate = config.DeLearningRate,
        SharedUntil = config.LatentStart == LatentStart.Codes ? config.RpclStart : 0,
        RpclStart = config.RpclStart,
        RpclPeriod = config.RpclPeriod,
        ComponentThreshold = config.ComponentThreshold,
    };

    /// <summary>
    /// η for a batch of this many codes: a smaller batch at the end of an epoch moves the mixture in proportion to its size.
    /// </summary>
    public double SmoothingOf(long codes) => codes < BatchSize ? Smoothing * codes / BatchSize : Smoothing;

    /// <summary>Whether all components share every code in step t.</summary>
    public bool IsShared(long step) => step < SharedUntil;

    /// <summary>Whether step t is a rival-penalized one: t &gt; start and t a multiple of the period.</summary>
    public bool IsRivalPenalized(long step) => step > RpclStart && step % RpclPeriod == 0;
}
