namespace RpclPix2Seq.Configuration;

/// <summary>How the Gaussian mixture over latent codes is updated (the specification §7).</summary>
public enum LatentMethod
{
    /// <summary>The original's updates, with its floor on responsibilities and its choice of the rival.</summary>
    Reference,

    /// <summary>Smoothed expectation maximisation only.</summary>
    Em,

    /// <summary>Expectation maximisation with rival-penalised competitive learning, the rival taken from unfloored log posteriors.</summary>
    Rpcl,
}
