namespace RpclPix2Seq.Configuration;

/// <summary>
/// Settings that are known to work together for a given time. They replace defaults; whatever else is set overrides them.
/// </summary>
/// <param name="Name">The name in <c>--preset</c>.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Settings">Keys and values as text.</param>
internal sealed record ConfigPreset(string Name, string Summary, IReadOnlyList<(string Key, string Value)> Settings)
{
    // Fewer sketches than this are learned by heart in hours.
    private const int FewSketches = 10_000;

    private static readonly (string, string)[] Common =
    [
        ("dec_model", "lstm"), ("decoder_input", "position"), ("batch_size", "64"), ("adam_beta1", "0.9"), ("de_weight", "0.1"),
        ("use_recurrent_dropout", "false"), ("augment_stroke_prob", "0.03"), ("random_scale_factor", "0.05"), ("png_rotate_angle", "6"),
        ("num_mixture", "20"), ("num_sub", "2"), ("patience", "30"),
    ];

    private static readonly (string, string)[] Full = [.. Common, ("dec_rnn_size", "512"), ("learning_rate", "0.0015"),
        ("kl_decay", "0.9995")];

    /// <summary>All presets, the shortest training first. The learning rate ends at a twentieth of where it begins.</summary>
    public static IReadOnlyList<ConfigPreset> All { get; } =
    [
        new("small", "an hour on two cores",
        [
            .. Common, ("dec_rnn_size", "256"), ("z_size", "64"), ("png_width", "32"), ("learning_rate", "0.002"), ("kl_decay", "0.999"),
            ("num_steps", "6000"), ("decay_rate", "0.9995"),
        ]),
        new("medium", "an evening on two cores", [.. Full, ("num_steps", "20000"), ("decay_rate", "0.99985")]),
        new("large", "a weekend on two cores", [.. Full, ("num_steps", "200000"), ("decay_rate", "0.999985")]),
        new("paper", "the original's settings, for a GPU", []),
    ];

    /// <summary>The preset with that name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static ConfigPreset Find(string name) => All.FirstOrDefault(preset => preset.Name == name)
        ?? throw new InputException("--preset", "", string.Join(", ", All.Select(preset => preset.Name)), $"'{name}'",
            "for example --preset small");

    /// <summary>
    /// The preset for a new training where nothing is set that decides how a model is built or learns: small or medium, by the number of
    /// sketches; null where something is.
    /// </summary>
    public static ConfigPreset? DefaultFor(ResolvedConfig resolved, int sketches) =>
        resolved.Set.Any(value => Decides(value.Key))
            ? null
            : Find(sketches < FewSketches ? "small" : "medium");

    private static bool Decides(ConfigKey key) =>
        key.ShapesWeights || key.Name == "compat" || key.Group is ConfigGroup.Model or ConfigGroup.Latent or ConfigGroup.Optimization;
}
