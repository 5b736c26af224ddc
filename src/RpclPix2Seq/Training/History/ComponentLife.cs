namespace RpclPix2Seq.Training.History;

/// <summary>What became of a latent component in a run.</summary>
/// <param name="Component">The component.</param>
/// <param name="End">The first snapshot from which it stayed dead to the end, or the last snapshot if it lives.</param>
/// <param name="DiedAt">The step of that snapshot, or null if it lives.</param>
/// <param name="Weight">Its last weight.</param>
/// <param name="Exemplar">The last sketch that it is known to have held, or null if it held none.</param>
internal sealed record ComponentLife(int Component, int End, long? DiedAt, double Weight, LatentExemplar? Exemplar)
{
    /// <summary>The lives of all components: first those that are alive, heaviest first, then those that lived longest.</summary>
    public static IReadOnlyList<ComponentLife> All(IReadOnlyList<LatentSnapshot> snapshots, double threshold) =>
    [
        .. Enumerable.Range(0, snapshots[0].Weights.Length).Select(k => Of(snapshots, k, threshold))
            .OrderByDescending(life => life.DiedAt ?? long.MaxValue).ThenByDescending(life => life.Weight),
    ];

    /// <summary>The life of one component.</summary>
    /// <param name="snapshots">The history, in order.</param>
    /// <param name="component">The component.</param>
    /// <param name="threshold">Weight below which it counts as dead; the heaviest of all never does.</param>
    public static ComponentLife Of(IReadOnlyList<LatentSnapshot> snapshots, int component, double threshold)
    {
        int end = snapshots.Count - 1;
        bool lives = IsAlive(snapshots[end]);
        while (!lives && end > 0 && !IsAlive(snapshots[end - 1]))
            end--;
        LatentExemplar? exemplar = snapshots.SelectMany(s => s.Exemplars).LastOrDefault(e => e.Component == component);
        return new ComponentLife(component, end, lives ? null : snapshots[end].Step, snapshots[^1].Weights[component], exemplar);

        bool IsAlive(LatentSnapshot snapshot) => snapshot.Weights[component] > 0
            && snapshot.Weights[component] >= Math.Min(threshold, snapshot.Weights.Max());
    }
}
