namespace RpclPix2Seq.Configuration;

/// <summary>Values that are each allowed but do not go together.</summary>
/// <param name="Keys">The keys involved; the first is the one the message is about.</param>
/// <param name="Expected">What the first key should be, and because of what.</param>
/// <param name="Found">What it is.</param>
/// <param name="Remedy">What to do, with an example.</param>
public sealed record ConfigConflict(IReadOnlyList<ConfigKey> Keys, string Expected, string Found, string Remedy);
