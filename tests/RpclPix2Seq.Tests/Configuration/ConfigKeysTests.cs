using System.Reflection;
using System.Text.RegularExpressions;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Tests.Configuration;

public sealed partial class ConfigKeysTests
{
    private static readonly ConfigOrigin Origin = new(ConfigSourceKind.Flag, "--set");

    public static TheoryData<string> Names => [.. ConfigKeys.All.Select(key => key.Name)];

    [Fact]
    public void Every_settable_property_has_its_key_and_every_key_its_property()
    {
        IEnumerable<string> properties = typeof(ModelConfig).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is not null)
            .Select(property => Capital().Replace(property.Name, "_$1").ToLowerInvariant());
        Assert.Equal(properties.Order(StringComparer.Ordinal), ConfigKeys.All.Select(key => key.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_of_the_original_have_the_defaults_of_its_code()
    {
        Dictionary<string, string> original = new()
        {
            ["categories"] = "bee,bus,flower,giraffe,pig",
            ["num_steps"] = "1000001",
            ["save_every"] = "1",
            ["dec_rnn_size"] = "2048",
            ["dec_model"] = "hyper",
            ["max_seq_len"] = "-1",
            ["z_size"] = "128",
            ["batch_size"] = "200",
            ["num_mixture"] = "5",
            ["num_sub"] = "2",
            ["learning_rate"] = "0.001",
            ["min_learning_rate"] = "1e-5",
            ["decay_rate"] = "0.9999",
            ["grad_clip"] = "1",
            ["de_weight"] = "0.5",
            ["use_recurrent_dropout"] = "true",
            ["recurrent_dropout_prob"] = "0.9",
            ["use_input_dropout"] = "false",
            ["input_dropout_prob"] = "0.9",
            ["use_output_dropout"] = "false",
            ["output_dropout_prob"] = "0.9",
            ["random_scale_factor"] = "0.1",
            ["augment_stroke_prob"] = "0.1",
            ["png_scale_ratio"] = "0.98",
            ["png_rotate_angle"] = "0",
            ["png_translate_dist"] = "0",
            ["png_width"] = "48",
            ["num_per_category"] = "70000",
        };
        Assert.All(original, pair => Assert.Equal(pair.Value, Get(pair.Key).Default));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_reads_its_own_example_and_default(string name)
    {
        ConfigKey key = Get(name);
        ModelConfig changed = key.Write(ModelConfig.Defaults, key.Example, Origin);
        Assert.Equal(key.Read(changed), key.Read(key.Write(ModelConfig.Defaults, key.Read(changed), Origin)));
        Assert.All(changed.DifferencesFrom(ModelConfig.Defaults), difference => Assert.Same(key, difference.Key));
        Assert.Equal(ModelConfig.Defaults, key.Write(changed, key.Default, Origin));
        if (key.ReferenceValue is { } reference)
            Assert.Equal(reference, key.Read(key.Write(ModelConfig.Defaults, reference, Origin)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_refuses_bad_values_saying_value_range_and_example(string name)
    {
        ConfigKey key = Get(name);
        foreach (string bad in BadValues.For(key))
        {
            InputException e = Assert.Throws<InputException>(() => key.Write(ModelConfig.Defaults, bad, Origin));
            Assert.StartsWith($"--set: {name}: expected {key.Expected}", e.Message, StringComparison.Ordinal);
            string shown = bad.Length == 0 ? "nothing" : bad.Replace('\t', '?'); // terminal control characters are not printed
            Assert.Contains($"found {shown}; ", e.Message, StringComparison.Ordinal);
            Assert.EndsWith($"for example {name}={key.Example}", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("png_width", "48", "64", "40", "528", "0")]
    [InlineData("max_seq_len", "-1", "1", "0", "-2", "65536")]
    [InlineData("png_scale_ratio", "1", "0.001", "0", "1.001", "-1")]
    [InlineData("adam_beta1", "0", "0.999", "1", "-1e-9", "2")]
    [InlineData("seed", "0", "9223372036854775807", "9223372036854775808", "-1", "1e19")]
    [InlineData("num_steps", "1", "1e6", "0", "2147483648", "1e-3")]
    public void Bounds_are_where_the_range_says(string name, string low, string high, params string[] outside)
    {
        ConfigKey key = Get(name);
        Assert.NotNull(key.Write(ModelConfig.Defaults, low, Origin));
        Assert.NotNull(key.Write(ModelConfig.Defaults, high, Origin));
        Assert.All(outside, text => Assert.Throws<InputException>(() => key.Write(ModelConfig.Defaults, text, Origin)));
    }

    [Theory]
    [InlineData("True", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    public void Flags_are_read_as_the_original_does(string text, bool expected) =>
        Assert.Equal(expected, Get("use_input_dropout").Write(ModelConfig.Defaults, text, Origin).UseInputDropout);

    [Fact]
    public void An_unknown_key_is_refused_with_the_nearest_names()
    {
        InputException e = Assert.Throws<InputException>(() => new ConfigBuilder().ApplyAssignment("dec_rnn_sise=512"));
        Assert.Equal(
            "--set: expected a configuration key, found 'dec_rnn_sise'; did you mean dec_rnn_size? (--help-config lists all keys)",
            e.Message);
    }

    private static ConfigKey Get(string name) => ConfigKeys.TryGet(name, out ConfigKey? key) ? key : throw new KeyNotFoundException(name);

    [GeneratedRegex("(?<=.)([A-Z])")]
    private static partial Regex Capital();
}
