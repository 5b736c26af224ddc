namespace RpclPix2Seq.Configuration;

/// <summary>Where a value came from.</summary>
/// <param name="Kind">The kind of place, which decides what overrides what.</param>
/// <param name="Detail">Which one: a file, an environment variable, a flag. Empty for defaults.</param>
/// <param name="Where">The place inside it, such as "line 3, column 7", or empty.</param>
public sealed record ConfigOrigin(ConfigSourceKind Kind, string Detail, string Where = "")
{
    /// <summary>The origin of every value nobody has set.</summary>
    public static ConfigOrigin Default { get; } = new(ConfigSourceKind.Default, "");

    /// <summary>One word or a few, for the source column of a listing.</summary>
    public override string ToString() => Kind == ConfigSourceKind.Default ? "default" : Detail;
}
