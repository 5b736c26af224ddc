namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>What a reader did that it must not.</summary>
internal enum FindingKind
{
    /// <summary>
    /// It threw something else than an error for people, gave a result that is not what it promises, or ended the process.
    /// </summary>
    Crash,

    /// <summary>It did not end in time.</summary>
    Hang,

    /// <summary>It asked for more memory than its allowance.</summary>
    Unbounded,
}
