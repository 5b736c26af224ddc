using RpclPix2Seq.Configuration;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Configuration;

public sealed class ConfigBuilderTests
{
    [Fact]
    public void Defaults_of_the_reference_mode_keep_its_values()
    {
        ModelConfig defaults = new ModelConfig().ForReference();
        ModelConfig built = new ConfigBuilder(defaults).ApplyAssignment("threads=3").Build().Config;
        Assert.Equal(["threads"], built.DifferencesFrom(defaults).Select(difference => difference.Key.Name));
    }

    [Fact]
    public void Each_source_overrides_those_before_it_in_any_order()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("config.json");
        File.WriteAllText(file, """{"seed": 2, "z_size": 20, "batch_size": 200}""");
        Dictionary<string, string> environment = new()
        {
            ["RPCL_SEED"] = "3",
            ["RPCL_Z_SIZE"] = "30",
            ["PATH"] = "/bin",
            ["RPCL_THREADS"] = "",
        };
        Action<ConfigBuilder>[] sources =
        [
            builder => builder.ApplyFile(file),
            builder => builder.ApplyEnvironment(environment),
            builder => builder.ApplyHParams("seed=4"),
        ];
        foreach (int[] order in (int[][])[[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]])
        {
            ConfigBuilder builder = new();
            foreach (int source in order)
                sources[source](builder);
            ResolvedConfig resolved = builder.Build();
            Assert.Equal(
                (4L, 30, 200, 0), (resolved.Config.Seed, resolved.Config.ZSize, resolved.Config.BatchSize, resolved.Config.Threads));
            Assert.Equal("--hparams", SourceOf(resolved, "seed"));
            Assert.Equal("RPCL_Z_SIZE", SourceOf(resolved, "z_size"));
            Assert.Equal(file, SourceOf(resolved, "batch_size"));
            Assert.Equal("default", SourceOf(resolved, "threads"));
            Assert.Empty(resolved.Warnings);
        }
    }

    [Fact]
    public void Within_one_kind_of_source_the_later_one_wins()
    {
        ModelConfig config = new ConfigBuilder().ApplyAssignment("seed=1").ApplyHParams("seed=2").ApplyAssignment(" seed = 3 ")
            .Build().Config;
        Assert.Equal(3, config.Seed);
    }

    [Fact]
    public void A_wrong_value_is_wrong_even_where_a_stronger_source_would_override_it()
    {
        ConfigBuilder builder = new ConfigBuilder().ApplyAssignment("seed=1");
        Dictionary<string, string> environment = new() { ["RPCL_SEED"] = "many" };
        InputException e = Assert.Throws<InputException>(() => builder.ApplyEnvironment(environment));
        Assert.StartsWith("RPCL_SEED: seed: expected a whole number from 0", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_whose_name_is_nearly_a_key_earns_a_warning()
    {
        Dictionary<string, string> environment = new() { ["RPCL_BATCHSIZE"] = "1", ["RPCL_DEBUG"] = "1", ["RPCL_NO_BUILD"] = "1" };
        string warning = Assert.Single(new ConfigBuilder().ApplyEnvironment(environment).Build().Warnings);
        Assert.Equal(
            "the environment variable RPCL_BATCHSIZE is not a configuration key and is ignored; the nearest is batch_size", warning);
    }

    [Fact]
    public void Lists_are_split_at_commas_and_keep_blanks_inside_names()
    {
        Assert.Equal(["alarm clock", "bus"], new ConfigBuilder().ApplyAssignment("categories=alarm clock, bus").Build().Config.Categories);
        Assert.Equal(["bee", "bus"], new ConfigBuilder().ApplyAssignment("categories=['bee','bus']").Build().Config.Categories);
        Assert.Equal(
            ["Oma's Katze", "Salz, Pfeffer", "a=b", "say \"cat\"", "[x]", "\U0001F431"],
            new ConfigBuilder().ApplyAssignment("categories=Oma's Katze, \"Salz, Pfeffer\",a=b,say \"cat\",'[x]',\U0001F431").Build().Config
                .Categories);
    }

    [Fact]
    public void An_assignment_needs_an_equals_sign()
    {
        InputException e = Assert.Throws<InputException>(() => new ConfigBuilder().ApplyAssignment("seed"));
        Assert.Equal("--set: expected name=value, found 'seed'; for example dec_rnn_size=512", e.Message);
    }

    [Fact]
    public void The_original_key_is_training_is_accepted_without_effect() =>
        Assert.Equal(
            ModelConfig.Defaults, new ConfigBuilder().ApplyAssignment("is_training=1").ApplyHParams("is_training=False").Build().Config);

    [Fact]
    public void Reference_mode_prescribes_values_from_its_own_place()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("config.json");
        File.WriteAllText(file, """{"latent_method": "em", "png_width": 64}""");
        ResolvedConfig resolved = new ConfigBuilder().ApplyFile(file).ApplyAssignment("compat=reference").Build();
        Assert.Equal((LatentMethod.Reference, 48, 3), (resolved.Config.LatentMethod, resolved.Config.PngWidth, resolved.Config.DecaySteps));
        Assert.Equal("compat=reference", SourceOf(resolved, "latent_method"));
        Assert.Equal("default", SourceOf(resolved, "png_rotate_angle"));
    }

    [Fact]
    public void A_value_against_reference_mode_in_the_same_or_a_stronger_place_is_a_conflict()
    {
        ConfigBuilder builder = new ConfigBuilder().ApplyAssignment("compat=reference").ApplyAssignment("latent_method=em");
        InputException e = Assert.Throws<InputException>(builder.Build);
        Assert.Equal(
            "--set: latent_method: expected reference because compat is reference, found em; set latent_method=reference or compat=default",
            e.Message);
        builder.ApplyAssignment("latent_method=reference");
        Assert.Equal(LatentMethod.Reference, builder.Build().Config.LatentMethod);
    }

    [Fact]
    public void A_conflict_is_blamed_on_the_strongest_of_its_sources()
    {
        Dictionary<string, string> environment = new() { ["RPCL_MIN_LEARNING_RATE"] = "0.1" };
        ResolvedConfig gathered = new ConfigBuilder().ApplyEnvironment(environment).Gather();
        Assert.Equal("RPCL_MIN_LEARNING_RATE", gathered.Blamed?.Detail);
        InputException e = Assert.Throws<InputException>(() => gathered.Checked());
        Assert.StartsWith("RPCL_MIN_LEARNING_RATE: min_learning_rate: expected at most learning_rate", e.Message, StringComparison.Ordinal);
        Assert.Null(new ConfigBuilder().Gather().Blamed);
    }

    private static string SourceOf(ResolvedConfig resolved, string name) =>
        resolved.Values.Single(value => value.Key.Name == name).Origin.ToString();
}
