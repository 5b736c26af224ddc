using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Evaluation.Umap;

/// <summary>How <see cref="UmapEmbedding"/> lays out codes.</summary>
public sealed record UmapOptions
{
    /// <summary>How many other codes count as near to a code, 2 to 200; where there are fewer codes, all of them. Few show detail, many the whole.</summary>
    public int Neighbours { get; init; } = 15;

    /// <summary>How close neighbours may lie on the map, 0 to 1, where 1 is about the distance at which they no longer count as near.</summary>
    public double MinimumDistance { get; init; } = 0.1;

    /// <summary>Passes over all pairs of neighbours; 0 for 500, or 200 where there are more than 10,000 codes.</summary>
    public int Epochs { get; init; }

    /// <summary>Other codes that a code is pushed away from whenever it is drawn to a neighbour.</summary>
    public int NegativeSamples { get; init; } = 5;

    /// <summary>Seed of all draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Checks the values.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="InputException">One is out of range.</exception>
    public UmapOptions Validate()
    {
        if (Neighbours is < 2 or > 200)
            throw new InputException("neighbours", "", "2 to 200", $"{Neighbours}", "for example 15");
        if (!(MinimumDistance is >= 0 and <= 1))
            throw new InputException("minimum distance", "", "0 to 1", $"{MinimumDistance}", "for example 0.1");
        if (Epochs is < 0 or > 100_000)
            throw new InputException("epochs", "", "1 to 100000, or 0 for a number that suits the codes", $"{Epochs}", "for example 500");
        if (NegativeSamples is < 1 or > 100)
            throw new InputException("negative samples", "", "1 to 100", $"{NegativeSamples}", "for example 5");
        return this;
    }
}
