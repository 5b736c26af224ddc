namespace RpclPix2Seq.Configuration;

/// <summary>A checked configuration, and where each of its values came from.</summary>
public sealed class ResolvedConfig
{
    private readonly IReadOnlyDictionary<ConfigKey, ConfigOrigin> _origins;

    internal ResolvedConfig(ModelConfig config, IReadOnlyDictionary<ConfigKey, ConfigOrigin> origins, IReadOnlyList<string> warnings)
    {
        Config = config;
        Warnings = warnings;
        _origins = origins;
    }

    /// <summary>The configuration.</summary>
    public ModelConfig Config { get; }

    /// <summary>What was ignored although it may have been meant, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Every key with its value as text and its origin, in the order of the table.</summary>
    public IEnumerable<(ConfigKey Key, string Value, ConfigOrigin Origin)> Values =>
        ConfigKeys.All.Select(key => (key, key.Read(Config), OriginOf(key)));

    /// <summary>Whether anybody has set the key of that name.</summary>
    public bool IsSet(string name) => OriginOf(ConfigKeys.All.Single(key => key.Name == name)).Kind != ConfigSourceKind.Default;

    /// <summary>Where the value of <paramref name="key"/> came from.</summary>
    public ConfigOrigin OriginOf(ConfigKey key) => _origins.GetValueOrDefault(key, ConfigOrigin.Default);
}
