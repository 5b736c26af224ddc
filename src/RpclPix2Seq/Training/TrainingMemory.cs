using RpclPix2Seq.Latent;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Training;

/// <summary>What a run remembers in addition to its progress, so that its metrics continue as if it had never stopped.</summary>
internal sealed record TrainingMemory
{
    /// <summary>Nothing yet.</summary>
    public static TrainingMemory None { get; } = new();

    /// <summary>What tells the data from others; null where it was not recorded.</summary>
    public string? Data { get; init; }

    /// <summary>The sums since the last line of metrics.</summary>
    public MeterState Meter { get; init; } = new();

    /// <summary>State of the check whether training has undone itself.</summary>
    public LossWatchState Watch { get; init; } = new(null, 0, 0);

    /// <summary>What the latent learner remembers in addition to its codes; null where it remembers nothing.</summary>
    public RivalPenalizedState? Latent { get; init; }

    /// <summary>Length of <c>metrics.jsonl</c> in bytes.</summary>
    public long MetricsLength { get; init; }

    /// <summary>Length of <c>latent.jsonl</c> in bytes.</summary>
    public long HistoryLength { get; init; }

    /// <summary>Length of <c>redrawings.jsonl</c> in bytes.</summary>
    public long RedrawingsLength { get; init; }

    /// <summary>The last step in <c>redrawings.jsonl</c>; null before the first.</summary>
    public long? LastRedrawing { get; init; }

    /// <summary>State of the latent history.</summary>
    public HistoryState History { get; init; } = new();
}
