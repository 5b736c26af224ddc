using System.Text.Json;
using System.Xml.Linq;
using RpclPix2Seq.Cli.Commands.Data;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Tests.Commands.Data;

public sealed class DataImportCommandTests : IDisposable
{
    private readonly DataFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_dataset_is_made_and_its_folder_named()
    {
        TestHost test = DataFiles.Do("import", _files.Cat, _files.Dog, "--out", _files.Data);
        Assert.Equal(_files.Data + "\n", test.Out);
        Assert.Contains("read 41 drawings in 2 files, simplified 0\n", test.Error, StringComparison.Ordinal);
        Assert.Contains(
            "kept 41 sketches in 2 categories: 34 for training, 4 for validation, 3 for testing\n", test.Error, StringComparison.Ordinal);
        using DatasetFolder dataset = DatasetFolder.Open(_files.Data);
        Assert.Equal(["cat", "dog"], dataset.Manifest.Description.Categories);
        Assert.Equal(DataFiles.Number(50).Points.ToArray(), dataset.Split(DatasetSplit.Valid)[0].Sketch.Points.ToArray());
    }

    [Fact]
    public void The_report_is_in_the_dataset_and_on_request_on_standard_output()
    {
        File.WriteAllText(_files.File("more.ndjson"), "{\"word\":\"<b>bee</b>\",\"drawing\":[[[0,5],[0,9]]]}\nbroken & <script>\n");
        TestHost test = DataFiles.Do("import", _files.Cat, _files.File("more.ndjson"), "--out", _files.Data, "--json");
        Assert.Equal(File.ReadAllText(Path.Combine(_files.Data, "import-report.json")), test.Out);
        using JsonDocument json = JsonDocument.Parse(test.Out);
        Assert.Equal((36, 37), (json.RootElement.GetProperty("kept").GetInt32(), json.RootElement.GetProperty("drawings").GetInt32()));
        JsonElement drop = json.RootElement.GetProperty("dropped")[0];
        Assert.Equal("line 2", drop.GetProperty("worst")[0].GetProperty("where").GetString());
        Assert.Contains(
            $"dropped: 1 {drop.GetProperty("reason").GetString()} (such as {_files.File("more.ndjson")}, line 2", test.Error,
            StringComparison.Ordinal);
        long counted = json.RootElement.GetProperty("points_after").GetProperty("histogram").EnumerateArray().Sum(bin => bin[2].GetInt64());
        Assert.Equal(36, counted);

        // Well-formed, with nothing to load and everything escaped.
        XElement page = XDocument.Parse(File.ReadAllText(Path.Combine(_files.Data, "import-report.html"))).Root!;
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain(page.Descendants().Attributes(), a => a.Name.LocalName is "src" or "href");
        Assert.Contains(page.Descendants("td"), cell => cell.Value.Contains("more.ndjson, line 2", StringComparison.Ordinal));
        Assert.Equal(12 + 1, page.Descendants("div").Count(div => (string?)div.Attribute("class") == "card"));
        Assert.True(page.Descendants("rect").Any());
    }

