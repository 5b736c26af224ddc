namespace RpclPix2Seq.Lab.Latent;

/// <summary>
/// How far apart the nearest clusters of synthetic codes are: the distance between their means, in units of their standard deviation along
/// it, is a tenth of the number given here times (Z/2)^¼. In two dimensions that is the tenth itself. In more dimensions it grows like the
/// random fluctuation of the distance between two codes, so that clusters are about equally hard to find in any number of dimensions.
/// </summary>
internal enum Separation
{
    /// <summary>6: clusters touch only in their far tails.</summary>
    Well = 60,

    /// <summary>4: in two dimensions one code in 40 is nearer to the wrong one of two clusters.</summary>
    Moderate = 40,

    /// <summary>2.5: one in 9; two clusters of the same weight barely have two peaks.</summary>
    Barely = 25,
}
