using System.IO.Compression;
using System.Text;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

/// <summary>Ordinary files of users: each is followed from the file to the dataset and its report.</summary>
public sealed class EverydayFilesTests : IDisposable
{
    private static readonly ImportOptions AsTheyAre =
        new() { Simplify = SimplifyMode.None, Valid = SplitSize.Of(0), Test = SplitSize.Of(0) };

    private readonly ImportFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_stroke_that_doubles_back_keeps_its_length()
    {
        _folder.Write("overshoot.svg", """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
              <path fill="none" stroke="#000" d="M10 50H90H50"/><path fill="none" stroke="#000" d="M10 0V100"/>
            </svg>
            """);
        _folder.Import("out", new ImportOptions(), _folder.File("overshoot.svg"));
        StrokePoint[] rows = Only("out").Points.ToArray();
        Assert.Equal([new(0, 128, false), new(204, 0, false), new(-102, 0, true)], rows[..3]);
    }

    [Fact]
    public void Raw_drawings_of_the_game_are_simplified_as_Google_does()
    {
        _folder.Write("raw.ndjson", """{"word":"line","drawing":[[[0,90,50],[0,0,0],[0,1,2]],[[0,0],[0,100],[3,4]]]}""" + "\n");
        _folder.Import("out", new ImportOptions(), _folder.File("raw.ndjson"));
        Assert.Equal([new(0, 0, false), new(128, 0, true)], Only("out").Points.ToArray()[..2]);
    }

    [Theory]
    [InlineData("val")]
    [InlineData("validation")]
    public void Other_names_of_the_validation_split_are_known(string name)
    {
        string path = _folder.WriteNpz("cat.npz", new SketchSplits([Line(1)], [Line(2), Line(3)], []));
        Rename(path, "valid", name);
        SketchSplits read = SketchNpz.Read(path, SplitRequirement.None);
        Assert.Equal((1, 2, 0), (read.Train.Length, read.Valid.Length, read.Test.Length));
        ImportReport report = _folder.Import("out", new ImportOptions(), path);
        Assert.Equal(2, report.Categories[0].Valid);
        Assert.Empty(report.InPart);
    }

