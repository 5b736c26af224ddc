using CsCheck;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Training.Checkpoints;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <content>Models, checkpoints, settings, options and outputs.</content>
public sealed partial class BadInputTests
{
    [Fact]
    public void A_checkpoint_of_the_original_and_a_folder_with_a_model_inside()
    {
        string original = Directory.CreateDirectory(_folder.File("original")).FullName, output = _folder.File("out");
        File.WriteAllText(Path.Combine(original, "vector-100.data-00000-of-00001"), "");
        AssertSays(
            Refuse(ExitCode.Failed, "sample", original, "--out", output), original,
            "found a TensorFlow checkpoint; rpcl import magenta");
        string parent = Directory.GetParent(run.Folder)!.FullName;
        AssertSays(Refuse(ExitCode.Failed, "sample", parent, "--out", output), parent, $"name {run.Folder}, which is one");
    }

    [Fact]
    public void No_model_there()
    {
        string absent = _folder.File("absent"), output = _folder.File("out");
        string line = $"{absent}: expected a model folder or the folder of a training run, found nothing; name what rpcl train --out made";
        Assert.Equal(line, Refuse(ExitCode.Failed, "sample", absent, "--out", output));
        Assert.Equal(line, Refuse(ExitCode.Failed, "reconstruct", absent, "--data", run.Data, "--out", output));
        AssertSays(Refuse(ExitCode.Failed, "sample", run.Data, "--out", output), run.Data, "found a folder without model.safetensors");
        AssertSays(Refuse(ExitCode.Failed, "sample", run.Bee, "--out", output), run.Bee, "found a file");
        AssertSays(
            Refuse(ExitCode.Failed, Resume(run.Data)), run.Data, "expected the folder of an earlier run",
            "found a folder without config.json");
    }

    [Fact]
    public void A_model_beside_another_configuration()
    {
        string copy = run.Copy(_folder);
        ReplaceIn(Path.Combine(copy, "best", "config.json"), "\"dec_rnn_size\": 16", "\"dec_rnn_size\": 17");
        string line = Refuse(ExitCode.Failed, "sample", copy, "--out", _folder.File("out"));
        AssertSays(line, Path.Combine(copy, "best", "model.safetensors"), "tensor '", "expected shape [", "found [", "another model size");
        Assert.Equal(line, Refuse(ExitCode.Failed, "reconstruct", copy, "--data", run.Data, "--out", _folder.File("out")));

        ReplaceIn(Path.Combine(copy, "best", "config.json"), "\"dec_rnn_size\": 17", "\"dec_rn_size\": 17");
        AssertSays(
            Refuse(ExitCode.Failed, "sample", copy, "--out", _folder.File("out")), "config.json: line", "'dec_rn_size'",
            "did you mean dec_rnn_size?");
        ReplaceIn(Path.Combine(copy, "best", "config.json"), "\"dec_rn_size\": 17", "\"dec_rnn_size\": 16");

        ReplaceIn(Path.Combine(copy, "config.json"), "\"dec_rnn_size\": 16", "\"dec_rnn_size\": 17");
        AssertSays(Refuse(ExitCode.Failed, Resume(copy)), Newest(copy, "model.safetensors"), "tensor '", "expected shape [", "found [");
    }

    [Fact]
    public void A_truncated_model()
    {
        string copy = run.Copy(_folder), file = Path.Combine(copy, "best", "model.safetensors");
        byte[] whole = File.ReadAllBytes(file);
        Gen.Int[0, whole.Length - 1].ForAll(
            length =>
            {
                File.WriteAllBytes(file, whole[..length]);
                Assert.StartsWith(
                    file, Rpcl.Refuse(ExitCode.Failed, "sample", copy, "--out", _folder.File("out")), StringComparison.Ordinal);
            },
            count: 20);
        AssertSays(Refuse(ExitCode.Failed, "sample", copy, "--out", _folder.File("out")), file, "expected", "found");
    }

