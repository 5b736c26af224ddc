using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;

namespace RpclPix2Seq.Cli.Commands;

/// <summary>
/// The configuration of a run that starts from a model: what the model is and how it learned, and a budget of its own.
/// </summary>
internal static class FineTunedConfig
{
    // Three times less than at the start: the networks need not be found, only bent (docs/LOG.md).
    private const double RateShare = 1.0 / 3;
    private const int Budget = 2000;

    private static readonly string[] Mixture = ["num_mixture", "num_sub", "num_upper", "prior", "latent_method"];

    /// <summary>The model's configuration under what is set now. The mixture is placed at once, and at its full weight.</summary>
    /// <param name="model">The folder of a model or run.</param>
    /// <param name="now">The values set now.</param>
    /// <exception cref="UsageException">A value set now does not go with the model's networks.</exception>
    public static ResolvedConfig Of(string model, ResolvedConfig now)
    {
        string file = Path.Combine(ModelFolder.Locate(model), ModelFolder.ConfigFile);
        ModelConfig saved = ModelConfig.Load(file);
        ModelConfig start = saved with
        {
            LearningRate = Math.Max(saved.LearningRate * RateShare, saved.MinLearningRate),
            RpclStart = 0,
            KlStart = 1,
            NumSteps = Budget,
        };
        ConfigBuilder builder = new();
        foreach (ConfigKey key in ConfigKeys.All.Where(IsInherited))
            builder.Apply(key.Name, key.Read(start), new ConfigOrigin(ConfigSourceKind.Preset, file));
        ResolvedConfig merged = ConfigOptions.Checked(builder.ApplySet(now).Gather());
        bool isWidened = saved.DecModel == DecoderModel.Lstm && merged.Config.DecRnnSize > saved.DecRnnSize;
        return merged.Config.ShapeDifferencesFrom(saved).FirstOrDefault(
            difference => !Mixture.Contains(difference.Key.Name) && !(isWidened && difference.Key.Name == "dec_rnn_size")) is { } other
            ? throw new UsageException(
                $"{other.Key.Name}: expected {other.There} as in {file}, found {other.Here}; the networks of a model keep their sizes, "
                + "but an lstm may become wider")
            : merged;
    }

    private static bool IsInherited(ConfigKey key) => key.Group switch
    {
        ConfigGroup.Data => key.Name is "png_width" or "first_row",
        ConfigGroup.Run => key.Name is "compat" or "num_steps" or "temperature" or "spread_temperature" or "pen_temperature"
            or "code_temperature",
        _ => true,
    };
}
