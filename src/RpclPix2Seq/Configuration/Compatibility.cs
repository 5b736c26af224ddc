namespace RpclPix2Seq.Configuration;

/// <summary>Whether known defects of the original program that change numbers are mended or reproduced.</summary>
public enum Compatibility
{
    /// <summary>Mended.</summary>
    Default,

    /// <summary>Reproduced, so that a run can be compared with the original number by number.</summary>
    Reference,
}
