namespace RpclPix2Seq.Configuration;

/// <summary>The numbers that matrix products and convolutions read.</summary>
public enum ProductPrecision
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>
    /// Both operands are rounded to bfloat16 (8 significant bits) and the sums are kept in single precision, as are weights, states, normalisations, losses and the optimiser.
    /// The readable operators compute it.
    /// </summary>
    BFloat16,
}
