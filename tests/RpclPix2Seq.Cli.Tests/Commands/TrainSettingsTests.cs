using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>What rpcl train chooses by default, and how users choose otherwise.</summary>
[Collection(TorchTests.Name)]
public sealed class TrainSettingsTests : IDisposable
{
    private const string Tiny = "dec_model=lstm,dec_rnn_size=16,z_size=8,num_decoder_mixture=2,num_mixture=2,num_sub=2,png_width=32";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_categories_of_the_data_are_trained_whatever_they_are_called()
    {
        string[] names = ["Oma's Katze", "Salz, Pfeffer", "a=b", "\u00DCb\u00E9r"];
        for (int c = 0; c < names.Length; c++)
        {
            Directory.CreateDirectory(_folder.File(Path.Combine("drawings", names[c])));
            for (int i = 0; i < 6; i++)
                ProceduralSketches.Draw(ProceduralSketches.Categories[c], 1, i).Sketch
                    .Save(_folder.File(Path.Combine("drawings", names[c], $"{i}.svg")));
        }

        string data = _folder.File("data"), first = _folder.File("run");
        Rpcl.Do("data", "import", _folder.File("drawings"), "--out", data, "--quiet");
        Rpcl done = Rpcl.Do(
            "train", "--data", data, "--out", first, "--hparams", Tiny, "--num-steps", "2", "--batch-size=4", "--save_steps", "0");
        Assert.Contains("all 4 categories: ", done.Error, StringComparison.Ordinal);
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(first, "config.json")));
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            config.RootElement.GetProperty("categories").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(
            (2, 4), (config.RootElement.GetProperty("num_steps").GetInt32(), config.RootElement.GetProperty("batch_size").GetInt32()));
        Rpcl.Do("reconstruct", first, "--data", data, "--out", _folder.File("redrawn"), "--quiet");
        Rpcl.Do("train", "--data", data, "--resume", first, "--num-steps", "3", "--quiet");
        Assert.StartsWith(
            "--set: min_learning_rate: expected at most learning_rate, which is 1e-6",
            Rpcl.Refuse(ExitCode.Usage, "train", "--data", data, "--resume", first, "--set", "learning_rate=1e-6"),
            StringComparison.Ordinal);

        Rpcl.Do(
            "train", "--data", data, "--out", _folder.File("two"), "--hparams", Tiny, "--num-steps", "1", "--quiet", "--set",
            "categories=Oma's Katze,\"Salz, Pfeffer\"");
        Assert.Contains("\"Salz, Pfeffer\"", File.ReadAllText(Path.Combine(_folder.File("two"), "config.json")), StringComparison.Ordinal);
    }

    // The learning rate of the preset is 0.002; that of the original, which is none of its business, 0.001.
    [Fact]
    public void Values_are_checked_against_those_of_the_preset()
    {
        Rpcl done = Rpcl.Do("train", "--preset", "small", "--set", "min_learning_rate=0.0015", "--print-config");
        Assert.Matches("min_learning_rate +0.0015", done.Out);
        Assert.Contains(
            "min_learning_rate: expected at most learning_rate, which is 0.001",
            Rpcl.Refuse(ExitCode.Usage, "train", "--set", "min_learning_rate=0.0015", "--print-config"), StringComparison.Ordinal);
        Assert.Contains(
            "min_learning_rate: expected at most learning_rate, which is 0.002",
            Rpcl.Refuse(ExitCode.Usage, "train", "--preset", "small", "--set", "min_learning_rate=0.003"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_value_of_a_setting_names_its_option()
    {
        string line = Rpcl.Refuse(ExitCode.Usage, "train", "--data", "x", "--out", "y", "--batch-size", "none");
        Assert.StartsWith("--batch-size: batch_size: expected a whole number from 1 to 65536", line, StringComparison.Ordinal);
        Assert.Contains(
            "did you mean --batch-size?", Rpcl.Refuse(ExitCode.Usage, "train", "--batchsize", "3"), StringComparison.Ordinal);
    }
}
