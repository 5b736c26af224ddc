namespace RpclPix2Seq.Evaluation.Retrieval;

/// <summary>Which of the published ways of counting retrieval is meant.</summary>
public sealed record RetrievalOptions
{
    /// <summary>What is looked for among what.</summary>
    public RetrievalDirection Direction { get; init; } = RetrievalDirection.Paper;

    /// <summary>How many places count for a top-n.</summary>
    public RetrievalCounting Counting { get; init; } = RetrievalCounting.Exact;

    /// <summary>The n of the reported top-n.</summary>
    public static IReadOnlyList<int> Tops { get; } = [1, 10, 50];

    /// <summary>Whether an original at a rank counts for a top-n.</summary>
    /// <param name="rank">How many codes are nearer, from 0.</param>
    /// <param name="top">n.</param>
    public bool IsHit(int rank, int top) => rank < (Counting == RetrievalCounting.Short && top > 1 ? top - 1 : top);
}
