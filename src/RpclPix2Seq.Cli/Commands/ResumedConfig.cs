using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>The configuration of a run that goes on: the run's own, with what was set for this sitting (defect D-28).</summary>
internal static class ResumedConfig
{
    /// <summary>Merges them.</summary>
    /// <param name="saved">The run's configuration.</param>
    /// <param name="now">What was set now; values that are defaults leave the saved ones alone.</param>
    /// <param name="file">The saved configuration's file, for messages.</param>
    /// <exception cref="UsageException">What was set now would change shapes of the weights or the data.</exception>
    public static ModelConfig Merge(ModelConfig saved, ResolvedConfig now, string file)
    {
        ConfigBuilder builder = new();
        builder.ApplyFile(file);
        foreach ((ConfigKey key, string value, ConfigOrigin origin) in now.Values)
        {
            if (origin.Kind != ConfigSourceKind.Default)
                builder.Apply(key.Name, value, origin with { Kind = ConfigSourceKind.Flag });
        }

        ModelConfig merged = builder.Build().Config;
        if (merged.ShapeDifferencesFrom(saved) is [{ } difference, ..])
            throw new UsageException($"{difference.Key.Name}: expected {difference.There} as in {file}, found {difference.Here}; a run cannot change its shapes");
        if (!merged.Categories.SequenceEqual(saved.Categories))
            throw new UsageException($"categories: expected {string.Join(",", saved.Categories)} as in {file}, found {string.Join(",", merged.Categories)}; a run cannot change its data");
        return merged;
    }
}
