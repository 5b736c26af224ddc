using RpclPix2Seq.Safety.Fuzzing;

namespace RpclPix2Seq.Safety.Targets;

/// <summary>Every reader of untrusted files. A new reader gets a line in one of the lists.</summary>
internal static class FuzzTargets
{
    private static readonly Lazy<IReadOnlyList<FuzzTarget>> Targets = new(
        () => [.. ArrayTargets.All(), .. DrawingTargets.All(), .. PictureTargets.All(), .. DatasetTargets.All(), .. ModelTargets.All(),
            .. CheckpointTargets.All(), .. RecordTargets.All(), .. StudioTargets.All()]);

    /// <summary>All of them; their seeds are made when this is first asked for.</summary>
    public static IReadOnlyList<FuzzTarget> All => Targets.Value;

    /// <summary>The target with a given name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static FuzzTarget Find(string name) => All.FirstOrDefault(target => target.Name == name)
        ?? throw new InputException(name, "", $"one of {string.Join(", ", All.Select(target => target.Name))}", "another name");
}
