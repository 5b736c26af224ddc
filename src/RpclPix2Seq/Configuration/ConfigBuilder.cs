using System.Text.Json;

namespace RpclPix2Seq.Configuration;

/// <summary>
/// Gathers a configuration from its sources and remembers where each value came from. Presets override defaults, files override presets,
/// environment variables override files, and the command line overrides all of them, in whatever order they are applied. Within one kind
/// of source the later one wins.
/// </summary>
/// <remarks>
/// compat=reference also sets the values that the mode prescribes, as if they came from the same source: they override weaker sources, and
/// a different value from the same or a stronger source is a conflict.
/// </remarks>
internal sealed class ConfigBuilder
{
    private readonly Dictionary<ConfigKey, ConfigOrigin> _origins = [];
    private readonly List<string> _warnings = [];
    private ModelConfig _config;

    /// <param name="defaults">Used where no source sets a value; the keys' own defaults if null.</param>
    public ConfigBuilder(ModelConfig? defaults = null) => _config = defaults ?? ModelConfig.Defaults;

    /// <summary>Applies a preset.</summary>
    public ConfigBuilder ApplyPreset(ConfigPreset preset)
    {
        foreach ((string key, string value) in preset.Settings)
            Apply(key, value, new ConfigOrigin(ConfigSourceKind.Preset, $"preset {preset.Name}"));
        return this;
    }

    /// <summary>Applies what is set in another configuration, each value from where it came.</summary>
    public ConfigBuilder ApplySet(ResolvedConfig other)
    {
        foreach ((ConfigKey key, string value, ConfigOrigin origin) in other.Set)
            Apply(key.Name, value, origin);
        return this;
    }

    /// <summary>Applies a file: config.json, or the original program's model_config.json.</summary>
    /// <exception cref="InputException">The file cannot be read or a key or value in it is wrong; the message gives line and
    /// column.</exception>
    public ConfigBuilder ApplyFile(string path)
    {
        foreach (ConfigJson.Entry entry in ConfigJson.Read(path))
        {
            ConfigOrigin origin = new(ConfigSourceKind.File, path, entry.Where);
            if (ConfigKeys.Find(entry.Name, origin) is not { } key)
                continue;
            if (!ConfigJson.Fits(key.Kind, entry))
                throw key.Refuse(entry.Shown, origin);
            Set(key, entry.Text, origin);
        }

        return this;
    }

