namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>What was left out for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many drawings (or files).</param>
/// <param name="Worst">The worst of them, where the reason has a measure, else the first; at most five.</param>
public sealed record ImportDrop(string Reason, long Count, IReadOnlyList<ImportOffender> Worst)
{
    /// <summary>How many of each category, by name, as far as the category of what was left out is known.</summary>
    public IReadOnlyList<(string Category, long Count)> Categories { get; init; } = [];
}
