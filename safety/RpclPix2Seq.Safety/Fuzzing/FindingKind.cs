namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>What a reader did wrong.</summary>
internal enum FindingKind
{
    /// <summary>
    /// It threw something other than a human-readable error, returned a result that breaks its promises, or ended the process.
    /// </summary>
    Crash,

    /// <summary>It did not end in time.</summary>
    Hang,

    /// <summary>It allocated more memory than its allowance.</summary>
    Unbounded,
}
