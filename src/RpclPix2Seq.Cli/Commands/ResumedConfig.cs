using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>The configuration of a resumed run: the run's own, with the values set for this session (defect D-28).</summary>
internal static class ResumedConfig
{
    /// <summary>Merges the two.</summary>
    /// <param name="saved">The run's configuration.</param>
    /// <param name="now">The values set now; defaults leave the saved values unchanged.</param>
    /// <param name="file">The saved configuration's file, for messages.</param>
    /// <exception cref="UsageException">The values set now would make it a different run.</exception>
    public static ModelConfig Merge(ModelConfig saved, ResolvedConfig now, string file)
    {
        ConfigBuilder builder = new();
        builder.ApplyFile(file);
        foreach ((ConfigKey key, string value, ConfigOrigin origin) in now.Set)
            builder.Apply(key.Name, value, origin with { Kind = ConfigSourceKind.Flag });
        ModelConfig merged = ConfigOptions.Checked(builder.Gather()).Config;
        if (merged.FixedDifferenceFrom(saved) is { } fixedKey)
        {
            throw new UsageException(
                $"{fixedKey.Key.Name}: expected {fixedKey.There} as in {file}, found {fixedKey.Here}; "
                + "a run that is resumed can change only "
                + string.Join(", ", ConfigKeys.All.Where(key => key.IsResumable).Select(key => key.Name).Order(StringComparer.Ordinal)));
        }

        return merged;
    }
}
