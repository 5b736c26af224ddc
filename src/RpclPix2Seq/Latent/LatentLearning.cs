namespace RpclPix2Seq.Latent;

/// <summary>The numbers that steer the learning of the latent mixture; the defaults are the original's (specification §7).</summary>
public sealed record LatentLearning
{
    /// <summary>η in (0, 1]: how much of the new batch enters the smoothed values.</summary>
    public double Smoothing { get; init; } = 0.05;

    /// <summary>B: codes in a full batch, which <see cref="Smoothing"/> is meant for; 0 where every batch counts as full.</summary>
    public long BatchSize { get; init; }

    /// <summary>How strongly a rival is pushed away, relative to how strongly the winner is drawn.</summary>
    public double DeLearningRate { get; init; } = 1e-4;

    /// <summary>
    /// Steps in which the components are copies of one Gaussian that follows the codes, before the mixture is started from clusters of them; 0 where
    /// it starts otherwise.
    /// </summary>
    public long SharedUntil { get; init; }

    /// <summary>Steps before rival penalisation sets in.</summary>
    public long RpclStart { get; init; } = 500;

    /// <summary>After that every so many steps are rival-penalised ones, the others EM.</summary>
    public long RpclPeriod { get; init; } = 3;

    /// <summary>Weight under which a component counts as dead.</summary>
    public double ComponentThreshold { get; init; } = 1e-3;

    /// <summary>η for a batch of so many codes: what is left over at the end of an epoch moves the mixture in proportion.</summary>
    public double SmoothingOf(long codes) => codes < BatchSize ? Smoothing * codes / BatchSize : Smoothing;

    /// <summary>Whether all components share every code in step t.</summary>
    public bool IsShared(long step) => step < SharedUntil;

    /// <summary>Whether step t is a rival-penalised one: t &gt; start and t a multiple of the period.</summary>
    public bool IsRivalPenalized(long step) => step > RpclStart && step % RpclPeriod == 0;
}
