using System.Text.Json;
using RpclPix2Seq.Cli.Commands.Data;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands.Data;

public sealed class DataInfoCommandTests
{
    private readonly TestHost _test = new();

    [Fact]
    public void Splits_are_counted()
    {
        using TemporaryFolder folder = new();
        string file = Write(folder);
        Assert.Equal(ExitCode.Done, _test.Run(["data", "info", file], DataCommand.Create()));
        string[] lines = _test.Out.TrimEnd().Split('\n');
        Assert.Equal([file, "train", "2", "4", "2.0", "1.5", "3"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal([file, "valid", "1", "1", "1.0", "1.0", "1"], lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void Counts_are_written_as_json()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(ExitCode.Done, _test.Run(["data", "info", "--json", Write(folder)], DataCommand.Create()));
        using JsonDocument json = JsonDocument.Parse(_test.Out);
        Assert.Equal(
            ["train", "valid", "test"], json.RootElement.EnumerateArray().Select(split => split.GetProperty("split").GetString()!));
        Assert.Equal((2, 4, 3, 3), (Number("sketches"), Number("points"), Number("strokes"), Number("longest")));

        int Number(string name) => json.RootElement[0].GetProperty(name).GetInt32();
    }

    [Fact]
    public void A_missing_file_is_one_line_and_code_1()
    {
        using TemporaryFolder folder = new();
        Assert.Equal(ExitCode.Failed, _test.Run(["data", "info", folder.File("absent.npz")], DataCommand.Create()));
        Assert.Contains("absent.npz", _test.Error, StringComparison.Ordinal);
        Assert.Equal(1, _test.Error.Count(c => c == '\n'));
        Assert.Empty(_test.Out);
    }

    [Fact]
    public void Datasets_answer_from_their_manifest()
    {
        using DataFiles files = new DataFiles().Imported();
        TestHost test = DataFiles.Do("info", files.Data, "--json");
        using JsonDocument json = JsonDocument.Parse(test.Out);
        JsonElement[] splits = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(
            ["train 34", "valid 4", "test 3"],
            splits.Select(split => $"{split.GetProperty("split").GetString()} {split.GetProperty("sketches").GetInt32()}"));
        Assert.Equal(
            (30, 4),
            (splits[0].GetProperty("categories").GetProperty("cat").GetInt32(), splits[0].GetProperty("categories").GetProperty("dog")
                .GetInt32()));
        Assert.Equal(
            ("dataset", "move", "int16", false),
            (splits[0].GetProperty("format").GetString(), splits[0].GetProperty("first_row").GetString(), splits[0].GetProperty("offsets")
                .GetString(), splits[0].GetProperty("checked").GetBoolean()));
        File.Delete(Path.Combine(files.Data, "train.sketches"));
        Assert.Contains("categories: 2: cat, dog\n", DataFiles.Do("info", files.Data).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_import_left_out_is_reported()
    {
        using DataFiles files = new();
        DataFiles.Do("import", files.Cat, files.Dog, "--out", files.Data, "--quiet", "--max-points", "4");
        TestHost test = DataFiles.Do("info", files.Data, "--json");
        using JsonDocument json = JsonDocument.Parse(test.Out);
        JsonElement left = Assert.Single(json.RootElement[0].GetProperty("left_out").EnumerateArray());
        Assert.Equal(("more than 4 points", 13), (left.GetProperty("reason").GetString(), left.GetProperty("count").GetInt32()));
        Assert.Equal("{\"cat\":12,\"dog\":1}", JsonSerializer.Serialize(left.GetProperty("categories")));
        Assert.Contains(
            $"{files.Data}: left out by the import: 13 more than 4 points (cat 12, dog 1)\n", test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Checking_reads_everything()
    {
        using DataFiles files = new DataFiles().Imported();
        Assert.Contains("all checksums hold", DataFiles.Do("info", files.Data, "--check").Error, StringComparison.Ordinal);
        string container = Path.Combine(files.Data, "train.sketches");
        byte[] bytes = File.ReadAllBytes(container);
        bytes[150] ^= 1;
        File.WriteAllBytes(container, bytes);
        DataFiles.Do("info", files.Data);
        Assert.Contains("train.sketches", DataFiles.Refuse(ExitCode.Failed, "info", files.Data, "--check"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_any_format_are_counted_as_they_are()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(
            folder.File("x.ndjson"),
            """
            {"word":"cat","drawing":[[[0,1,2],[0,1,2],[0,1,2]]]}
            {"word":"dog","drawing":[[[0],[0]],[[1,2],[1,5]]]}
            broken

            """);
        TestHost test = DataFiles.Do("info", folder.File("x.ndjson"), "--json");
        using JsonDocument json = JsonDocument.Parse(test.Out);
        JsonElement all = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(
            ("none", 2, 6, 3, 3),
            (all.GetProperty("split").GetString(), all.GetProperty("sketches").GetInt32(), all.GetProperty("points")
                .GetInt32(), all.GetProperty("strokes").GetInt32(), all.GetProperty("longest").GetInt32()));
        Assert.Equal(1, all.GetProperty("categories").GetProperty("dog").GetInt32());
        Assert.Contains("drawings that cannot be read: 1 ", test.Error, StringComparison.Ordinal);
        Assert.Equal(1, Assert.Single(all.GetProperty("left_out").EnumerateArray()).GetProperty("count").GetInt32());
        Assert.Contains("line 3", test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_reported()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("good.ndjson"), "{\"word\":\"cat\",\"drawing\":[[[0,1,2],[0,1,2]]]}\nbroken\n");
        File.WriteAllText(folder.File("bad.npz"), "PK\u0003\u0004");
        foreach (string[] verb in new[] { new[] { "info", folder.Path }, ["view", folder.Path, "--out", folder.File("sheet.png")],
            ["export", folder.Path, "--to", "ndjson", "--out", folder.File("out")] })
        {
            TestHost test = DataFiles.Do(verb);
            Assert.Contains("files left out: 1 not readable: expected ", test.Error, StringComparison.Ordinal);
            Assert.Contains("bad.npz", test.Error, StringComparison.Ordinal);
            Assert.Contains("line 2", test.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\"word\":\"cat\"}\n{broken\n", ExitCode.Failed)]
    [InlineData("{broken\n{\"word\":\"cat\",\"drawing\":[[[0,1,2],[0,1,2]]]}\n", ExitCode.Done)]
    public void Where_nothing_can_be_read_the_code_is_1(string text, int code)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("x.ndjson"), text);
        Assert.Equal(code, _test.Run(["data", "info", folder.File("x.ndjson")], DataCommand.Create()));
        Assert.Equal(
            code == ExitCode.Failed,
            _test.Error.Contains("x.ndjson: expected drawings, found none that can be read", StringComparison.Ordinal));
    }

    private static string Write(TemporaryFolder folder)
    {
        Sketch dot = new([new StrokePoint(1, 2, PenUp: true)]);
        Sketch two = new([new StrokePoint(1, 2, PenUp: false), new StrokePoint(3, 4, PenUp: true), new StrokePoint(5, 6, PenUp: true)]);
        SketchNpz.Write(folder.File("bee.npz"), new SketchSplits([dot, two], [dot], [two]));
        return folder.File("bee.npz");
    }
}
