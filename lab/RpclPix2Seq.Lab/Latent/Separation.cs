namespace RpclPix2Seq.Lab.Latent;

/// <summary>
/// How far apart the nearest clusters of synthetic codes are: the distance of their means, in their standard deviation along it, is a tenth
/// of the number given here times (Z/2)^¼. In two dimensions that is the tenth itself; in more it grows as the chance fluctuation of the
/// distance between two codes does, so that clusters are about as hard to find in any.
/// </summary>
public enum Separation
{
    /// <summary>6: clusters touch only in their far tails.</summary>
    Well = 60,

    /// <summary>4: in two dimensions one code in 40 lies nearer to the wrong one of two clusters.</summary>
    Moderate = 40,

    /// <summary>2.5: one in 9; two clusters of the same weight have hardly two peaks.</summary>
    Barely = 25,
}
