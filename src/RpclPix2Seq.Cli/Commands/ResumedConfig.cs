using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>The configuration of a run that goes on: the run's own, with what was set for this sitting (defect D-28).</summary>
internal static class ResumedConfig
{
    /// <summary>Budgets, rates and what does not touch the numbers; all else would make it another run.</summary>
    private static readonly HashSet<string> Changeable = new(StringComparer.Ordinal)
    {
        "num_steps", "num_epochs", "max_minutes", "save_every", "patience", "learning_rate", "min_learning_rate", "decay_rate", "decay_steps",
        "grad_clip", "temperature", "threads", "wait_policy", "report_steps", "checkpoint_minutes", "checkpoint_steps", "keep_checkpoints", "save_steps",
    };

    /// <summary>Merges them.</summary>
    /// <param name="saved">The run's configuration.</param>
    /// <param name="now">What was set now; values that are defaults leave the saved ones alone.</param>
    /// <param name="file">The saved configuration's file, for messages.</param>
    /// <exception cref="UsageException">What was set now would make it another run.</exception>
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
        if (merged.DifferencesFrom(saved).FirstOrDefault(difference => !Changeable.Contains(difference.Key.Name)) is { } fixedKey)
        {
            throw new UsageException(
                $"{fixedKey.Key.Name}: expected {fixedKey.There} as in {file}, found {fixedKey.Here}; a run that goes on can change only {string.Join(", ", Changeable.Order(StringComparer.Ordinal))}");
        }

        return merged;
    }
}
