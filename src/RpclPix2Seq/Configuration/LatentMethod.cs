namespace RpclPix2Seq.Configuration;

/// <summary>How the Gaussian mixture over latent codes is updated (the specification §§7, 15).</summary>
public enum LatentMethod
{
    /// <summary>The original's updates, with its floor on responsibilities and its choice of the rival.</summary>
    Reference,

    /// <summary>Smoothed expectation maximisation only.</summary>
    Em,

    /// <summary>Expectation maximization over an epoch of codes, with rival-penalized competitive learning decided by evidence: components merge, split and come back.</summary>
    Rpcl,

    /// <summary>
    /// Two levels, components and their parents (the specification §15): expectation maximisation, and competition on both levels. The successor begins it after
    /// 100 steps (rpcl_start) and weighs the latent losses by a tenth (latent_weight). Its schedule of losses, which trains on pictures alone in three of four
    /// steps at first and later not at all, is not followed: all losses count in every step, so that methods can be compared, and de_weight says how much the
    /// pictures count.
    /// </summary>
    Hierarchy,
}
