using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Tests.Configuration;

public class ConfigPresetTests
{
    private const int Few = 500, Many = 50_000;

    public static TheoryData<string> Names => [.. ConfigPreset.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preset_goes_together_and_is_named_as_the_source(string name)
    {
        ResolvedConfig resolved = new ConfigBuilder().Build().Over(ConfigPreset.Find(name));
        resolved.Config.Validate();
        Assert.Equal(ConfigPreset.Find(name).Settings.Count, resolved.Values.Count(value => value.Origin.ToString() == $"preset {name}"));
    }

    [Theory]
    [InlineData("small")]
    [InlineData("medium")]
    [InlineData("large")]
    public void The_learning_rate_ends_at_a_twentieth(string name)
    {
        ModelConfig config = new ConfigBuilder().Build().Over(ConfigPreset.Find(name)).Config;
        Assert.InRange(Math.Pow(config.DecayRate, config.NumSteps), 0.045, 0.055);
    }

    [Fact]
    public void The_paper_is_the_defaults() =>
        Assert.Equal(ModelConfig.Defaults, new ConfigBuilder().Build().Over(ConfigPreset.Find("paper")).Config);

    [Fact]
    public void What_is_set_overrides_a_preset()
    {
        ResolvedConfig resolved = new ConfigBuilder().ApplyAssignment("dec_rnn_size=128").Build().Over(ConfigPreset.Find("small"));
        Assert.Equal((128, 64), (resolved.Config.DecRnnSize, resolved.Config.ZSize));
        Assert.Equal("--set", resolved.Values.Single(value => value.Key.Name == "dec_rnn_size").Origin.ToString());
    }

    [Fact]
    public void A_name_that_there_is_not_is_refused_with_those_that_there_are() =>
        Assert.Equal(
            "--preset: expected small, medium, large, paper, found 'huge'; for example --preset small",
            Assert.Throws<InputException>(() => ConfigPreset.Find("huge")).Message);

    [Theory]
    [InlineData("small", Few)]
    [InlineData("medium", Many)]
    [InlineData("small", Few, "seed=3", "threads=1", "num_steps=10", "max_minutes=5", "random_scale_factor=0.2", "num_per_category=10")]
    [InlineData(null, Few, "dec_rnn_size=64")]
    [InlineData(null, Few, "png_width=32")]
    [InlineData(null, Few, "learning_rate=0.01")]
    [InlineData(null, Many, "latent_weight=0.1")] // its default: a value that is set is meant
    [InlineData(null, Few, "compat=reference")]
    public void Training_takes_one_where_nothing_of_the_model_is_set(string? expected, int sketches, params string[] settings)
    {
        ConfigBuilder builder = new();
        foreach (string setting in settings)
            builder.ApplyAssignment(setting);
        Assert.Equal(expected, ConfigPreset.DefaultFor(builder.Build(), sketches)?.Name);
    }
}
