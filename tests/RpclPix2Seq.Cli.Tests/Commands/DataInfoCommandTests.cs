using System.Text.Json;
using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Cli.Commands;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Formats.Npz;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

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
        Assert.Equal(["train", "valid", "test"], json.RootElement.EnumerateArray().Select(split => split.GetProperty("split").GetString()!));
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

    private static string Write(TemporaryFolder folder)
    {
        Sketch dot = new([new StrokePoint(1, 2, PenUp: true)]);
        Sketch two = new([new StrokePoint(1, 2, PenUp: false), new StrokePoint(3, 4, PenUp: true), new StrokePoint(5, 6, PenUp: true)]);
        SketchNpz.Write(folder.File("bee.npz"), new SketchSplits([dot, two], [dot], [two]));
        return folder.File("bee.npz");
    }
}
