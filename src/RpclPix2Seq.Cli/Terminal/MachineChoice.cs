using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Where and with what to compute, as the command line says.</summary>
/// <param name="Device">Text of the key device, or null for what other sources say.</param>
/// <param name="Threads">Text of the key threads, or null for what other sources say.</param>
/// <param name="Precision">Text of the key precision, or null for what other sources say.</param>
internal sealed record MachineChoice(string? Device = null, string? Threads = null, string? Precision = null)
{
    /// <summary>Overrides what weaker sources said.</summary>
    /// <exception cref="InputException">A value is not allowed.</exception>
    public void Apply(ConfigBuilder builder)
    {
        foreach ((string key, string? text) in ((string, string?)[])[("device", Device), ("threads", Threads), ("precision", Precision)])
        {
            if (text is not null)
                builder.Apply(key, text, new ConfigOrigin(ConfigSourceKind.Flag, "--" + key));
        }
    }
}
