namespace RpclPix2Seq.Evaluation.Retrieval;

/// <summary>Where each query found its own code.</summary>
/// <param name="Rank">How many codes of the gallery are nearer to query i than its own, code i; of equally near ones those with a lower index count as nearer [N].</param>
/// <param name="Nearest">The nearest code of the gallery, the lowest index of equally near ones [N].</param>
/// <param name="Distance">The mean squared difference of query i and its own code [N].</param>
/// <param name="IsTied">Whether another code is exactly as near to query i as its own [N].</param>
public sealed record RetrievalRanks(int[] Rank, int[] Nearest, double[] Distance, bool[] IsTied)
{
    /// <summary>N.</summary>
    public int Count => Rank.Length;
}
