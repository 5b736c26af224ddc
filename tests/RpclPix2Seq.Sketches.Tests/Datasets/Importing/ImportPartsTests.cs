using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

/// <summary>Imports in parts, which give what one reading gives.</summary>
public sealed class ImportPartsTests : IDisposable
{
    // Lines of a file that is a part of its own.
    private const int Many = 1800;
    private static readonly ImportOptions Options = new() { MaxPoints = 40, Limit = 500 };
    private readonly ImportFolder _folder = new();
    private readonly CancellationToken _never = TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_dataset_and_its_report_are_those_of_one_reading()
    {
        WriteSources();
        new DatasetImporter(Options).Import([_folder.File("")], _folder.Output("one/data"), _never);

        // Two processes make the even and the odd parts; a third reads them.
        foreach (int rank in (int[])[1, 0])
        {
            ImportParts own = Parts();
            Assert.Equal(3, own.Count);
            for (int part = rank; part < own.Count; part += 2)
                own.Make(part, null, _never);
        }

        ImportParts parts = Parts();
        ImportReport report = new DatasetImporter(Options) { Parts = parts }.Import(
            [_folder.File("")], _folder.Output("two/data"), _never);
        Assert.Equal((12, 2), (report.Files, report.FileDrops.Sum(drop => drop.Count)));
        Assert.All(
            (string[])["identical to another", "over the limit", "JSON", "points"],
            reason => Assert.Contains(report.Drops, drop => drop.Reason.Contains(reason, StringComparison.Ordinal)));
        string[] files = [.. Directory.GetFiles(_folder.Output("one/data")).Select(path => Path.GetFileName(path)!)];
        Assert.InRange(files.Length, 5, 20);
        Assert.All(
            files,
            file => Assert.Equal(
                File.ReadAllBytes(_folder.Output($"one/data/{file}")), File.ReadAllBytes(_folder.Output($"two/data/{file}"))));
        parts.Delete();
        Assert.False(Directory.Exists(_folder.Output("parts")));
    }

    [Fact]
    public void Parts_that_are_there_are_taken_unless_a_file_or_an_option_changed()
    {
        string changing = _folder.Write("a.ndjson", ImportFolder.Lines("cat", Many));
        _folder.Write("b.ndjson", ImportFolder.Lines("dog", Many));
        ImportParts parts = new([_folder.File("")], _folder.Output("parts"), Options);
        Assert.Equal([Many, Many], Make(parts));
        Assert.Equal([0, 0], Make(parts));
        File.AppendAllText(changing, ImportFolder.Line("cat", 99));
        Assert.Equal([Many + 1, 0], Make(new ImportParts([_folder.File("")], _folder.Output("parts"), Options)));
        ImportOptions other = Options with { Simplify = SimplifyMode.None };
        Assert.Equal([Many + 1, Many], Make(new ImportParts([_folder.File("")], _folder.Output("parts"), other)));
        Assert.StartsWith("2 files of 1", $"{parts}", StringComparison.Ordinal);

        // How many drawings were read to make each part.
        int[] Make(ImportParts of) => [.. Enumerable.Range(0, of.Count).Select(part =>
        {
            long read = 0;
            of.Make(part, progress => read = progress.Drawings, _never);
            return (int)read;
        })];
    }

    [Fact]
    public void A_damaged_part_is_an_error_and_one_of_something_else_is_made_anew()
    {
        _folder.Write("a.ndjson", ImportFolder.Lines("cat", 20));
        ImportParts parts = Parts();
        parts.Make(0, null, _never);
        string file = Assert.Single(Directory.GetFiles(_folder.Output("parts")));
        byte[] good = File.ReadAllBytes(file);
        for (int at = 0; at <= good.Length; at += 7)
        {
            // A byte that is wrong, or that is missing with all after it.
            byte[] wrong = [.. good];
            if (at < good.Length)
                wrong[at] ^= 1;
            foreach (byte[] bytes in (byte[][])[wrong, good[..at], [.. good, 0]])
            {
                File.WriteAllBytes(file, bytes);
                if (bytes.Length < 24 || (at < 24 && bytes == wrong))
                {
                    Assert.Equal(20, Count(parts));
                    Assert.Equal(good, File.ReadAllBytes(file));
                }
                else if (bytes.Length != good.Length || at < good.Length)
                {
                    InputException e = Assert.Throws<InputException>(() => Count(parts));
                    Assert.Contains("expected a part of an import as it was written", e.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void A_file_that_must_be_readable_ends_it_and_leaves_no_part()
    {
        string broken = _folder.Write("broken.npz", [1, 2, 3]);
        ImportParts parts = new([broken], _folder.Output("parts"), Options);
        Assert.Throws<InputException>(() => parts.Make(0, null, _never));
        Assert.Empty(Directory.GetFiles(_folder.Output("parts")));
    }

    private ImportParts Parts() => new([_folder.File("")], _folder.Output("parts"), Options);

    private int Count(ImportParts parts)
    {
        int count = 0;
        parts.Run((PreparedBlock _, in PreparedSketch sketch) => count += sketch.End is null ? 1 : 0, _never);
        return count;
    }

    private void WriteSources()
    {
        _folder.Write("cat.ndjson", ImportFolder.Lines("cat", Many) + "{\"word\":\"cat\",\"drawing\":[\n" + ImportFolder.Lines("cat", 30));
        _folder.Write("dog.ndjson", ImportFolder.Lines("dog", Many) + ImportFolder.Line("dog", new int[60]));
        _folder.WriteNpz(
            "bee.npz", new SketchSplits(ImportFolder.Numbers(1, 40), ImportFolder.Numbers(41, 5), ImportFolder.Numbers(46, 6)));
        for (int i = 0; i < 9; i++)
            _folder.Write($"bus/{i}.svg", $"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0L{i + 1} {200 - i}\"/></svg>");
        _folder.Write("empty.ndjson", "");
        _folder.Write("notes.txt", "nothing of that kind");
    }
}
