namespace RpclPix2Seq.Configuration;

/// <summary>A checked configuration, and where each of its values came from.</summary>
internal sealed class ResolvedConfig
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

    /// <summary>Settings that were ignored although they may have been intended, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Every key with its value as text and its origin, in the order of the table.</summary>
    public IEnumerable<(ConfigKey Key, string Value, ConfigOrigin Origin)> Values =>
        ConfigKeys.All.Select(key => (key, key.Read(Config), OriginOf(key)));

    /// <summary>Those that a source has set.</summary>
    public IEnumerable<(ConfigKey Key, string Value, ConfigOrigin Origin)> Set =>
        Values.Where(value => value.Origin.Kind != ConfigSourceKind.Default);

    /// <summary>Whether any source has set the key with that name.</summary>
    public bool IsSet(string name) => OriginOf(ConfigKeys.All.Single(key => key.Name == name)).Kind != ConfigSourceKind.Default;

    /// <summary>The strongest of the sources whose values do not go together; null if all values do.</summary>
    public ConfigOrigin? Blamed => ConfigKeys.FindConflict(Config) is { } conflict ? BlamedFor(conflict) : null;

    /// <summary>Checks that the values go together.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="InputException">They do not; the message gives the keys, their values and an example.</exception>
    public ResolvedConfig Checked() => ConfigKeys.FindConflict(Config) is { } conflict
        ? throw new InputException(
            BlamedFor(conflict).Detail, conflict.Keys[0].Name, conflict.Expected, conflict.Found, conflict.Remedy)
        : this;

    /// <summary>The same with a preset below everything that is set.</summary>
    /// <exception cref="InputException">A value that is set does not go with the preset's.</exception>
    public ResolvedConfig Over(ConfigPreset preset) => new ConfigBuilder().ApplyPreset(preset).ApplySet(this).Build();

    /// <summary>Where the value of <paramref name="key"/> came from.</summary>
    public ConfigOrigin OriginOf(ConfigKey key) => _origins.GetValueOrDefault(key, ConfigOrigin.Default);

    private ConfigOrigin BlamedFor(ConfigConflict conflict) => conflict.Keys.Select(OriginOf).MaxBy(origin => origin.Kind)!;
}

/// <summary>Where a value came from.</summary>
/// <param name="Kind">The kind of source, which decides what overrides what.</param>
/// <param name="Detail">Which one: a file, an environment variable, a flag. Empty for defaults.</param>
/// <param name="Where">The position inside it, such as "line 3, column 7", or empty.</param>
internal sealed record ConfigOrigin(ConfigSourceKind Kind, string Detail, string Where = "")
{
    /// <summary>The origin of every value that no source has set.</summary>
    public static ConfigOrigin Default { get; } = new(ConfigSourceKind.Default, "");

    /// <summary>A short label for the source column of a listing.</summary>
    public override string ToString() => Kind == ConfigSourceKind.Default ? "default" : Detail;
}

/// <summary>The kinds of sources that a value can come from; a later one overrides an earlier one.</summary>
internal enum ConfigSourceKind
{
    /// <summary>The defaults of <see cref="ModelConfig"/>.</summary>
    Default,

    /// <summary>A preset.</summary>
    Preset,

    /// <summary>A configuration file.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>The command line.</summary>
    Flag,
}
