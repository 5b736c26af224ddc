using CsCheck;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Configuration;

public sealed class ModelConfigTests
{
    [Fact]
    public void Any_valid_configuration_survives_its_file()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("config.json");
        RandomConfig.Any.ForAll(config =>
        {
            config.Validate().Save(path);
            ModelConfig loaded = ModelConfig.Load(path);
            Assert.Equal(config, loaded);
            Assert.Equal(config.GetHashCode(), loaded.GetHashCode());
            Assert.Equal(config.ToJson(), loaded.ToJson());
        }, count: 200);
    }

    [Fact]
    public void A_file_has_every_key_once_and_always_the_same_bytes()
    {
        string json = ModelConfig.Defaults.ToJson();
        Assert.StartsWith(
            "{\n  \"categories\": [\"bee\", \"bus\", \"flower\", \"giraffe\", \"pig\"],\n  \"num_per_category\": 70000,\n", json,
            StringComparison.Ordinal);
        Assert.EndsWith("  \"precision\": \"automatic\"\n}\n", json, StringComparison.Ordinal);
        Assert.Contains("\n  \"adam_epsilon\": 1e-8,\n", json, StringComparison.Ordinal);
        Assert.Contains("\n  \"use_recurrent_dropout\": true,\n", json, StringComparison.Ordinal);
        Assert.Equal(ConfigKeys.All.Count + 2, json.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(json, new ModelConfig().ToJson());
    }

    [Fact]
    public void Saving_where_nothing_can_be_written_is_bad_input()
    {
        using TemporaryFolder folder = new();
        Assert.Throws<InputException>(() => ModelConfig.Defaults.Save(folder.File("absent/config.json")));
        Assert.Throws<InputException>(() => ModelConfig.Defaults.Save(folder.Path));
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(folder.Path)!, $"{Path.GetFileName(folder.Path)}*.tmp"));
    }

    [Fact]
    public void Lists_are_compared_by_their_elements()
    {
        ModelConfig bees = new() { Categories = ["bee"] };
        Assert.Equal(bees, new ModelConfig { Categories = new List<string> { "bee" } });
        Assert.NotEqual(bees, new ModelConfig { Categories = ["bus"] });
    }

    [Fact]
    public void Validate_names_key_value_range_and_example()
    {
        InputException e = Assert.Throws<InputException>(() => new ModelConfig { ZSize = 0 }.Validate());
        Assert.Equal("configuration: z_size: expected a whole number from 1 to 4096 (numbers), found 0; for example z_size=128", e.Message);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("[bee]")]
    [InlineData("'bee'")]
    [InlineData("\"bee")]
    [InlineData("Oma's Katze")]
    [InlineData("Salz, \"Pfeffer\", [x]")]
    [InlineData("a=b")]
    [InlineData("\u732B \U0001F431")]
    public void A_name_of_any_kind_comes_back_from_its_file(string name)
    {
        ModelConfig config = new ModelConfig { Categories = ["x", name, "y"] }.Validate();
        using TemporaryFolder folder = new();
        config.Save(folder.File("config.json"));
        Assert.Equal(config.Categories, ModelConfig.Load(folder.File("config.json")).Categories);
        Assert.Equal([name], (new ModelConfig { Categories = [name] }).Validate().Categories);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" bee")]
    [InlineData("a/b")]
    [InlineData("..")]
    public void A_name_that_would_be_misread_is_refused_however_it_comes(string name)
    {
        Assert.Throws<InputException>(() => new ModelConfig { Categories = [name] }.Validate());
        Assert.Throws<InputException>(() => new ModelConfig { Categories = ["[x", name, "x]"] }.Validate());
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("config.json"), $"{{\"categories\": [\"{name}\"]}}");
        Assert.Throws<InputException>(() => ModelConfig.Load(folder.File("config.json")));
    }

    [Fact]
    public void Values_that_do_not_go_together_are_refused()
    {
        AssertRefused(
            new ModelConfig { LearningRate = 1e-4, MinLearningRate = 1e-3 },
            "min_learning_rate: expected at most learning_rate, which is 0.0001, found 0.001");
        AssertRefused(new ModelConfig { PngTranslateDist = 49 }, "png_translate_dist: expected at most png_width, which is 48, found 49");
        AssertRefused(
            new ModelConfig { NumMixture = 4096, NumSub = 4096 }, "num_mixture times num_sub to be at most 65536, found 4096 times 4096");
        AssertRefused(
            new ModelConfig { NumMixture = 205, NumSub = 5 },
            "num_mixture times num_sub to be at most 1024 with latent_method=rpcl");
        Assert.Equal(1025, new ModelConfig { NumMixture = 205, NumSub = 5, LatentMethod = LatentMethod.Em }.Validate().NumComponents);
        ModelConfig many = new() { NumMixture = 4096, NumSub = 16, NumUpper = 65, LatentMethod = LatentMethod.Hierarchy };
        AssertRefused(many, "num_upper: expected num_upper times the 65536 components to be at most 4194304, found 65 times 65536");
        Assert.Equal(65, (many with { LatentMethod = LatentMethod.Em }).Validate().NumUpper);
        AssertRefused(
            new ModelConfig().ForReference() with { PngWidth = 64 }, "png_width: expected 48 because compat is reference, found 64");
        AssertRefused(
            new ModelConfig { Compat = Compatibility.Reference },
            "latent_method: expected reference because compat is reference, found rpcl");
        Assert.Equal(3, new ModelConfig().ForReference().Validate().DecaySteps);
    }

    [Fact]
    public void Differences_that_matter_for_shapes_are_distinguished_from_others()
    {
        ModelConfig here = new();
        ModelConfig there = here with { ZSize = 64, LearningRate = 0.01, NumMixture = 2, NumSub = 5 };
        Assert.Equal(
            ["learning_rate", "num_mixture", "num_sub", "z_size"],
            there.DifferencesFrom(here).Select(d => d.Key.Name).Order(StringComparer.Ordinal));
        Assert.Equal("z_size 128 (other: 64)", Assert.Single(here.ShapeDifferencesFrom(there)).ToString());
        Assert.Equal(2, here.ShapeDifferencesFrom(here with { NumMixture = 3, NumSub = 3 }).Count);
        Assert.Equal(2, here.ShapeDifferencesFrom(here with { HyperNumUnits = 3, HyperEmbeddingSize = 3 }).Count);
        ModelConfig tree = here with { LatentMethod = LatentMethod.Hierarchy };
        Assert.Equal("latent_method", Assert.Single(here.ShapeDifferencesFrom(tree with { NumUpper = 3 })).Key.Name);
        Assert.Equal("num_upper", Assert.Single(tree.ShapeDifferencesFrom(tree with { NumUpper = 3 })).Key.Name);
        Assert.Empty(here.ShapeDifferencesFrom(here with { LatentMethod = LatentMethod.Em, NumUpper = 3 }));
        Assert.Equal(
            "dec_model", Assert.Single(here.ShapeDifferencesFrom(here with { DecModel = DecoderModel.Lstm, HyperNumUnits = 3 })).Key.Name);
    }

    private static void AssertRefused(ModelConfig config, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(config.Validate).Message, StringComparison.Ordinal);
}