    [Fact]
    public void A_training_state_that_is_garbage_or_missing()
    {
        string copy = run.Copy(_folder), file = Newest(copy, Checkpoint.TrainingFile);
        File.WriteAllText(file, "not a tensor in sight");
        Rpcl resumed = Rpcl.Do(Resume(copy)); // from the checkpoint before it
        Assert.StartsWith($"rpcl: warning: {file}: expected ", resumed.Error, StringComparison.Ordinal);
        AssertSays(resumed.Error, "the checkpoint is damaged; continuing from the checkpoint before it, step-00000003\n");
        Assert.Equal(File.ReadAllBytes(Newest(run.Folder, "model.safetensors")), File.ReadAllBytes(Newest(copy, "model.safetensors")));
    }

    [Fact]
    public void Training_states_that_are_all_garbage()
    {
        string copy = run.Copy(_folder), file = Newest(copy, Checkpoint.TrainingFile);
        foreach (string folder in Directory.GetDirectories(Path.Combine(copy, "checkpoints")))
            File.WriteAllText(Path.Combine(folder, Checkpoint.TrainingFile), "not a tensor in sight");
        AssertSays(Refuse(ExitCode.Failed, Resume(copy)), file, "expected ", "found 21 bytes", "the checkpoint is damaged");
        foreach (string folder in Directory.GetDirectories(Path.Combine(copy, "checkpoints")))
            File.Delete(Path.Combine(folder, Checkpoint.TrainingFile));
        AssertSays(Refuse(ExitCode.Failed, Resume(copy)), file, "expected a file of the checkpoint, found nothing");
    }

    [Fact]
    public void Checkpoints_that_are_missing()
    {
        string copy = run.Copy(_folder);
        Directory.Delete(Path.Combine(copy, "best")); // the link alone
        Rpcl.Do("sample", copy, "--out", _folder.File("samples"), "--count", "1", "--quiet");
        Directory.Delete(Path.Combine(copy, "last"));
        Directory.Delete(Path.Combine(copy, "checkpoints"), recursive: true);
        AssertSays(
            Refuse(ExitCode.Failed, "sample", copy, "--out", _folder.File("out")), copy, "expected a model folder",
            "found a folder without model.safetensors");
        AssertSays(Refuse(ExitCode.Failed, Resume(copy)), copy, "expected a checkpoint", "found nothing", "start it again");
    }

    [Fact]
    public void A_component_that_does_not_exist()
    {
        string alive = string.Join(", ", run.Components.Order());
        Assert.StartsWith(
            $"component 77: expected a live component: {alive}, found no such one",
            Refuse(ExitCode.Failed, "sample", run.Folder, "--out", _folder.File("out"), "--component", "77"),
            StringComparison.Ordinal);
        foreach (string text in (string[])["-1", "first"])
        {
            Assert.Equal(
                $"--component: expected a whole number, 0 or more, found {text}; for example --component 0 (rpcl sample --help)",
                Refuse(ExitCode.Usage, "sample", run.Folder, "--out", _folder.File("out"), "--component", text));
        }
    }

    [Theory]
    [InlineData("dec_rnn_size=17", "dec_rnn_size: expected 16 as in ", "found 17; a run that is resumed can change only ")]
    [InlineData("z_size=9", "z_size: expected 8 as in ", "found 9; a run that is resumed can change only ")]
    [InlineData("dec_model=hyper", "dec_model: expected lstm as in ", "found hyper; a run that is resumed can change only ")]
    [InlineData("categories=bee,pig", "categories: expected bee,bus as in ", "found bee,pig; a run that is resumed can change only ")]
    [InlineData("seed=2", "seed: expected 1 as in ", "found 2; a run that is resumed can change only ")]
    public void A_run_that_goes_on_as_another(string setting, string expected, string found)
    {
        string copy = run.Copy(_folder);
        AssertSays(Refuse(ExitCode.Usage, [.. Resume(copy), "--set", setting]), expected + Path.Combine(copy, "config.json"), found);
    }

    [Fact]
    public void An_unknown_key()
    {
        Assert.Equal(
            "--set: expected a configuration key, found 'learnig_rate'; did you mean learning_rate or de_learning_rate? "
            + "(--help-config lists all keys)",
            Refuse(ExitCode.Usage, Train(run.Data, "--set", "learnig_rate=1e-3")));
        string file = _folder.File("my.json");
        File.WriteAllText(file, "{\n  \"num_sup\": 2\n}");
        AssertSays(
            Refuse(ExitCode.Failed, Train(run.Data, "--config", file)),
            $"{file}: line 2, column 3: expected a configuration key, found 'num_sup'", "num_sub");
        File.WriteAllText(file, "{\n  \"num_sub\": \n}");
        AssertSays(Refuse(ExitCode.Failed, Train(run.Data, "--config", file)), $"{file}: line 3, column 1", "syntax error");
    }

