namespace RpclPix2Seq.Training.History;

/// <summary>What a <see cref="LatentHistory"/> remembers.</summary>
public sealed record HistoryState
{
    /// <summary>The sketches that components held last, by component.</summary>
    public IReadOnlyList<HeldSketch> Held { get; init; } = [];

    /// <summary>The components that lived when it last looked; null before it did.</summary>
    public IReadOnlyList<int>? Alive { get; init; }

    /// <summary>The step that was last shown; null if none was.</summary>
    public long? Shown { get; init; }
}