    /// <summary>Applies the members of an object inside another JSON file.</summary>
    /// <param name="values">An object of configuration keys.</param>
    /// <param name="path">The file.</param>
    /// <param name="where">The object's place in the file.</param>
    /// <exception cref="InputException">A key or value is wrong, or a key occurs twice.</exception>
    internal ConfigBuilder ApplyJson(JsonElement values, string path, string where)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty member in values.EnumerateObject())
        {
            ConfigOrigin origin = new(ConfigSourceKind.File, path, where);
            if (!seen.Add(member.Name))
                throw new InputException(path, where, "every key once", $"'{member.Name}' again");
            if (ConfigKeys.Find(member.Name, origin) is not { } key)
                continue;
            ConfigJson.Entry entry = ConfigJson.Read(member, where);
            if (!ConfigJson.Fits(key.Kind, entry))
                throw key.Refuse(entry.Shown, origin);
            Set(key, entry.Text, origin);
        }

        return this;
    }

    /// <summary>
    /// Applies the variables named RPCL_ plus a key in capitals; others are ignored, with a warning if their name is close to one.
    /// </summary>
    /// <exception cref="InputException">A value is not allowed.</exception>
    public ConfigBuilder ApplyEnvironment(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach ((string name, string value) in variables.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(ConfigKeys.EnvironmentPrefix, StringComparison.Ordinal) || value.Length == 0)
                continue;
            ConfigKey? key = ConfigKeys.All.FirstOrDefault(key => key.EnvironmentVariable == name);
            if (key is not null)
                Set(key, value, new ConfigOrigin(ConfigSourceKind.Environment, name));
            else if (NearestNames.Find(
                name[ConfigKeys.EnvironmentPrefix.Length..], ConfigKeys.All.Select(known => known.Name)) is [string near, ..])
                _warnings.Add($"the environment variable {name} is not a configuration key and is ignored; the nearest is {near}");
        }

        return this;
    }

    /// <summary>Applies a string in the original's grammar: <c>name=value,name=[value,value],name[index]=value</c>.</summary>
    /// <exception cref="InputException">The string, a name or a value in it is wrong; the message gives the character's
    /// position.</exception>
    public ConfigBuilder ApplyHParams(string text, string source = "--hparams")
    {
        Dictionary<ConfigKey, (string[] Elements, ConfigOrigin Origin)> lists = [];
        foreach (HParamsString.Assignment assignment in HParamsString.Parse(text, source))
        {
            ConfigOrigin origin = new(ConfigSourceKind.Flag, source, assignment.Where);
            if (ConfigKeys.Find(assignment.Name, origin) is not { } key)
                continue;
            if (assignment.Index is { } index)
                lists[key] = (ReplaceElement(key, index, assignment, origin, lists.GetValueOrDefault(key).Elements), origin);
            else if (assignment.IsList != (key.Kind == ConfigKind.Names))
                throw key.Refuse(assignment.Shown, origin);
            else
                Set(key, assignment.Value, origin);
        }

        // The list is checked only after all elements are replaced: two names may swap places.
        foreach ((ConfigKey key, (string[] elements, ConfigOrigin origin)) in lists)
            Set(key, ConfigText.Join(elements), origin);
        return this;
    }

    /// <summary>Applies one <c>name=value</c>; a list is <c>name=a,b</c>.</summary>
    /// <exception cref="InputException">It is not an assignment, or the name or value is wrong.</exception>
    public ConfigBuilder ApplyAssignment(string assignment, string source = "--set")
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            throw new InputException(source, "", "name=value", $"'{assignment}'", "for example dec_rnn_size=512");
        return Apply(assignment[..equals].Trim(), assignment[(equals + 1)..], new ConfigOrigin(ConfigSourceKind.Flag, source));
    }

    /// <summary>Applies one value from any source.</summary>
    /// <exception cref="InputException">The name or value is wrong.</exception>
    public ConfigBuilder Apply(string name, string value, ConfigOrigin origin)
    {
        if (ConfigKeys.Find(name, origin) is { } key)
            Set(key, value, origin);
        return this;
    }

    /// <summary>Checks that the values are consistent and returns the result.</summary>
    /// <exception cref="InputException">They are not; the message gives the keys, their values and an example.</exception>
    public ResolvedConfig Build() => Gather().Checked();

    /// <summary>As <see cref="Build"/>, unchecked: for values that will stand above those of a preset, a model or a run.</summary>
    public ResolvedConfig Gather()
    {
        ModelConfig config = _config;
        Dictionary<ConfigKey, ConfigOrigin> origins = new(_origins);
        if (config.Compat == Compatibility.Reference)
            ApplyReferenceValues(ref config, origins);
        return new ResolvedConfig(config, origins, [.. _warnings]);
    }

    private static void ApplyReferenceValues(ref ModelConfig config, Dictionary<ConfigKey, ConfigOrigin> origins)
    {
        if (origins.Keys.FirstOrDefault(key => key.Name == "compat") is not { } compat)
            return; // the defaults are of that mode, and have its values
        ConfigOrigin mode = origins[compat] with { Detail = "compat=reference", Where = "" };
        foreach (ConfigKey key in ConfigKeys.All.Where(key => key.ReferenceValue is not null))
        {
            if (origins.GetValueOrDefault(key, ConfigOrigin.Default).Kind >= mode.Kind || key.Read(config) == key.ReferenceValue)
                continue;
            config = key.Write(config, key.ReferenceValue!, mode);
            origins[key] = mode;
        }
    }

    private string[] ReplaceElement(
        ConfigKey key, int index, HParamsString.Assignment assignment, ConfigOrigin origin, string[]? replacedBefore)
    {
        if (key.Kind != ConfigKind.Names)
            throw new InputException(origin.Detail, origin.Where, $"{key.Name}=value because {key.Name} is not a list", assignment.Shown);
        string[] names = replacedBefore ?? ConfigText.Split(key.Read(_config));
        if (index >= names.Length)
        {
            throw new InputException(
                origin.Detail, origin.Where, $"an index from 0 to {names.Length - 1} because {key.Name} has {names.Length} elements",
                $"{index}");
        }

        names[index] = assignment.Value;
        return names;
    }

    private void Set(ConfigKey key, string text, ConfigOrigin origin)
    {
        // A value is checked even if a stronger source has already set the key: a wrong value is an error wherever it occurs.
        ModelConfig changed = key.Write(_config, text, origin);
        if (_origins.TryGetValue(key, out ConfigOrigin? present) && present.Kind > origin.Kind)
            return;
        _config = changed;
        _origins[key] = origin;
    }
}