    [Fact]
    public void Members_that_are_not_read_are_named()
    {
        string path = _folder.WriteNpz("cat.npz", new SketchSplits([Line(1), Line(2)], [], []));
        Rename(path, "test", "extra");
        ImportReport report = _folder.Import("out", AsTheyAre, path);
        Assert.Equal(("the member 'extra'", 1L), (report.InPart[0].Reason, report.InPart[0].Count));
        Assert.EndsWith("cat.npz", report.InPart[0].Worst[0].File, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_split_may_be_of_any_type()
    {
        string path = _folder.File("cat.npz");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        NpzWriter.Write(path, writer =>
        {
            writer.Add<float>("train", new float[] { 1, 2, 0, 3, 4, 1 }, 1, 2, 3);
            writer.Add<double>("test", Array.Empty<double>(), 0);
        });
        SketchSplits read = SketchNpz.Read(path, SplitRequirement.None);
        Assert.Equal((1, 0, 0), (read.Train.Length, read.Valid.Length, read.Test.Length));
    }

    [Theory]
    [InlineData("Auto", "b cat cat")]
    [InlineData("File", "1 2 3")]
    [InlineData("Folder", "a a b")]
    [InlineData("Truth", "x^2")]
    public void Categories_come_from_where_they_are_asked_for(string name, string expected)
    {
        CategoryOrigin origin = Enum.Parse<CategoryOrigin>(name);
        _folder.Write("a/1.json", """{"strokes":[[[1,2],[3,4]]],"word":"cat"}""");
        _folder.Write("a/2.json", """{"strokes":[[[1,2],[9,4]]],"word":"cat"}""");
        _folder.Write("b/3.inkml", "<ink><annotation type='truth'>x^2</annotation><trace>1 2, 3 9</trace></ink>");
        ImportReport report = _folder.Import("out", AsTheyAre with { CategoryFrom = origin }, _folder.File(""));
        Assert.Equal(expected, string.Join(' ', _folder.Read("out", DatasetSplit.Train).Select(read => read.Category).Order()));
        Assert.Equal(
            origin == CategoryOrigin.Truth ? 2 : 0,
            report.Drops.Where(drop => drop.Reason == "no category").Sum(drop => drop.Count));
    }

    [Fact]
    public void A_dataset_in_its_own_source_is_no_source()
    {
        _folder.Write("cat.ndjson", ImportFolder.Lines("cat", 5));
        ImportReport report = new DatasetImporter(AsTheyAre).Import([_folder.File("")], _folder.File("data"));
        Assert.Equal((1, 5), (report.Files, report.Kept));
        Assert.Empty(report.FileDrops);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Text_that_PowerShell_wrote_is_read(string encoding)
    {
        Encoding utf16 = Encoding.GetEncoding(encoding);
        _folder.Write("cat.ndjson", [.. utf16.GetPreamble(), .. utf16.GetBytes("{\"word\":\"cat\",\"drawing\":[[[0,9],[0,9]]]}\r\n")]);
        Assert.Equal(1, _folder.Import("out", AsTheyAre, _folder.File("cat.ndjson")).Kept);
        _folder.Write("cat.json", [.. utf16.GetPreamble(), .. utf16.GetBytes("[[[0, 0], [9, 9]]]")]);
        Assert.Equal(1, _folder.Import("json", AsTheyAre, _folder.File("cat.json")).Kept);
        _folder.Write("cat.svg", [.. utf16.GetPreamble(), .. utf16.GetBytes($"<?xml version='1.0' encoding='utf-16'?>{Svg}")]);
        Assert.Equal(1, _folder.Import("svg", AsTheyAre, _folder.File("cat.svg")).Kept);
    }

    [Fact]
    public void Objects_over_several_lines_are_refused_with_what_helps()
    {
        _folder.Write(
            "cat.ndjson",
            """
            {
              "word": "cat",
              "drawing": [[[0, 9], [0, 9]]]
            }
            {
              "drawing": [[[0, 9], [0, 9]]]
            }

            """);
        InputException refused = Assert.Throws<InputException>(() => _folder.Import("out", AsTheyAre, _folder.File("cat.ndjson")));
        Assert.Contains("expected one drawing per line", refused.Message, StringComparison.Ordinal);
        Assert.Contains("jq -c", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_read_of_a_drawing_is_counted_with_its_category()
    {
        _folder.Write("cat/1.svg", Svg.Replace("<path", "<text>cat</text><path", StringComparison.Ordinal));
        _folder.Write("cat/2.svg", Svg.Replace("9", "8", StringComparison.Ordinal));
        ImportReport report = _folder.Import("out", AsTheyAre, _folder.File("cat"));
        ImportDrop unread = Assert.Single(report.InPart);
        Assert.Equal(("text", 1L, ("cat", 1L)), (unread.Reason, unread.Count, unread.Categories[0]));
        string written = File.ReadAllText(Path.Combine(_folder.Output("out"), "import-report.json"));
        Assert.Contains("\"read_in_part\"", written, StringComparison.Ordinal);
    }

    private const string Svg = "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0L9 9'/></svg>";

    private static Sketch Line(int length) => new([new(0, 0, false), new(length, length, true)]);

    private Sketch Only(string output) => Assert.Single(_folder.Read(output, DatasetSplit.Train)).Sketch;

    /// <summary>Writes the arrays of a file again, one of them under another name.</summary>
    private static void Rename(string path, string from, string to)
    {
        Dictionary<string, byte[]> members = [];
        using (ZipArchive archive = ZipFile.OpenRead(path))
        {
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using MemoryStream content = new();
                using Stream stream = entry.Open();
                stream.CopyTo(content);
                members[entry.Name == $"{from}.npy" ? $"{to}.npy" : entry.Name] = content.ToArray();
            }
        }

        using (FileStream file = File.Create(path))
        using (ZipArchive archive = new(file, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in members)
            {
                using Stream stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }
    }
}