    [Fact]
    public void Every_option_reaches_the_import()
    {
        DataFiles.Do(
            "import", _files.Cat, "--out", _files.Data, "--category", "tom", "--from", "npz", "--simplify", "google", "--no-align",
            "--no-scale", "--no-resample",
            "--epsilon", "0", "--min-points", "2", "--max-points", "90", "--max-strokes", "9", "--limit", "20", "--recognized-only",
            "--drop-duplicates",
            "--valid", "0.1", "--test", "10%", "--seed", "7", "--licence", "ours", "--quiet");
        using DatasetFolder dataset = DatasetFolder.Open(_files.Data);
        Assert.Equal(
            ("tom", "ours\n", 20),
            (dataset.Manifest.Description.Categories[0], dataset.ReadLicense(), dataset.Manifest.Train.Statistics.Sketches));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_files.Data, "import-report.json")));
        JsonElement options = json.RootElement.GetProperty("options");
        Assert.Equal(
            "tom npz google False False False 0 False 2 90 9 20 True drop 10% 10% 7 move False",
            string.Join(' ', options.EnumerateObject().Select(option => option.Value.ToString())));
        Assert.Equal(
            20, json.RootElement.GetProperty("simplified").GetInt32() - json.RootElement.GetProperty("categories")[0]
                .GetProperty("over_limit").GetInt32() - 5);
    }

    [Fact]
    public void Numbers_for_files_with_train_alone_are_used_and_reported()
    {
        SketchNpz.Write(_files.Cat, new SketchSplits([.. Enumerable.Range(1, 40).Select(DataFiles.Number)], [], []));
        TestHost test = DataFiles.Do("import", _files.Cat, _files.Dog, "--out", _files.Data, "--valid", "5", "--test", "10%");
        Assert.Contains(
            "kept 46 sketches in 2 categories: 35 for training, 6 for validation, 5 for testing\n", test.Error, StringComparison.Ordinal);
        Assert.Contains(
            "moved at random from the files' training sketches to validation and test: 9 (cat 9), seed 1\n", test.Error,
            StringComparison.Ordinal);
        Assert.Contains(
            "rpcl: warning: categories that have validation sketches of their own keep them: 1 (dog 1); --valid 5 ", test.Error,
            StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(_files.Data, "import-report.json")));
        Assert.Equal(3, json.RootElement.GetProperty("remarks").GetArrayLength());
        Assert.Equal(9, json.RootElement.GetProperty("categories")[0].GetProperty("taken_from_train").GetInt32());
        Assert.Contains("moved at random", File.ReadAllText(Path.Combine(_files.Data, "import-report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_split_without_sketches_is_told_even_if_quiet()
    {
        SketchNpz.Write(_files.Cat, new SketchSplits([.. Enumerable.Range(1, 40).Select(DataFiles.Number)], [], []));
        TestHost test = DataFiles.Do("import", _files.Cat, "--out", _files.Data, "--quiet");
        Assert.Contains("rpcl: warning: no validation sketches; --valid 10% takes some", test.Error, StringComparison.Ordinal);
        Assert.Contains("rpcl: warning: no test sketches; --test 10% takes some", test.Error, StringComparison.Ordinal);
        Assert.Contains($"{_files.Data}: no validation sketches\n", DataFiles.Do("info", _files.Data).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_license_can_be_a_file()
    {
        File.WriteAllText(_files.File("terms.txt"), "as you like");
        DataFiles.Do("import", _files.Cat, "--out", _files.Data, "--licence", _files.File("terms.txt"), "--quiet");
        Assert.Equal("as you like", File.ReadAllText(Path.Combine(_files.Data, "LICENCE.txt")));
    }

    [Theory]
    [InlineData("--valid", "2.5", "--valid: expected a count or a share below 1, found 2.5")]
    [InlineData("--from", "word", "--from: expected one of npz")]
    [InlineData("--simplify", "some", "--simplify: expected auto or google or none")]
    [InlineData("--simplify=none", "--epsilon=1", "--epsilon: expected drawings to be simplified, found --simplify none; leave one out")]
    [InlineData("--max-points", "x", "--max-points: expected a whole number")]
    [InlineData("--category", "a/b", "category: expected a name")]
    [InlineData("--drop-duplicates", "--keep-duplicates", "found both")]
    [InlineData("--valid", "60%", "--test", "50%", "shares below 100%")]
    public void Wrong_options_are_wrong_usage(params string[] line)
    {
        string said = DataFiles.Refuse(ExitCode.Usage, ["import", _files.Cat, "--out", _files.Data, .. line[..^1]]);
        Assert.Contains(line[^1], said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_files.Data));
    }

    [Fact]
    public void A_source_and_a_folder_must_be_named()
    {
        Assert.Contains("--out", DataFiles.Refuse(ExitCode.Usage, "import", _files.Cat), StringComparison.Ordinal);
        Assert.Contains("SOURCE", DataFiles.Refuse(ExitCode.Usage, "import", "--out", _files.Data), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_one_line_and_nothing_is_left()
    {
        File.WriteAllText(_files.File("x.npz"), "PK nothing");
        string[] before = Directory.GetFileSystemEntries(_files.Path);
        Assert.Contains(
            "x.npz", DataFiles.Refuse(ExitCode.Failed, "import", _files.Cat, _files.File("x.npz"), "--out", _files.Data, "--quiet"),
            StringComparison.Ordinal);
        Assert.Contains(
            "absent", DataFiles.Refuse(ExitCode.Failed, "import", _files.File("absent"), "--out", _files.Data, "--quiet"),
            StringComparison.Ordinal);
        Assert.Contains(
            "not empty", DataFiles.Refuse(ExitCode.Failed, "import", _files.Cat, "--out", _files.Path, "--quiet"),
            StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_files.Path));
    }

    [Fact]
    public void Ctrl_C_leaves_nothing()
    {
        string[] before = Directory.GetFileSystemEntries(_files.Path);
        TestHost test = new();
        using CancellationTokenSource source = new();
        source.Cancel();
        int code = CliApplication.Run(
            ["data", "import", _files.Cat, "--out", _files.Data, "--quiet"], test.Host, () => CliRoot.Create(DataCommand.Create()),
            source.Token);
        Assert.Equal((ExitCode.Interrupted, "rpcl: interrupted\n"), (code, test.Error));
        Assert.Equal(before, Directory.GetFileSystemEntries(_files.Path));
    }
}
