using System.Text;
using CsCheck;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Configuration;

public sealed class ConfigFileTests
{
    private const string Original = """
        {
         "augment_stroke_prob": 0.1,
         "batch_size": 200,
         "categories": [
          "bee",
          "bus"
         ],
         "de_weight": 0.5,
         "dec_model": "hyper",
         "dec_rnn_size": 2048,
         "decay_rate": 0.9999,
         "grad_clip": 1.0,
         "input_dropout_prob": 0.9,
         "is_training": true,
         "learning_rate": 0.001,
         "max_seq_len": 129,
         "min_learning_rate": 1e-05,
         "num_mixture": 5,
         "num_per_category": 70000,
         "num_steps": 1000001,
         "num_sub": 2,
         "output_dropout_prob": 0.9,
         "png_rotate_angle": 0,
         "png_scale_ratio": 0.98,
         "png_translate_dist": 0,
         "png_width": 48,
         "random_scale_factor": 0.1,
         "recurrent_dropout_prob": 0.9,
         "save_every": 1,
         "use_input_dropout": false,
         "use_output_dropout": false,
         "use_recurrent_dropout": true,
         "z_size": 128
        }
        """;

    [Fact]
    public void The_file_that_the_original_writes_is_read()
    {
        ModelConfig config = Load(Original);
        Assert.Equal(new ModelConfig { Categories = ["bee", "bus"], MaxSeqLen = 129 }, config);
    }

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_allowed() =>
        Assert.Equal(7, Load("\uFEFF// mine\n{ /* a */ \"seed\": 7, // b\n \"categories\": [\"bee\",], }\n// end\n").Seed);

    [Fact]
    public void Origins_have_file_and_place()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("config.json");
        File.WriteAllText(path, "{\n  \"seed\": 7\n}");
        ConfigOrigin origin = new ConfigBuilder().ApplyFile(path).Build().Values.Single(value => value.Key.Name == "seed").Origin;
        Assert.Equal(new ConfigOrigin(ConfigSourceKind.File, path, "line 2, column 3"), origin);
    }

    [Theory]
    [InlineData("", "line 1, column 1: expected one JSON object of configuration keys, found an empty file")]
    [InlineData("[1]", "line 1, column 1: expected one JSON object of configuration keys, found an array")]
    [InlineData("7", "line 1, column 1: expected one JSON object of configuration keys, found 7")]
    [InlineData(
        "{\n  \"seed\": 1\n  \"z_size\": 2\n}", "line 3, column 3: expected one JSON object of configuration keys, found a syntax error")]
    [InlineData("{\n\"seed\": 1,\n", "line 3, column 1: expected one JSON object")]
    [InlineData("{} {}", "line 1, column 4: expected one JSON object")]
    [InlineData("{\n  \"sed\": 1}", "line 2, column 3: expected a configuration key, found 'sed'; did you mean seed?")]
    [InlineData("{\n\"seed\": 1,\n  \"é\": 1}", "line 3, column 3: expected a configuration key, found 'é'; --help-config lists all keys")]
    [InlineData("{\"seed\": 1, \"seed\": 2}", "line 1, column 13: expected every key once, found 'seed' again, after line 1, column 2")]
    [InlineData(
        "{\"z_size\": 0}", "line 1, column 2: z_size: expected a whole number from 1 to 4096 (numbers), found 0; for example z_size=128")]
    [InlineData("{\"z_size\": \"8\"}", "line 1, column 2: z_size: expected a whole number from 1 to 4096 (numbers), found \"8\"")]
    [InlineData("{\"z_size\": null}", "line 1, column 2: z_size: expected a whole number from 1 to 4096 (numbers), found null")]
    [InlineData(
        "{\"z_size\": {\"a\": [1]}}", "line 1, column 2: z_size: expected a whole number from 1 to 4096 (numbers), found an object")]
    [InlineData("{\"use_input_dropout\": 1}", "line 1, column 2: use_input_dropout: expected true or false, found 1")]
    [InlineData("{\"categories\": \"bee\"}", "line 1, column 2: categories: expected one or more different names")]
    [InlineData("{\"categories\": []}", "line 1, column 2: categories: expected one or more different names")]
    [InlineData("{\"categories\": [1]}", "line 1, column 2: categories: expected one or more different names")]
    [InlineData("{\"categories\": [\"\\ud800\"]}", "line 1, column 17: expected text in UTF-8")]
    [InlineData(
        "{\"dec_model\": 1}", "line 1, column 2: dec_model: expected lstm, layer_norm or hyper, found 1; for example dec_model=lstm")]
    public void An_error_says_file_line_column_and_what(string json, string expected)
    {
        InputException e = Assert.Throws<InputException>(() => Load(json));
        Assert.Contains($"config.json: {expected}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_bad_input()
    {
        using TemporaryFolder folder = new();
        Assert.EndsWith(
            "absent.json: expected a configuration file, found none", Fails(folder.File("absent.json")), StringComparison.Ordinal);
        Assert.EndsWith("expected a configuration file, found a folder", Fails(folder.Path), StringComparison.Ordinal);
        File.WriteAllBytes(folder.File("big.json"), new byte[(1 << 20) + 1]);
        Assert.EndsWith(
            "expected a configuration of at most 1048576 bytes, found a longer one", Fails(folder.File("big.json")),
            StringComparison.Ordinal);
        Assert.StartsWith("configuration: expected a configuration file", Fails(""), StringComparison.Ordinal);
        Assert.Contains("expected a configuration file", Fails("a\0b"), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_as_bad_input()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("config.json");
        byte[] whole = Encoding.UTF8.GetBytes(Original);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).ForAll((place, value, length) =>
        {
            byte[] damaged = [.. whole];
            damaged[place] = value;
            File.WriteAllBytes(path, damaged[..Math.Max(length, place + 1)]);
            try
            {
                Assert.NotNull(ModelConfig.Load(path));
            }
            catch (InputException e)
            {
                Assert.Contains("config.json: ", e.Message, StringComparison.Ordinal);
            }
        }, count: 300);
    }

    [Fact]
    public void More_keys_than_a_configuration_can_have_are_refused()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("config.json");
        File.WriteAllText(path, $"{{{string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"a{i}\":1"))}}}");
        Assert.Contains("expected at most 1000 keys, found more", Fails(path), StringComparison.Ordinal);
    }

    private static string Fails(string path) => Assert.Throws<InputException>(() => ModelConfig.Load(path)).Message;

    private static ModelConfig Load(string json)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("config.json"), json, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return ModelConfig.Load(folder.File("config.json"));
    }
}
