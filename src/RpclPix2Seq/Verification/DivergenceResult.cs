namespace RpclPix2Seq.Verification;

/// <summary>What a run did that was made to diverge.</summary>
public enum DivergenceResult
{
    /// <summary>It ended as it should, with finite weights.</summary>
    Recovered,

    /// <summary>It stopped and said why; the batch and a checkpoint are there.</summary>
    Stopped,

    /// <summary>It did not begin, and said why.</summary>
    Refused,

    /// <summary>Anything else.</summary>
    Failed,
}
