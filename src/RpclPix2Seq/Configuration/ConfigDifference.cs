namespace RpclPix2Seq.Configuration;

/// <summary>A key on which two configurations disagree.</summary>
/// <param name="Key">The key.</param>
/// <param name="Here">Its value, as text, in the configuration that was asked.</param>
/// <param name="There">Its value, as text, in the other one.</param>
public sealed record ConfigDifference(ConfigKey Key, string Here, string There)
{
    /// <summary>For example <c>z_size 128 (other: 64)</c>.</summary>
    public override string ToString() => $"{Key.Name} {Here} (other: {There})";
}
