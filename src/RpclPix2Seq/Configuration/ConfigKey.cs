namespace RpclPix2Seq.Configuration;

/// <summary>One configuration key: its name, allowed values and meaning, and how to read and set it.</summary>
internal sealed class ConfigKey
{
    private readonly Func<ModelConfig, string> _read;
    private readonly Func<ModelConfig, string, ModelConfig?> _write;

    private ConfigKey(Func<ModelConfig, string> read, Func<ModelConfig, string, ModelConfig?> write)
    {
        _read = read;
        _write = write;
    }

    /// <summary>The name in files and on the command line, in snake_case.</summary>
    public required string Name { get; init; }

    /// <summary>The heading it is listed under.</summary>
    public required ConfigGroup Group { get; init; }

    /// <summary>The type of its values.</summary>
    public required ConfigKind Kind { get; init; }

    /// <summary>The allowed values in short form, such as "1 to 16384".</summary>
    public required string Range { get; init; }

    /// <summary>The allowed values as a phrase, such as "a whole number from 1 to 16384".</summary>
    public required string Expected { get; init; }

    /// <summary>The unit of its values, or empty for plain numbers.</summary>
    public required string Unit { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>An allowed value, as text.</summary>
    public required string Example { get; init; }

    /// <summary>Whether the weights of two models with different values of this key have different shapes or meanings.</summary>
    public bool ShapesWeights { get; init; }

    /// <summary>Whether a resumed run may change it: budgets, rates, and keys that do not affect the numbers.</summary>
    public bool IsResumable { get; init; }

    /// <summary>The only value allowed when compat is reference, or null if any is.</summary>
    public string? ReferenceValue { get; init; }

    /// <summary>The value, as text, if none is set.</summary>
    public string Default => Read(ModelConfig.Defaults);

    /// <summary>The environment variable that sets it.</summary>
    public string EnvironmentVariable => ConfigKeys.EnvironmentPrefix + Name.ToUpperInvariant();

    /// <summary>The value in <paramref name="config"/>, as text that <see cref="Write"/> reads back.</summary>
    public string Read(ModelConfig config) => _read(config);

    /// <summary>A copy of <paramref name="config"/> with this key set from text.</summary>
    /// <exception cref="InputException">The text is not an allowed value; the message gives the key, the text, the range and an
    /// example.</exception>
    public ModelConfig Write(ModelConfig config, string text, ConfigOrigin origin) =>
        _write(config, text.Trim()) ?? throw Refuse(text, origin);

    /// <summary>Converts an allowed value from text to JSON.</summary>
    public string ToJson(string text) => ConfigJson.WriteValue(this, text);

    /// <summary>The error for a value this key cannot have.</summary>
    internal InputException Refuse(string found, ConfigOrigin origin)
    {
        string where = origin.Where.Length == 0 ? Name : $"{origin.Where}: {Name}";
        string unit = Unit.Length == 0 ? "" : $" ({Unit})";
        return new InputException(
            origin.Detail, where, Expected + unit, found.Length == 0 ? "nothing" : found, $"for example {Name}={Example}");
    }

    /// <summary>Declares a key.</summary>
    internal static ConfigKey Create<T>(
        string name,
        ConfigGroup group,
        ConfigDomain<T> domain,
        Func<ModelConfig, T> get,
        Func<ModelConfig, T, ModelConfig> set,
        string description,
        string example,
        string unit = "",
        bool shapes = false,
        string? reference = null,
        bool resumable = false) => new(
            config => domain.Format(get(config)),
            (config, text) => domain.Parse(text, out T? value) ? set(config, value) : null)
        {
            Name = name,
            Group = group,
            Kind = domain.Kind,
            Range = domain.Range,
            Expected = domain.Expected,
            Unit = unit,
            Description = description,
            Example = example,
            ShapesWeights = shapes,
            ReferenceValue = reference,
            IsResumable = resumable,
        };
}

/// <summary>The headings under which keys are listed.</summary>
internal enum ConfigGroup
{
    /// <summary>Which drawings are read.</summary>
    Data,

    /// <summary>How training drawings are varied.</summary>
    Augmentation,

    /// <summary>The networks and their sizes.</summary>
    Model,

    /// <summary>The Gaussian mixture over latent codes.</summary>
    Latent,

    /// <summary>Loss weights, learning rate and Adam.</summary>
    Optimization,

    /// <summary>How long a run lasts, where it runs, and its sampling and seed.</summary>
    Run,
}

/// <summary>The type of a key's value, which is also the JSON type it has in a file.</summary>
internal enum ConfigKind
{
    /// <summary>A whole number; a JSON number.</summary>
    Integer,

    /// <summary>A finite real number; a JSON number.</summary>
    Number,

    /// <summary>True or false; a JSON boolean.</summary>
    Flag,

    /// <summary>One of a few words; a JSON string.</summary>
    Choice,

    /// <summary>A list of names; a JSON array of strings.</summary>
    Names,
}
