namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>One input that a reader failed to handle.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Index">Which execution made it.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Where">The innermost code location in this project that was involved, to tell one bug from another; may be empty.</param>
/// <param name="Message">What is known about it, on one line.</param>
/// <param name="Input">The bytes.</param>
internal sealed record Finding(string Target, long Index, FindingKind Kind, string Where, string Message, byte[] Input)
{
    /// <summary>Equal for findings that are most likely the same bug.</summary>
    public string Bug => $"{Target} {Kind} {Where}";

    /// <summary>The name of a file for it.</summary>
    public string FileName => $"{Target.Replace('/', '-')}-{Kind}-{Index}".ToLowerInvariant();
}
