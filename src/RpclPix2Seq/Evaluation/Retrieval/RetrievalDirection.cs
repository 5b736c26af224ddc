namespace RpclPix2Seq.Evaluation.Retrieval;

/// <summary>What is looked for among what.</summary>
public enum RetrievalDirection
{
    /// <summary>The generated sketch's code is the query, the codes of all originals are the gallery: the paper's.</summary>
    Paper,

    /// <summary>The original's code is the query, the codes of all generated sketches are the gallery: as scripts of successors have it.</summary>
    Reverse,
}