    [Theory]
    [InlineData("batch_size", "0", "expected a whole number from 1 to ", "for example batch_size=")]
    [InlineData("learning_rate", "nan", "expected a number above 0 to 1", "for example learning_rate=0.001")]
    [InlineData("dec_model", "gru", "expected lstm, layer_norm or hyper", "for example dec_model=lstm")]
    [InlineData("png_width", "50", "a multiple of 16", "for example png_width=48")]
    public void A_setting_out_of_range(string key, string value, string range, string example)
    {
        AssertSays(Refuse(ExitCode.Usage, Train(run.Data, "--set", $"{key}={value}")), $"--set: {key}: ", range, $"found {value}", example);
        string file = _folder.File("my.json");
        File.WriteAllText(
            file, $"{{\"{key}\": {(double.TryParse(value, out double number) && double.IsFinite(number) ? value : $"\"{value}\"")}}}");
        AssertSays(Refuse(ExitCode.Failed, Train(run.Data, "--config", file)), $"{file}: line 1, column 2: {key}: ", range, example);
    }

    [Theory]
    [InlineData(
        "--size: expected a whole number from 8 to 1024, found 4; for example --size 48", "data", "prepare", "x.npz", "--size", "4")]
    [InlineData(
        "--first-row: expected move or ink, found line; for example --first-row move", "data", "prepare", "x.npz", "--first-row", "line")]
    [InlineData(
        "--train: expected a whole number from 1 to 10000000, found 0; for example --train 2000", "data", "procedural", "--out", "x",
        "--train", "0")]
    [InlineData(
        "--temperature: expected a number from 0 to 10, found -1; for example --temperature 0.24", "sample", "x", "--out", "y",
        "--temperature", "-1")]
    [InlineData(
        "--pen-temperature: expected a number from 0 to 10, found 11; for example --pen-temperature 0.5", "sample", "x", "--out", "y",
        "--pen-temperature", "11")]
    [InlineData(
        "--code-temperature: expected a number from 0 to 10, found 11; for example --code-temperature 0.5", "sample", "x", "--out", "y",
        "--code-temperature", "11")]
    [InlineData(
        "--count: expected a whole number from 1 to 1000, found 0; for example --count 12", "reconstruct", "x", "--data", "d", "--out", "y",
        "--count", "0")]
    [InlineData("--minutes: expected a number from 0.05 to 600, found 0; for example --minutes 3", "quickstart", "--minutes", "0")]
    public void An_option_out_of_range(string line, params string[] arguments) =>
        Assert.StartsWith(line, Refuse(ExitCode.Usage, arguments), StringComparison.Ordinal);

    [Theory]
    [InlineData("option '--out' is required", "data", "procedural")]
    [InlineData("unknown option '--data_dir'; use --data FOLDER (rpcl train --help)", "train", "--data_dir=x")]
    [InlineData("unknown option '--steps'; use --num-steps N (rpcl train --help)", "train", "--data", "x", "--steps", "9")]
    [InlineData("unknown option '--epochs'; use --num-epochs N (rpcl train --help)", "train", "--epochs", "9")]
    [InlineData("--data: expected the folder of the sketches, found none", "reconstruct", "x", "--out", "y")]
    [InlineData(
        "expected at most one of --data, --input, --component, --per-component and --codes, found --data and --input",
        "sample", "x", "--out", "y", "--data", "d", "--input", "f")]
    [InlineData(
        "expected at most one of --data, --input, --component, --per-component and --codes, found --input and --component",
        "sample", "x", "--out", "y", "--input", "f", "--component", "1")]
    [InlineData(
        "expected at most one of --greedy and --temperature, found both", "sample", "x", "--out", "y", "--greedy", "--temperature", "1")]
    [InlineData(
        "--code-temperature: expected codes from the mixture, found those of --input; leave it out", "sample", "x", "--out", "y",
        "--input", "f", "--code-temperature", "1")]
    [InlineData(
        "--code-temperature: expected codes from the mixture, found those of given drawings; leave it out", "vary", "x", "f", "--out", "y",
        "--code-temperature", "1")]
    [InlineData(
        "--code-temperature: expected codes from the mixture, found those of given drawings; leave it out", "reconstruct", "x", "f",
        "--out", "y", "--code-temperature", "1")]
    [InlineData(
        "--code-temperature: expected codes from the mixture, found those of test sketches; --unconditional draws from the mixture, too",
        "evaluate", "x", "--data", "d", "--code-temperature", "1")]
    [InlineData(
        "--size: expected png or gif with --only, found neither", "sample", "x", "--out", "y", "--only", "npz", "--size", "64")]
    [InlineData(
        "--split: expected npz with --only, found none", "sample", "x", "--out", "y", "--only", "svg", "--split", "train")]
    [InlineData("--data: expected the folder of the sketches, found none; for example --data data", "train", "--out", "y")]
    [InlineData("--resume auto: expected --out beside it, found none", "train", "--data", "d", "--resume", "auto")]
    [InlineData("--data: expected the folder of the sketches, found none", "train")]
    [InlineData(
        "expected either --out NEW_FOLDER or --resume RUN_FOLDER; for example --out ", "train", "--data", "d", "--out", "y", "--resume",
        "r")]
    public void Options_that_are_missing_or_exclude_each_other(string line, params string[] arguments) =>
        Assert.StartsWith(line, Refuse(ExitCode.Usage, arguments), StringComparison.Ordinal);

    [Fact]
    public void An_output_that_exists()
    {
        string there = _folder.File("there"), file = Path.Combine(there, "something");
        Directory.CreateDirectory(there);
        File.WriteAllText(file, "mine");
        string[][] commands =
        [
            ["train", "--data", run.Data, "--quiet", "--hparams", TrainedRun.Tiny],
            ["sample", run.Folder, "--quiet"],
            ["interpolate", run.Folder, First, First, "--steps", "2", "--quiet"],
            ["analogy", run.Folder, First, First, First, "--count", "1", "--quiet"],
            ["vary", run.Folder, First, "--count", "1", "--quiet"],
            ["complete", run.Folder, First, "--count", "1", "--quiet"],
            ["reconstruct", run.Folder, "--data", run.Data, "--quiet"],
            ["data", "procedural"],
            ["quickstart"],
        ];
        foreach (string[] command in commands)
        {
            string line = Refuse(ExitCode.Failed, [.. command, "--out", there]);
            Assert.StartsWith(
                $"{there}: expected a new folder, found a folder that is not empty; name another folder", line, StringComparison.Ordinal);
            Assert.StartsWith(
                $"{file}: expected a new folder, found a file; name another folder", Refuse(ExitCode.Failed, [.. command, "--out", file]),
                StringComparison.Ordinal);
            AssertSays(
                Refuse(ExitCode.Failed, [.. command, "--out", Path.Combine(file, "below")]), Path.Combine(file, "below"),
                "expected a folder that can be made");
            AssertSays(Refuse(ExitCode.Failed, [.. command, "--out", ""]), "expected the name of a new folder", "found an empty name");
        }
    }

    [Fact]
    public void Pictures_that_exist_are_replaced_only_by_force()
    {
        Rpcl.Do("data", "prepare", run.Bee, "--out", _folder.Path, "--quiet");
        string pictures = _folder.File("bee_png.npz");
        Assert.Equal(
            $"{pictures}: expected no such file yet, found a file; give --force to replace it",
            Refuse(ExitCode.Failed, "data", "prepare", run.Bee, "--out", _folder.Path, "--size", "16"));
        Rpcl.Do("data", "prepare", run.Bee, "--out", _folder.Path, "--size", "16", "--force", "--quiet");
        Assert.Equal(16, ImageNpz.Read(pictures).Train.Width);
    }

    private static string Newest(string folder, string file) => Path.Combine(folder, "checkpoints", "step-00000006", file);

    private string[] Resume(string folder) => ["train", "--data", run.Data, "--resume", folder, "--quiet"];

    private static void ReplaceIn(string file, string old, string now)
    {
        string text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, now, StringComparison.Ordinal));
    }
}
