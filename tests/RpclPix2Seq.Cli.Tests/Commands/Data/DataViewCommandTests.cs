using System.Buffers.Binary;
using System.Xml.Linq;
using RpclPix2Seq.Cli.Commands.Data;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Tests.Commands.Data;

public sealed class DataViewCommandTests : IDisposable
{
    private readonly DataFiles _files = new DataFiles().Imported();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Sketches_are_drawn_in_the_terminal()
    {
        string[] lines = Lines(DataFiles.Do("view", _files.Data, "--count", "3", "--sort", "index"));
        Assert.Equal(["cat (3 of 35)", "dog (3 of 6)"], lines.Where(line => line.Contains(" of ", StringComparison.Ordinal)));
        Assert.Equal(2 * (1 + 8 + 1), lines.Length);
        Assert.StartsWith("train 0           train 1           train 2", lines[9], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Any(c => c is > '\u2800' and <= '\u28ff'));
        Assert.All(lines, line => Assert.True(line.Length <= 100 && line == line.TrimEnd(), line));
    }

    [Fact]
    public void A_row_holds_as_many_as_fit()
    {
        TestHost test = new();
        test.Host = test.Host with { Width = 40 };
        Assert.Equal(
            ExitCode.Done,
            test.Run(["data", "view", _files.Data, "--category", "cat", "--count", "5", "--sort", "length"], DataCommand.Create()));
        string[] lines = Lines(test);
        Assert.Equal(1 + (3 * 9), lines.Length);
        Assert.Equal(
            ["6 points", "6 points"], lines[9].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.All(lines, line => Assert.True(line.Length <= 40, line));
    }

    [Fact]
    public void The_lot_is_seeded_and_files_are_shown_as_datasets_are()
    {
        string Show(params string[] line) =>
            DataFiles.Do(["view", .. line, "--category", "cat", "--split", "train", "--count", "4", "--quiet"]).Out;
        string shown = Show(_files.Data);
        Assert.Equal(shown, Show(_files.Data, "--seed", "1"));
        Assert.Equal(shown, Show(_files.Cat));
        Assert.NotEqual(shown, Show(_files.Data, "--seed", "2"));
        Assert.StartsWith("cat (4 of 30)\n", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Sheets_are_written_as_pictures()
    {
        string png = _files.File("sheet.png"), svg = _files.File("sheet.svg");
        Assert.Equal(png + "\n", DataFiles.Do("view", _files.Data, "--out", png, "--count", "5").Out);
        byte[] bytes = File.ReadAllBytes(png);
        Assert.Equal(0x89504E470D0A1A0AUL, BinaryPrimitives.ReadUInt64BigEndian(bytes));
        DataFiles.Do("view", _files.Data, "--out", svg, "--count", "5", "--sort", "length");
        XElement sheet = XDocument.Load(svg).Root!;
        Assert.Equal(10, sheet.Descendants().Count(e => e.Name.LocalName == "path" && (string?)e.Attribute("class") == "ink"));
        Assert.Contains("no such file yet", DataFiles.Refuse(ExitCode.Failed, "view", _files.Data, "--out", png), StringComparison.Ordinal);
        DataFiles.Do("view", _files.Data, "--out", png, "--count", "1", "--force");
        Assert.NotEqual(bytes, File.ReadAllBytes(png));
    }

    [Fact]
    public void What_cannot_be_shown_is_reported_in_one_line()
    {
        Assert.Contains(
            ".png or .svg", DataFiles.Refuse(ExitCode.Usage, "view", _files.Data, "--out", "sheet.gif"), StringComparison.Ordinal);
        Assert.Contains("found cow", DataFiles.Refuse(ExitCode.Failed, "view", _files.Data, "--category", "cow"), StringComparison.Ordinal);
        Assert.Contains(
            "--sort: expected random or length or index", DataFiles.Refuse(ExitCode.Usage, "view", _files.Data, "--sort", "age"),
            StringComparison.Ordinal);
    }

    private static string[] Lines(TestHost test) => test.Out.TrimEnd('\n').Split('\n');
}
