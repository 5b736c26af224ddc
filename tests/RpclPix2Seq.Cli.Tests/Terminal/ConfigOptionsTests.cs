using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Terminal;

public sealed class ConfigOptionsTests
{
    private readonly TestHost _test = new();

    [Fact]
    public void The_verb_gets_the_configuration_from_all_sources()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("my.json"), """{"seed": 1, "z_size": 10, "batch_size": 20, "num_sub": 3}""");
        _test.Host = _test.Host with
        {
            Environment = new Dictionary<string, string> { ["RPCL_Z_SIZE"] = "11", ["RPCL_BATCH_SIZE"] = "21" },
        };
        string[] arguments =
        [
            "learn", "--config", folder.File("my.json"), "--hparams", "seed=2,batch_size=22", "--set", "seed=3", "--set", "num_mixture=4",
        ];
        Assert.Equal(ExitCode.Done, _test.Run(arguments, Learn()));
        Assert.Equal("seed 3, z 11, batch 22, mixture 4, sub 3\n", _test.Out);
        Assert.Empty(_test.Error);
    }

    [Fact]
    public void Print_config_shows_key_value_and_source_and_does_nothing_else()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("my.json");
        File.WriteAllText(file, "{\n  \"num_sub\": 3\n}");
        _test.Host = _test.Host with { Environment = new Dictionary<string, string> { ["RPCL_THREADS"] = "2" } };
        Assert.Equal(
            ExitCode.Done,
            _test.Run(
                ["learn", "--print-config", "--config", file, "--set", "compat=reference", "--hparams", "categories=[a,b]"], Learn()));
        string[] lines = _test.Out.TrimEnd().Split('\n');
        Assert.Equal(["key", "value", "source"], Cells(lines[0]));
        Assert.Equal(ConfigKeys.All.Select(key => key.Name), lines.Skip(1).Select(line => Cells(line)[0]));
        AssertLine("num_sub", "3", $"{file}, line 2, column 3");
        AssertLine("threads", "2", "RPCL_THREADS");
        AssertLine("compat", "reference", "--set");
        AssertLine("decay_steps", "3", "compat=reference");
        AssertLine("categories", "a,b", "--hparams, character 1");
        AssertLine("learning_rate", "0.001", "default");

        void AssertLine(string key, string value, string source) =>
            Assert.Equal([key, value, source], Cells(lines.Single(line => Cells(line)[0] == key)));
    }

    [Fact]
    public void Print_config_as_json_has_typed_values()
    {
        Assert.Equal(ExitCode.Done, _test.Run(["learn", "--print-config", "--json", "--set", "seed=5"], Learn()));
        using JsonDocument json = JsonDocument.Parse(_test.Out);
        Assert.Equal(5, json.RootElement.GetProperty("seed").GetProperty("value").GetInt64());
        Assert.Equal("--set", json.RootElement.GetProperty("seed").GetProperty("source").GetString());
        Assert.Equal(5, json.RootElement.GetProperty("categories").GetProperty("value").GetArrayLength());
        Assert.Equal(ConfigKeys.All.Count, json.RootElement.EnumerateObject().Count());
    }

    [Theory]
    [InlineData("--set: z_size: expected a whole number from 1 to 4096 (numbers), found 0; for example z_size=128", "--set", "z_size=0")]
    [InlineData(
        "--set: expected a configuration key, found 'zsize'; did you mean z_size? (--help-config lists all keys)", "--set", "zsize=8")]
    [InlineData("--hparams: character 1: expected name=value, name=[value,value] or name[index]=value, found 'x'", "--hparams", "x")]
    [InlineData(
        "--set: png_width: expected 48 because compat is reference, found 64; set png_width=48 or compat=default", "--set",
        "compat=reference", "--set", "png_width=64")]
    public void A_wrong_key_or_value_on_the_command_line_is_one_line_and_code_2(string message, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, _test.Run(["learn", .. arguments], Learn()));
        Assert.Equal($"rpcl: error: {message}\n", _test.Error);
        Assert.Empty(_test.Out);
    }

    [Fact]
    public void A_wrong_environment_variable_is_code_2_and_a_nearly_right_one_a_warning()
    {
        _test.Host = _test.Host with { Environment = new Dictionary<string, string> { ["RPCL_SEEDS"] = "x" } };
        Assert.Equal(ExitCode.Done, _test.Run(["learn"], Learn()));
        Assert.StartsWith(
            "rpcl: warning: the environment variable RPCL_SEEDS is not a configuration key", _test.Error, StringComparison.Ordinal);
        _test.Host = _test.Host with { Environment = new Dictionary<string, string> { ["RPCL_SEED"] = "x" } };
        Assert.Equal(ExitCode.Usage, _test.Run(["learn"], Learn()));
        Assert.Contains("rpcl: error: RPCL_SEED: seed: expected", _test.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"z_size\": 0}", "line 1, column 2: z_size: expected")]
    [InlineData("{\"z_size\" 0}", "line 1, column 11: expected one JSON object")]
    [InlineData("{\"compat\": \"reference\", \"png_width\": 64}", "png_width: expected 48 because compat is reference, found 64")]
    public void A_wrong_file_is_bad_input_and_code_1(string json, string message)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("my.json"), json);
        Assert.Equal(ExitCode.Failed, _test.Run(["learn", "--config", folder.File("my.json")], Learn()));
        Assert.Contains($"my.json: {message}", _test.Error, StringComparison.Ordinal);
        Assert.Equal(1, _test.Error.Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("--help-config")]
    [InlineData("learn", "--help-config", "--set", "nothing")]
    public void Help_config_lists_every_key_with_range_and_example(params string[] arguments)
    {
        Assert.Equal(ExitCode.Done, _test.Run(arguments, Learn()));
        Assert.All(ConfigKeys.All, key => Assert.Contains($"\n  {key.Name}={key.Default}\n", _test.Out, StringComparison.Ordinal));
        Assert.Contains("\n      Allowed: 1 to 4096 (numbers); for example z_size=128\n", _test.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_says_where_a_verb_without_settings_computes_and_nothing_else()
    {
        CliHost host = _test.Host with
        {
            Environment = new Dictionary<string, string> { ["RPCL_THREADS"] = "3", ["RPCL_PRECISION"] = "float32", ["RPCL_Z_SIZE"] = "11" },
        };
        ModelConfig config = TorchSetup.OnThisMachine(ModelConfig.Defaults, new MachineChoice(Precision: "bfloat16"), host);
        Assert.Equal(ModelConfig.Defaults with { Threads = 3, Precision = ProductPrecision.BFloat16 }, config);
        host = host with { Environment = new Dictionary<string, string> { ["RPCL_THREADS"] = "x" } };
        Assert.StartsWith(
            "RPCL_THREADS", Assert.Throws<UsageException>(() => TorchSetup.OnThisMachine(config, new MachineChoice(), host)).Message,
            StringComparison.Ordinal);
    }

    private static string[] Cells(string line) => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Command Learn() => new Command("learn", "Learn.") { CommonOptions.Json() }.RunsConfigured((_, resolved, host, _) =>
    {
        ModelConfig c = resolved.Config;
        host.Out.WriteLine($"seed {c.Seed}, z {c.ZSize}, batch {c.BatchSize}, mixture {c.NumMixture}, sub {c.NumSub}");
        return ExitCode.Done;
    });
}
