using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Models go to other programs and come back: rpcl export and import magenta and tf1.</summary>
[Collection(TorchTests.Name)]
public sealed class ExchangeTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_comes_back_from_a_checkpoint_byte_for_byte()
    {
        string prefix = _folder.File("tf1/vector-0"), back = _folder.File("back");
        Rpcl written = Rpcl.Do("export", "tf1", run.Folder, "--out", prefix);
        Assert.Equal(prefix + "\n", written.Out);
        Assert.Equal(
            "rpcl: warning: the original cannot load this: "
            + "deconv/deconv3 has a bias instead of the original's normalization (compat=default)\n"
            + "62 variables; without the optimizer, which the original needs only to train on\n", written.Error);
        Assert.Equal(
            ["checkpoint", "config.json", "model_config.json", "vector-0.data-00000-of-00001", "vector-0.index"],
            Directory.GetFiles(_folder.File("tf1")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            "model_checkpoint_path: \"vector-0\"\nall_model_checkpoint_paths: \"vector-0\"\n",
            File.ReadAllText(_folder.File("tf1/checkpoint")));
        Rpcl read = Rpcl.Do("import", "tf1", prefix, "--out", back);
        Assert.Equal(back + "\n", read.Out);
        Assert.Equal(
            "61 of 62 variables used, none missing\nnot used, never changed by the original: RPCL-pix2seq/num_of_steps\n"
            + $"next: rpcl sample {back}\n",
            read.Error);
        foreach (string file in (string[])["model.safetensors", "config.json"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(run.Folder, "best", file)), File.ReadAllBytes(Path.Combine(back, file)));
        Rpcl.Do("sample", back, "--count", "2", "--out", _folder.File("samples"));
    }

    [Fact]
    public void The_originals_settings_are_read_and_unknown_ones_are_reported()
    {
        string prefix = _folder.File("tf1/vector"), folder = _folder.File("tf1");
        Rpcl.Do("export", "tf1", run.Folder, "--out", prefix, "--quiet");
        string[] line = ["import", "tf1", prefix + ".index", "--json", "--out"];
        using (JsonDocument json = JsonDocument.Parse(
            Rpcl.Do([.. line, _folder.File("a"), "--config", Path.Combine(folder, "model_config.json"), "--stroke-scale", "12.5"]).Out))
        {
            Assert.Equal(12.5, json.RootElement.GetProperty("stroke_scale").GetDouble());
            Assert.Equal(61, json.RootElement.GetProperty("used").GetArrayLength());
            JsonElement unused = Assert.Single(json.RootElement.GetProperty("unused").EnumerateArray());
            Assert.Equal("RPCL-pix2seq/num_of_steps", unused.GetProperty("name").GetString());
            Assert.Empty(json.RootElement.GetProperty("missing").EnumerateArray());
        }

        Assert.Equal(["bee", "bus"], ModelConfig.Load(_folder.File("a/config.json")).Categories);
        File.Delete(Path.Combine(folder, "config.json"));
        Assert.Equal(["bee", "bus"], Categories(Rpcl.Do([.. line, _folder.File("b")]), "b"));
        File.Delete(Path.Combine(folder, "model_config.json"));
        Rpcl bare = Rpcl.Do([.. line, _folder.File("c")]);
        Assert.Equal(["unknown"], Categories(bare, "c"));
        Assert.Contains("rpcl: warning: no model_config.json: ", bare.Error, StringComparison.Ordinal);

        string[] Categories(Rpcl _, string name) => [.. ModelConfig.Load(_folder.File($"{name}/config.json")).Categories];
    }

    [Fact]
    public void A_damaged_checkpoint_leaves_nothing()
    {
        string prefix = _folder.File("tf1/vector"), back = _folder.File("back"), data = prefix + ".data-00000-of-00001";
        Rpcl.Do("export", "tf1", run.Folder, "--out", prefix, "--quiet");
        byte[] bytes = File.ReadAllBytes(data);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(data, bytes);
        Assert.EndsWith(
            "the checkpoint is damaged: copy it again",
            Refuse("import", "tf1", prefix, "--out", back), StringComparison.Ordinal);
        File.Delete(data);
        Assert.EndsWith(
            "copy all files of the checkpoint into one folder",
            Refuse("import", "tf1", prefix, "--out", back), StringComparison.Ordinal);
        Assert.StartsWith(
            _folder.File("no.index") + ": expected",
            Refuse("import", "tf1", _folder.File("no"), "--out", back), StringComparison.Ordinal);
        Assert.False(Directory.Exists(back));
        Assert.EndsWith(
            "name a new folder, for example --out tf1/vector",
            Refuse("export", "tf1", run.Folder, "--out", prefix), StringComparison.Ordinal);
        Assert.Contains(
            "expected FOLDER/NAME",
            Rpcl.Refuse(ExitCode.Usage, "export", "tf1", run.Folder, "--out", "x/"), StringComparison.Ordinal);
    }

    [Fact]
    public void Graphs_a_page_and_what_describes_them_are_written()
    {
        string folder = _folder.File("onnx"), small = _folder.File("small");
        Rpcl written = Rpcl.Do("export", "onnx", run.Folder, "--out", folder);
        Assert.Equal(folder + "\n", written.Out);
        Assert.Matches("^encoder.onnx: [0-9,]+ bytes\n", written.Error);
        Assert.EndsWith($"operator set 17; next: {folder}/README.md\n", written.Error, StringComparison.Ordinal);
        Assert.Equal(
            [
                "README.md", "decoder_loop.onnx", "decoder_start.onnx", "decoder_step.onnx", "encoder.onnx", "index.html", "manifest.json",
                "mixture.onnx", "pixel_decoder.onnx", "posterior.onnx",
            ],
            Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Rpcl said = Rpcl.Do("info", folder);
        Assert.StartsWith(
            $"{folder}: a model as ONNX graphs\ngraphs  decoder_loop.onnx, decoder_start.onnx, ", said.Out, StringComparison.Ordinal);
        Assert.Equal($"next: {folder}/README.md\n", said.Error);
        using JsonDocument json = JsonDocument.Parse(
            Rpcl.Do("export", "onnx", run.Folder, "--precision", "int8", "--json", "--out", small).Out);
        Assert.Equal("int8", json.RootElement.GetProperty("weights").GetString());
        JsonElement encoder = json.RootElement.GetProperty("files")[0];
        Assert.Equal(new FileInfo(Path.Combine(small, "encoder.onnx")).Length, encoder.GetProperty("bytes").GetInt64());
        Assert.InRange(encoder.GetProperty("bytes").GetInt64(), 1, new FileInfo(Path.Combine(folder, "encoder.onnx")).Length / 3);
        Assert.EndsWith(
            "found a folder that is not empty; name another folder", Refuse("export", "onnx", run.Folder, "--out", small),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "--precision: expected single or half or int8, found int4; for example --precision single",
            Rpcl.Refuse(ExitCode.Usage, "export", "onnx", run.Folder, "--precision", "int4"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_decoder_and_a_code_go_to_the_players_and_come_back()
    {
        int component = run.Components[0];
        string file = _folder.File("bee.gen.json"), drawn = _folder.File("drawn.gen.json"), model = _folder.File("model");
        Rpcl made = Rpcl.Do("export", "magenta", run.Folder, "--component", $"{component}", "--out", file, "--json");
        using (JsonDocument json = JsonDocument.Parse(made.Out))
        {
            Assert.Equal("bee", json.RootElement.GetProperty("name").GetString());
            Assert.Equal((32, 2, 0), (
                json.RootElement.GetProperty("units").GetInt32(), json.RootElement.GetProperty("mixtures").GetInt32(),
                json.RootElement.GetProperty("clipped").GetInt32()));
        }

        Assert.Contains("the players expect 20 normals, this decoder has 2", made.Error, StringComparison.Ordinal);
        Rpcl.Do("import", "magenta", file, "--out", model);
        Rpcl.Do("sample", model, "--count", "3", "--out", _folder.File("samples"));
        Assert.Equal(drawn + "\n", Rpcl.Do("export", "magenta", run.Folder, "--out", drawn, "--seed", "5", "--name", "bee").Out);
        Assert.NotEqual(File.ReadAllBytes(file), File.ReadAllBytes(drawn));
    }

    [Fact]
    public void A_code_comes_from_a_file()
    {
        string codes = _folder.File("codes.npy"), mean = _folder.File("mean.npz");
        string a = _folder.File("a.gen.json"), b = _folder.File("b.gen.json");
        float[] two = [.. Enumerable.Range(0, 16).Select(i => i / 10f)];
        NpyWriter.Write<float>(codes, two, 2, 8);
        Rpcl.Do("encode", run.Folder, $"{run.Bee}#0", "--out", mean);
        Rpcl.Do("export", "magenta", run.Folder, "--code", mean, "--out", a);
        Rpcl.Do("export", "magenta", run.Folder, "--code", $"{codes}#0", "--out", a, "--name", "x");
        Rpcl.Do("export", "magenta", run.Folder, "--code", $"{codes}#1", "--out", b, "--name", "x");
        Assert.NotEqual(File.ReadAllBytes(a), File.ReadAllBytes(b));
        Assert.EndsWith(
            $"expected one, found 2; name one of them: {codes}#0 to #1",
            Refuse("export", "magenta", run.Folder, "--code", codes, "--out", a), StringComparison.Ordinal);
        Assert.Contains(
            "expected an index from 0 to 1, found 2", Refuse("export", "magenta", run.Folder, "--code", $"{codes}#2", "--out", a),
            StringComparison.Ordinal);
        Assert.Contains(
            "expected a live component",
            Refuse("export", "magenta", run.Folder, "--component", "77", "--out", a), StringComparison.Ordinal);
        Assert.Contains(
            "at most one of --component and --code",
            Rpcl.Refuse(ExitCode.Usage, "export", "magenta", run.Folder, "--component", "1", "--code", codes, "--out", a),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_is_written_by_itself()
    {
        string model = _folder.File("exported"), file = _folder.File("README.md");
        Rpcl.Do("export", "model", run.Folder, "--out", model, "--note", "Made of bees.");
        string card = File.ReadAllText(Path.Combine(model, "README.md"));
        Assert.Equal(card, Rpcl.Do("export", "card", model, "--note", "Made of bees.").Out);
        Assert.Equal(file + "\n", Rpcl.Do("export", "card", model, "--out", file).Out);
        Assert.Equal(card.Replace("Made of bees.\n\n", "", StringComparison.Ordinal), File.ReadAllText(file));
    }

    private static string Refuse(params string[] line) => Rpcl.Refuse(ExitCode.Failed, line);
}
