namespace RpclPix2Seq.Configuration;

/// <content>Values that do not go together.</content>
internal static partial class ConfigKeys
{
    private const int MostComponents = 65536;
    private const int MostRivals = 1024;
    private const long MostPairs = 1 << 22;

    /// <summary>The first pair of values that are each allowed but do not go together, or null.</summary>
    internal static ConfigConflict? FindConflict(ModelConfig config)
    {
        if (config.MinLearningRate > config.LearningRate)
            return NotAbove(config, "min_learning_rate", "learning_rate");
        if (config.PngTranslateDist > config.PngWidth)
            return NotAbove(config, "png_translate_dist", "png_width");
        long components = (long)config.NumMixture * config.NumSub;
        if (components > MostComponents)
        {
            return new ConfigConflict(
                [Require("num_mixture"), Require("num_sub")],
                $"num_mixture times num_sub to be at most {MostComponents}",
                $"{config.NumMixture} times {config.NumSub}",
                "for example num_mixture=5 and num_sub=2");
        }

        if (config.LatentMethod == LatentMethod.Rpcl && config.NumComponents > MostRivals)
        {
            return new ConfigConflict(
                [Require("num_mixture"), Require("num_sub"), Require("latent_method")],
                $"num_mixture times num_sub to be at most {MostRivals} with latent_method=rpcl",
                $"{config.NumMixture} times {config.NumSub}",
                "for example num_mixture=20 and num_sub=2, or set latent_method=em");
        }

        if (config.LatentMethod == LatentMethod.Hierarchy && config.Prior == LatentPrior.Standard)
        {
            return new ConfigConflict(
                [Require("prior"), Require("latent_method")],
                "gmm or none, because latent_method is hierarchy",
                "prior=standard",
                "set prior=gmm, or latent_method=rpcl");
        }

        if (config.LatentMethod == LatentMethod.Hierarchy && components * config.NumUpper > MostPairs)
        {
            return new ConfigConflict(
                [Require("num_upper"), Require("num_mixture"), Require("num_sub")],
                $"num_upper times the {components} components to be at most {MostPairs}",
                $"{config.NumUpper} times {components}",
                "for example num_upper=16");
        }

        return config.Compat == Compatibility.Reference ? FindReferenceConflict(config) : null;
    }

    private static ConfigConflict NotAbove(ModelConfig config, string low, string high)
    {
        string limit = Require(high).Read(config);
        return new ConfigConflict(
            [Require(low), Require(high)], $"at most {high}, which is {limit}", Require(low).Read(config), $"for example {low}={limit}");
    }

    private static ConfigConflict? FindReferenceConflict(ModelConfig config)
    {
        ConfigKey? key = All.FirstOrDefault(key => key.ReferenceValue is { } value && key.Read(config) != value);
        return key is null
            ? null
            : new ConfigConflict(
                [key, Require("compat")],
                $"{key.ReferenceValue} because compat is reference",
                key.Read(config),
                $"set {key.Name}={key.ReferenceValue} or compat=default");
    }
}

/// <summary>Values that are each allowed but do not go together.</summary>
/// <param name="Keys">The keys involved; the first is the one the message is about.</param>
/// <param name="Expected">What the first key should be, and why.</param>
/// <param name="Found">What it is.</param>
/// <param name="Remedy">What to do, with an example.</param>
internal sealed record ConfigConflict(IReadOnlyList<ConfigKey> Keys, string Expected, string Found, string Remedy);

/// <summary>A key on which two configurations disagree.</summary>
/// <param name="Key">The key.</param>
/// <param name="Here">Its value, as text, in the configuration on which the method was called.</param>
/// <param name="There">Its value, as text, in the other one.</param>
internal sealed record ConfigDifference(ConfigKey Key, string Here, string There)
{
    /// <summary>For example <c>z_size 128 (other: 64)</c>.</summary>
    public override string ToString() => $"{Key.Name} {Here} (other: {There})";
}
