namespace RpclPix2Seq.Safety.Attacks;

/// <summary>How an attack ends.</summary>
internal enum AttackOutcome
{
    /// <summary>One error for people.</summary>
    Refused,

    /// <summary>What is harmful is left out and counted; what is not is read.</summary>
    Skipped,

    /// <summary>It is read, and what is harmful in it is not looked at.</summary>
    Harmless,
}
