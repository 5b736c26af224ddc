namespace RpclPix2Seq.Safety.Attacks;

/// <summary>How an attack ends.</summary>
internal enum AttackOutcome
{
    /// <summary>One human-readable error.</summary>
    Refused,

    /// <summary>Harmful parts are left out and counted; the others are read.</summary>
    Skipped,

    /// <summary>It is read, and its harmful parts are ignored.</summary>
    Harmless,
}
