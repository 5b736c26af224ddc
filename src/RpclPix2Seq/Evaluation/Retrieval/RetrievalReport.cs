namespace RpclPix2Seq.Evaluation.Retrieval;

/// <summary>Ret of the paper: how often a query finds its own code among all.</summary>
/// <param name="Tops">For each n below the number of sketches, over all sketches: among n or fewer all are found.</param>
/// <param name="Categories">For each category.</param>
/// <param name="MedianRank">The median rank of the query's own code, 0 for the nearest.</param>
/// <param name="Ties">Queries to which another code is exactly as near as their own: the lower index ranks first.</param>
/// <param name="Duplicates">Codes of the gallery that are equal to an earlier one; these can never all be found in first place.</param>
internal sealed record RetrievalReport(
    IReadOnlyList<TopEstimate> Tops, IReadOnlyList<CategoryRetrieval> Categories, double MedianRank, int Ties, int Duplicates)
{
    /// <summary>Counts hits.</summary>
    /// <param name="ranks">The ranks of at least one sketch.</param>
    /// <param name="labels">The category of each sketch.</param>
    /// <param name="categories">The names of the categories.</param>
    /// <param name="duplicates">Codes of the gallery that are equal to an earlier one.</param>
    /// <param name="options">What counts as a hit.</param>
    /// <param name="bootstrap">How intervals are made.</param>
    public static RetrievalReport Of(
        RetrievalRanks ranks, IReadOnlyList<int> labels, IReadOnlyList<string> categories, int duplicates, RetrievalOptions options,
        BootstrapOptions bootstrap)
    {
        if (labels.Count != ranks.Count)
            throw new ArgumentException($"{labels.Count} labels for {ranks.Count} ranks", nameof(labels));
        ILookup<int, int> byCategory = Enumerable.Range(0, ranks.Count).ToLookup(i => labels[i], i => ranks.Rank[i]);
        return new RetrievalReport(
            Estimates(ranks.Rank),
            [.. categories.Select(
                (name, category) => new CategoryRetrieval(name, byCategory[category].Count(), Estimates([.. byCategory[category]])))],
            Median(ranks.Rank), ranks.IsTied.Count(tied => tied), duplicates);

        TopEstimate[] Estimates(int[] some) => some.Length == 0
            ? []
            : [.. RetrievalOptions.Tops.Where(top => top < ranks.Count).Select(
                top => new TopEstimate(top, Bootstrap.Share(some.Select(rank => options.IsHit(rank, top)), bootstrap)!))];
    }

    private static double Median(int[] ranks)
    {
        int[] sorted = [.. ranks.Order()];
        return (sorted[(sorted.Length - 1) / 2] + (double)sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>The retrieval of one category's sketches, in the gallery of all.</summary>
/// <param name="Category">Its name.</param>
/// <param name="Count">How many sketches of it there are.</param>
/// <param name="Tops">For each n; empty where there is no sketch.</param>
internal sealed record CategoryRetrieval(string Category, int Count, IReadOnlyList<TopEstimate> Tops);

/// <summary>How many queries find their own code among the n nearest.</summary>
/// <param name="Top">n.</param>
/// <param name="Hits">Their share.</param>
internal sealed record TopEstimate(int Top, Estimate Hits);

/// <summary>Which of the published ways of counting retrieval is used.</summary>
internal sealed record RetrievalOptions
{
    /// <summary>Which codes are the queries and which the gallery.</summary>
    public RetrievalDirection Direction { get; init; } = RetrievalDirection.Paper;

    /// <summary>How many ranks count for a top-n.</summary>
    public RetrievalCounting Counting { get; init; } = RetrievalCounting.Exact;

    /// <summary>The n of the reported top-n.</summary>
    public static IReadOnlyList<int> Tops { get; } = [1, 10, 50];

    /// <summary>Whether an original at a rank counts for a top-n.</summary>
    /// <param name="rank">How many codes are nearer, from 0.</param>
    /// <param name="top">n.</param>
    public bool IsHit(int rank, int top) => rank < (Counting == RetrievalCounting.Short && top > 1 ? top - 1 : top);
}

/// <summary>How many ranks count for a top-n.</summary>
internal enum RetrievalCounting
{
    /// <summary>The n nearest.</summary>
    Exact,

    /// <summary>
    /// Only the 9 nearest for a top-10 and the 49 nearest for a top-50, as the scripts of follow-up work slice them (<c>[:9]</c>,
    /// <c>[:49]</c>); a top-1 is a top-1.
    /// </summary>
    Short,
}

/// <summary>Which codes are the queries and which the gallery.</summary>
internal enum RetrievalDirection
{
    /// <summary>The generated sketch's code is the query, the codes of all originals are the gallery: as in the paper.</summary>
    Paper,

    /// <summary>
    /// The original's code is the query, the codes of all generated sketches are the gallery: as in the scripts of follow-up work.
    /// </summary>
    Reverse,
}
