using System.IO.Compression;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

/// <summary>An import that fails says what is wrong and leaves nothing behind; unreadable items among many files are counted.</summary>
public sealed class DatasetImporterFailureTests : IDisposable
{
    private readonly ImportFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("text.txt", "just words", "expected one of the formats")]
    [InlineData("empty.npz", "", "an empty file")]
    [InlineData("cat.png", "\u0089PNG\r\n\u001a\n", "a picture, which has no strokes; a trained model draws it again as strokes")]
    [InlineData("cat.zip", "PK\u0003\u0004", "a zip archive; unpack it")]
    [InlineData("bad.npz", "PK\u0003\u0004 and no more", "bad.npz")]
    [InlineData("cat_png.npz", "PK\u0003\u0004", "cat_png.npz")]
    [InlineData("none.ndjson", "{\"word\":\"cat\",\"drawing\":[]}\n", "at least one sketch")]
    public void A_named_file_that_cannot_be_read_is_an_error_and_nothing_is_written(string name, string text, string said)
    {
        string good = _folder.Write("good.ndjson", ImportFolder.Lines("cat", 5));
        string bad = _folder.Write(name, System.Text.Encoding.Latin1.GetBytes(text));
        string[] sources = said == "at least one sketch" ? [bad] : [good, bad];
        InputException e = Assert.Throws<InputException>(() => _folder.Import("out", ImportOptions.Default, sources));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        AssertNothing();
    }

    [Fact]
    public void Files_that_folders_lead_to_are_left_out_and_counted()
    {
        _folder.Write("README.txt", "words");
        _folder.Write("bad.npz", "PK\u0003\u0004");
        _folder.Write("empty.svg", "");
        _folder.Write("good.ndjson", ImportFolder.Lines("cat", 5));
        ImportReport report = _folder.Import("out", ImportOptions.Default, _folder.File(""));
        Assert.Equal((1, 5), (report.Files, report.Kept));
        Assert.Equal(
            [
                ("no known format", 1), ("not readable: expected drawings", 1),
                ("not readable: expected the end of a .npz (zip) file", 1),
            ],
            report.FileDrops.Select(drop => (drop.Reason, (int)drop.Count)).Order());
        InputException e = Assert.Throws<InputException>(
            () => _folder.Import("strict", new ImportOptions { IsStrict = true }, _folder.File("")));
        Assert.Contains("README.txt", e.Message, StringComparison.Ordinal);
        Assert.Equal([_folder.Output("out")], Directory.EnumerateFileSystemEntries(_folder.Outputs));
    }

    [Fact]
    public void Of_a_file_that_is_damaged_nothing_is_kept()
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int i = 0; i < 20_000; i++)
                zip.Write(System.Text.Encoding.UTF8.GetBytes(ImportFolder.Line("cat", i, i * 7919 % 1000)));
        }

        byte[] damaged = packed.ToArray();
        damaged.AsSpan(damaged.Length * 3 / 4, 100).Fill(0xFF);
        _folder.Write("a/damaged.ndjson.gz", damaged);
        _folder.Write("a/whole.ndjson", ImportFolder.Lines("cat", 5) + ImportFolder.Lines("dog", 5));
        ImportReport report = _folder.Import(
            "out", new ImportOptions { Valid = SplitSize.Of(1), Test = SplitSize.Of(1) }, _folder.File("a"));
        Assert.Equal((10, 10, 1), (report.Drawings, report.Kept, report.Files));
        Assert.Equal(10, report.Before.Count);
        Assert.Equal(10, _folder.Count("out"));
        Assert.Throws<InputException>(() => _folder.Import("named", ImportOptions.Default, _folder.File("a/damaged.ndjson.gz")));
    }

    [Fact]
    public void Drawings_that_cannot_be_read_are_an_error_if_asked_for()
    {
        string file = _folder.Write("cat.ndjson", ImportFolder.Lines("cat", 3) + "broken\n");
        InputException e = Assert.Throws<InputException>(() => _folder.Import("out", new ImportOptions { IsStrict = true }, file));
        Assert.Contains("cat.ndjson: line 4", e.Message, StringComparison.Ordinal);
        AssertNothing();
        Assert.Equal(3, _folder.Import("out", ImportOptions.Default, file).Kept);
    }

    [Fact]
    public void A_file_that_changes_while_it_is_read_is_an_error()
    {
        // Far more than is read ahead before the first drawing is reported.
        string file = _folder.Write("cat.ndjson", ImportFolder.Lines("cat", 30_000));
        bool changed = false;
        DatasetImporter importer = new(ImportOptions.Default)
        {
            Progress = _ =>
            {
                if (!changed)
                    File.AppendAllText(file, ImportFolder.Line("cat", 1));
                changed = true;
            },
        };
        InputException e = Assert.Throws<InputException>(() => importer.Import([file], _folder.Output("out")));
        Assert.Contains("changed while it was read", e.Message, StringComparison.Ordinal);
        AssertNothing();
    }

    [Fact]
    public void An_interrupted_import_leaves_nothing()
    {
        string file = _folder.Write("cat.ndjson", ImportFolder.Lines("cat", 30_000));
        using CancellationTokenSource source = new();
        DatasetImporter importer = new(ImportOptions.Default) { Progress = _ => source.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => importer.Import([file], _folder.Output("out"), source.Token));
        AssertNothing();
        using CancellationTokenSource second = new();
        DatasetImporter late = new(ImportOptions.Default) { Finish = (_, _) => second.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => late.Import([file], _folder.Output("out"), second.Token));
        AssertNothing();
    }

    [Fact]
    public void What_is_in_the_way_is_not_overwritten()
    {
        string file = _folder.Write("cat.ndjson", ImportFolder.Lines("cat", 5));
        _folder.Import("out", ImportOptions.Default, file);
        byte[] before = File.ReadAllBytes(Path.Combine(_folder.Output("out"), "dataset.json"));
        Assert.Throws<InputException>(() => _folder.Import("out", new ImportOptions { Seed = 5 }, file));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_folder.Output("out"), "dataset.json")));
    }

    [Fact]
    public void Of_a_sketch_file_the_sketches_that_cannot_be_used_are_left_out()
    {
        Sketch good = new([new(1, 2, false), new(3, 4, true)]);
        string file = _folder.File("cat.npz");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        NpzWriter.Write(file, writer =>
        {
            writer.Add<float>("train_points", new[] { 1f, 2, 0, float.NaN, 4, 1, 5, 6, 2, 7, 8, 1 }, 4, 3);
            writer.Add<long>("train_offsets", new long[] { 0, 1, 2, 3, 4 });
        });
        ImportReport report = _folder.Import("out", ImportOptions.Default, file);
        Assert.Equal((4, 2), ((int)report.Drawings, (int)report.Kept));
        Assert.Equal(
            [("not 0 or 1 for the pen", "sketch 2 of train"), ("not finite offsets that fit in float32", "sketch 1 of train")],
            report.Drops.Select(drop => (drop.Reason, drop.Worst[0].Where)).Order());
        Assert.Throws<InputException>(() => SketchNpz.Read(file, SplitRequirement.None));
        Assert.Throws<InputException>(() => _folder.Import("strict", new ImportOptions { IsStrict = true }, file));
        SketchNpz.Write(file, new SketchSplits([good], [], []));
        Assert.Equal(1, _folder.Import("good", ImportOptions.Default, file).Kept);
    }

    [Fact]
    public void Offsets_that_are_not_finite_are_left_out()
    {
        // Two positions in range whose distance is not.
        string file = _folder.Write("cat.ndjson", "{\"word\":\"cat\",\"drawing\":[[[-3e38,3e38],[0,1]]]}\n" + ImportFolder.Lines("cat", 2));
        ImportReport report = _folder.Import("out", ImportOptions.Default, file);
        Assert.Equal(("an offset that is not finite", 2), (report.Drops.Single().Reason, (int)report.Kept));
    }

    [Fact]
    public void Options_out_of_range_name_themselves()
    {
        AssertRefused("max-points", new ImportOptions { MinPoints = 5, MaxPoints = 4 });
        AssertRefused("min-points", new ImportOptions { MinPoints = 0 });
        AssertRefused("category", new ImportOptions { Category = "a/b" });
        AssertRefused("limit", new ImportOptions { Limit = -1 });
        AssertRefused("seed", new ImportOptions { Seed = -1 });
        AssertRefused("valid and test", new ImportOptions { Valid = SplitSize.OfShare(0.6), Test = SplitSize.OfShare(0.5) });
        string file = _folder.Write("cat.ndjson", ImportFolder.Lines("cat", 5));
        InputException e = Assert.Throws<InputException>(() => _folder.Import("out", new ImportOptions { Format = "word" }, file));
        Assert.Contains("quickdraw-ndjson", e.Message, StringComparison.Ordinal);

        static void AssertRefused(string name, ImportOptions options) =>
            Assert.Contains(name, Assert.Throws<InputException>(() => options.Validate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Splits_that_files_have_may_leave_none_to_divide()
    {
        string npz = _folder.WriteNpz("bee.npz", new SketchSplits(ImportFolder.Numbers(1, 3), [], ImportFolder.Numbers(9, 1)));
        ImportReport report = _folder.Import("out", new ImportOptions { Test = SplitSize.Of(1000) }, npz);
        Assert.Equal((3, 0, 1), (report.Categories[0].Train, report.Categories[0].Valid, report.Categories[0].Test));
    }

    [Fact]
    public void More_than_files_have_in_train_alone_is_refused()
    {
        string npz = _folder.WriteNpz("bee.npz", new SketchSplits(ImportFolder.Numbers(1, 3), [], ImportFolder.Numbers(9, 1)));
        InputException e = Assert.Throws<InputException>(
            () => _folder.Import("out", new ImportOptions { Valid = SplitSize.Of(1000) }, npz));
        Assert.StartsWith(
            "category 'bee': expected more than 1000 sketches, for 1000 to validate with, 0 to test with and some to train with, found 3;",
            e.Message, StringComparison.Ordinal);
        AssertNothing();
    }

    private void AssertNothing() => Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Outputs));
}
