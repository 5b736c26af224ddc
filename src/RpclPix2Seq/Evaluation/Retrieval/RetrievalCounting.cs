namespace RpclPix2Seq.Evaluation.Retrieval;

/// <summary>How many places count for a top-n.</summary>
public enum RetrievalCounting
{
    /// <summary>The n nearest.</summary>
    Exact,

    /// <summary>Only the 9 nearest for a top-10 and the 49 nearest for a top-50, as scripts of successors slice them (<c>[:9]</c>, <c>[:49]</c>); a top-1 is a top-1.</summary>
    Short,
}
