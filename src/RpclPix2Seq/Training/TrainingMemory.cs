using RpclPix2Seq.Latent;
using RpclPix2Seq.Training.History;

namespace RpclPix2Seq.Training;

/// <summary>What a run remembers beside where it stands, so that its metrics go on as if it had never stopped.</summary>
public sealed record TrainingMemory
{
    /// <summary>Nothing yet.</summary>
    public static TrainingMemory None { get; } = new();

    /// <summary>What was added up since the last line of metrics.</summary>
    public MeterState Meter { get; init; } = new();

    /// <summary>What tells whether training has undone itself.</summary>
    public LossWatchState Watch { get; init; } = new(null, 0, 0);

    /// <summary>What the latent learner remembers beside its codes; null where it remembers nothing.</summary>
    public RivalPenalizedState? Latent { get; init; }

    /// <summary>Bytes of <c>metrics.jsonl</c>; null if unknown.</summary>
    public long? MetricsLength { get; init; }

    /// <summary>Bytes of <c>latent.jsonl</c>; null if unknown.</summary>
    public long? HistoryLength { get; init; }

    /// <summary>What the latent history has seen.</summary>
    public HistoryState History { get; init; } = new();
}
