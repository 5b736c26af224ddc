using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>Verbs that show the latent space: components, map, and the formats of encode.</summary>
[Collection(TorchTests.Name)]
public sealed class LatentVerbTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Components_are_shown_with_their_sketches()
    {
        string output = _folder.File("components");
        Rpcl done = Rpcl.Do("components", run.Folder, "--data", run.Data, "--out", output, "--count", "3");
        Assert.StartsWith("component  weight  sketches", done.Out, StringComparison.Ordinal);
        Assert.Contains("12 test sketches: normalized mutual information", done.Error, StringComparison.Ordinal);
        Assert.Equal(["components.html", "components.json", "components.png", "components.svg"], Files(output));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "components.json")));
        JsonElement[] components = [.. report.RootElement.GetProperty("components").EnumerateArray()];
        Assert.Equal(run.Components.Order(), components.Select(c => c.GetProperty("component").GetInt32()).Order());
        double[] weights = [.. components.Select(c => c.GetProperty("weight").GetDouble())];
        Assert.Equal(weights.OrderDescending(), weights);
        Assert.Equal(
            12 - report.RootElement.GetProperty("elsewhere").GetInt32(), components.Sum(c => c.GetProperty("sketches").GetInt32()));
        Assert.All(components, c =>
        {
            int sketches = c.GetProperty("sketches").GetInt32();
            Assert.Equal(sketches, c.GetProperty("categories").EnumerateArray().Sum(share => share.GetProperty("count").GetInt32()));
            Assert.Equal(Math.Min(3, sketches), c.GetProperty("exemplars").GetArrayLength());
            Assert.All(c.GetProperty("exemplars").EnumerateArray(), exemplar => Assert.True(IsTestSketch(exemplar)));
        });
        Assert.All(
            (string[])["purity", "normalized_mutual_information", "linear_probe"],
            key => Assert.InRange(report.RootElement.GetProperty(key).GetDouble(), 0, 1));
        JsonElement fitted = report.RootElement.GetProperty("fitted_afterward");
        Assert.Equal(run.Components.Count, fitted.GetProperty("components").GetInt32());
        Assert.Contains(
            $"a mixture of {run.Components.Count} components fitted to the same codes afterward", done.Error, StringComparison.Ordinal);
        Assert.Contains("a linear probe reads the category of ", done.Error, StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(output, "components.html"));
        Assert.All(run.Components, k => Assert.Contains($"<h2>component {k}</h2>", page, StringComparison.Ordinal));
    }

    [Fact]
    public void One_component_alone_is_shown_and_the_scores_stay()
    {
        int component = run.Components[^1];
        string[] line = ["components", run.Folder, "--data", run.Data, "--split", "all", "--count", "2", "--json", "--quiet"];
        Rpcl one = Rpcl.Do([.. line, "--out", _folder.File("one"), "--component", $"{component}"]),
            all = Rpcl.Do([.. line, "--out", _folder.File("all")]);
        using JsonDocument alone = JsonDocument.Parse(one.Out), whole = JsonDocument.Parse(all.Out);
        Assert.Equal(
            [component], alone.RootElement.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("component").GetInt32()));
        Assert.Equal(46, alone.RootElement.GetProperty("sketches").GetInt32());
        Assert.Equal(whole.RootElement.GetProperty("purity").GetDouble(), alone.RootElement.GetProperty("purity").GetDouble());
        Assert.Empty(one.Error);
    }

    [Fact]
    public void A_map_shows_the_sketches_of_a_split_by_both_methods()
    {
        string output = _folder.File("map");
        Rpcl done = Rpcl.Do(
            "map", run.Folder, "--data", run.Data, "--out", output, "--method", "both", "--color", "category", "--epochs", "20",
            "--neighbors", "4");
        Assert.Equal(Path.Combine(output, "map.html") + "\n", done.Out);
        Assert.Contains("laying out: 20 passes in", done.Error, StringComparison.Ordinal);
        Assert.Equal(["map-pca.png", "map-pca.svg", "map-umap.png", "map-umap.svg", "map.html", "map.json"], Files(output));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "map.json")));
        JsonElement[] drawings = [.. report.RootElement.GetProperty("drawings").EnumerateArray()];
        Assert.Equal(12, drawings.Length);
        Assert.Equal(["bee_0", "bus_5"], drawings.Select(drawing => drawing.GetProperty("name").GetString()).Where((_, i) => i is 0 or 11));
        Assert.All(
            drawings,
            drawing =>
                Assert.All(
                    (string[])["pca", "umap"],
                    method => Assert.Equal(2, drawing.GetProperty("places").GetProperty(method).GetArrayLength())));
        Assert.Contains("bee · 6", File.ReadAllText(Path.Combine(output, "map-pca.svg")), StringComparison.Ordinal);

        string[] again =
        [
            "map", run.Folder, "--data", run.Data, "--out", _folder.File("again"), "--method", "umap", "--epochs", "20", "--neighbors", "4",
            "--json", "--quiet",
        ];
        using JsonDocument same = JsonDocument.Parse(Rpcl.Do(again).Out);
        Assert.Equal(Places(drawings), Places(same.RootElement.GetProperty("drawings").EnumerateArray()));
        Assert.Matches("component [0-9]+ · ", File.ReadAllText(Path.Combine(_folder.File("again"), "map-umap.svg")));

        static string[] Places(IEnumerable<JsonElement> drawings) =>
            [.. drawings.Select(drawing => drawing.GetProperty("places").GetProperty("umap").GetRawText().ReplaceLineEndings(""))];
    }

    [Fact]
    public void A_map_shows_pictures_and_a_choice_of_many_and_even_one()
    {
        byte[] drawn = new byte[100 * 100];
        new Rasterizer(RasterOptions.Default with { Size = 100, LineWidth = 3, Margin = 20 })
            .Draw(SketchNpz.Read(run.Bee).Test[0].Points, drawn);
        string picture = _folder.File("bee.png"), output = _folder.File("map");
        File.WriteAllBytes(picture, PngWriter.Encode(drawn, 100, 100, 1));
        Rpcl.Do("map", run.Folder, picture, run.Bee, "--out", output, "--color", "category", "--quiet");
        string page = File.ReadAllText(Path.Combine(output, "map.html"));
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.Contains("pictures · 1", File.ReadAllText(Path.Combine(output, "map-pca.svg")), StringComparison.Ordinal);

        using JsonDocument few = JsonDocument.Parse(
            Rpcl.Do("map", run.Folder, run.Bee, "--out", _folder.File("few"), "--most", "5", "--json", "--quiet").Out);
        int[] indices =
        [
            .. few.RootElement.GetProperty("drawings").EnumerateArray().Select(drawing =>
                int.Parse(drawing.GetProperty("input").GetString()!.Split('#')[1], CultureInfo.InvariantCulture)),
        ];
        Assert.Equal(5, indices.Distinct().Count());
        Assert.Equal(indices.Order(), indices);

        Rpcl.Do("map", run.Folder, picture, "--out", _folder.File("one"), "--method", "both", "--epochs", "5", "--quiet");
    }

    [Theory]
    [InlineData("codes.npy")]
    [InlineData("codes.json")]
    [InlineData("codes.csv")]
    public void Codes_are_written_in_the_format_of_the_extension(string name)
    {
        string file = _folder.File(name);
        Assert.Equal(file + "\n", Rpcl.Do("encode", run.Folder, run.Bee, "--out", file, "--quiet").Out);
        switch (Path.GetExtension(name))
        {
            case ".npy":
                Assert.Equal([23, 8], NpyReader.Read(file).Shape.ToArray());
                break;
            case ".json":
                using (JsonDocument codes = JsonDocument.Parse(File.ReadAllText(file)))
                    Assert.Equal("bee_22", codes.RootElement.GetProperty("codes")[22].GetProperty("name").GetString());
                break;
            default:
                Assert.Equal(24, File.ReadAllLines(file).Length);
                break;
        }
    }

    [Fact]
    public void A_file_for_codes_of_no_known_format()
    {
        Assert.Equal(
            "--out: expected a file that ends in .npz, .npy, .json or .csv, found codes.txt; for example --out codes.npz",
            Rpcl.Refuse(ExitCode.Usage, "encode", run.Folder, run.Bee, "--out", "codes.txt"));
    }

    [Fact]
    public void A_component_that_does_not_exist()
    {
        string alive = string.Join(", ", run.Components.Order());
        Assert.StartsWith(
            $"component 77: expected a live component: {alive}, found no such one",
            Rpcl.Refuse(ExitCode.Failed, "components", run.Folder, "--data", run.Data, "--out", _folder.File("out"), "--component", "77"),
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public void A_split_without_sketches()
    {
        string copy = run.Copy(_folder), data = _folder.File("data"), config = Path.Combine(copy, "best", "config.json");
        File.WriteAllText(
            config, File.ReadAllText(config).Replace("\"max_seq_len\": -1", "\"max_seq_len\": 400", StringComparison.Ordinal));
        Directory.CreateDirectory(data);
        foreach (string category in (string[])["bee", "bus"])
        {
            SketchSplits some = SketchNpz.Read(Path.Combine(run.Data, category + ".npz"));
            SketchNpz.Write(Path.Combine(data, category + ".npz"), some with { Test = [TooLong()] });
        }

        foreach (string verb in (string[])["components", "map"])
        {
            Rpcl refused = Rpcl.Run(verb, copy, "--data", data, "--out", _folder.File("out"));
            Assert.Equal(ExitCode.Failed, refused.Code);
            Assert.Equal(
                [
                    "rpcl: warning: left out: 2 sketches longer than max_seq_len=400 (bee 1, bus 1); 2 test",
                    $"rpcl: warning: {data}: no test sketches",
                    $"rpcl: error: {data}: expected sketches to look at, found none in this split; name another with --split",
                ],
                refused.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Fact]
    public void An_empty_folder_a_missing_model_and_an_output_that_exists()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        Directory.CreateDirectory(_folder.File("there"));
        File.WriteAllText(Path.Combine(_folder.File("there"), "mine"), "mine");
        Assert.Contains(
            "found none", Rpcl.Refuse(ExitCode.Failed, "map", run.Folder, _folder.File("empty"), "--out", _folder.File("out")),
            StringComparison.Ordinal);
        foreach (string verb in (string[])["components", "map"])
        {
            Assert.StartsWith(
                $"{_folder.File("there")}: expected a new folder, found a folder that is not empty",
                Rpcl.Refuse(ExitCode.Failed, verb, run.Folder, "--data", run.Data, "--out", _folder.File("there")),
                StringComparison.Ordinal);
            Assert.StartsWith(
                $"{_folder.File("empty")}: expected a model folder",
                Rpcl.Refuse(ExitCode.Failed, verb, _folder.File("empty"), "--data", run.Data, "--out", _folder.File("out")),
                StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Theory]
    [InlineData("--data: expected the folder of the sketches, found none", "map", "x", "--out", "y")]
    [InlineData("expected either --data or pictures and sketch files, found --data and f", "map", "x", "f", "--data", "d", "--out", "y")]
    [InlineData(
        "--method: expected pca or umap or both, found tsne; for example --method pca", "map", "x", "f", "--out", "y", "--method", "tsne")]
    [InlineData("--epochs: expected --method umap or both beside it, found pca", "map", "x", "f", "--out", "y", "--epochs", "5")]
    [InlineData(
        "--picture-mode: expected pictures beside it", "map", "x", "--data", "d", "--out", "y", "--picture-mode", "resample")]
    [InlineData(
        "--picture-mode: expected pictures beside it", "reconstruct", "x", "--data", "d", "--out", "y", "--picture-mode", "resample")]
    [InlineData("--picture-mode: expected --input beside it", "sample", "x", "--out", "y", "--picture-mode", "resample")]
    [InlineData("--color: expected component or category, found red", "map", "x", "f", "--out", "y", "--color", "red")]
    [InlineData(
        "--neighbors: expected a whole number from 2 to 200, found 1; for example --neighbors 15", "map", "x", "f", "--out", "y",
        "--neighbors", "1")]
    [InlineData(
        "--min-dist: expected a number from 0 to 1, found 2; for example --min-dist 0.1", "map", "x", "f", "--out", "y", "--min-dist", "2")]
    [InlineData(
        "--count: expected a whole number from 1 to 200, found 0; for example --count 8", "components", "x", "--data", "d", "--out", "y",
        "--count", "0")]
    [InlineData("--data: expected the folder of the sketches, found none", "components", "x", "--out", "y")]
    public void Wrong_usage(string line, params string[] arguments) =>
        Assert.StartsWith(line, Rpcl.Refuse(ExitCode.Usage, arguments), StringComparison.Ordinal);

    private static Sketch TooLong() => new([.. Enumerable.Range(0, 5000).Select(i => new StrokePoint(i % 3, 1, PenUp: false))]);

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("codes.npz")]
    [InlineData("codes.npy")]
    public void Codes_are_drawn_as_the_drawings_they_are_of(string name)
    {
        string file = _folder.File(name), drawn = _folder.File("drawn"), again = _folder.File("again");
        Rpcl.Do("encode", run.Folder, run.Bee, "--out", file, "--quiet");
        Rpcl.Do("sample", run.Folder, "--codes", file, "--out", drawn, "--quiet");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(drawn, "manifest.json")))!;
        Assert.Equal(("codes", file), ((string)manifest["mode"]!, (string)manifest["settings"]!["codes"]!));
        Assert.Null(manifest["code_temperature"]);
        Assert.Contains(
            "Drawn from given codes", File.ReadAllText(Path.Combine(drawn, "contact.svg")), StringComparison.Ordinal);
        Rpcl.Do("sample", run.Folder, "--input", run.Bee, "--out", again, "--quiet");
        Assert.Equal(File.ReadAllBytes(Path.Combine(again, "sketches.npz")), File.ReadAllBytes(Path.Combine(drawn, "sketches.npz")));
    }

    [Fact]
    public void Codes_that_cannot_be_drawn_are_refused()
    {
        string file = _folder.File("codes.npy"), output = _folder.File("drawn");
        NpyWriter.Write<double>(file, new double[14], 2, 7);
        Assert.Equal(
            $"{file}: codes: expected floating-point numbers [N, 8], as long as the model's codes, found <f8 [2, 7]; "
            + "rpcl encode writes such files",
            Rpcl.Refuse(ExitCode.Failed, "sample", run.Folder, "--codes", file, "--out", output));
        NpyWriter.Write<float>(file, new float[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, float.NaN, 0, 0, 0, 0, 0 }, 2, 8);
        Assert.Equal(
            $"{file}: code 1, number 2: expected a finite number, found NaN",
            Rpcl.Refuse(ExitCode.Failed, "sample", run.Folder, "--codes", file, "--out", output));
        Assert.Contains(
            "mean", Rpcl.Refuse(ExitCode.Failed, "sample", run.Folder, "--codes", run.Bee, "--out", output), StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));
    }

    private static bool IsTestSketch(JsonElement drawing)
    {
        string[] input = drawing.GetProperty("input").GetString()!.Split('#');
        SketchSplits splits = SketchNpz.Read(input[0]);
        int index = int.Parse(input[1], CultureInfo.InvariantCulture) - splits.Train.Length - splits.Valid.Length;
        return index >= 0 && index < splits.Test.Length;
    }
}
