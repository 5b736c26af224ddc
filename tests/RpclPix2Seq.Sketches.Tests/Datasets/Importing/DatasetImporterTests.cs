using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

/// <summary>What an import keeps, where it puts it, and what it says.</summary>
public sealed class DatasetImporterTests : IDisposable
{
    private readonly ImportFolder _folder = new();
    private int _count;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_and_splits_of_npz_files_go_in_as_they_are()
    {
        Gen<Sketch[]> splits = Gen.OneOf(TestSketches.GenInteger.Array[1, 8], TestSketches.GenReal.Array[1, 8]);
        Gen.Select(splits, splits, splits).ForAll((train, valid, test) =>
        {
            string name = $"{Interlocked.Increment(ref _count)}";
            string file = _folder.WriteNpz(name + ".npz", new SketchSplits(train, valid, test));
            ImportReport report = _folder.Import(name, ImportOptions.Default, file);
            TestSketches.AssertEqual(train, _folder.Sketches(name, DatasetSplit.Train));
            TestSketches.AssertEqual(valid, _folder.Sketches(name, DatasetSplit.Valid));
            TestSketches.AssertEqual(test, _folder.Sketches(name, DatasetSplit.Test));
            Assert.Equal(train.Length + valid.Length + test.Length, report.Kept);
            Assert.Equal((name, 0), (report.Categories[0].Name, report.Drops.Count));
        }, count: 40);
    }

    [Fact]
    public void Categories_come_from_the_drawing_else_the_file_else_the_user()
    {
        string text = _folder.Write(
            "full_simplified_x.ndjson",
            ImportFolder.Line("cat", 1) + ImportFolder.Line("dog", 2) + ImportFolder.Line("cat", 3) + "{\"drawing\":[[[1,4],[2,5]]]}\n");
        string file = _folder.WriteNpz("bee.full.npz", new SketchSplits(ImportFolder.Numbers(1, 2), [], []));
        _folder.Import("own", ImportOptions.Default, text, file);
        Assert.Equal(["bee", "bee", "cat", "cat", "dog", "x"], _folder.Read("own", DatasetSplit.Train).Select(sketch => sketch.Category));
        _folder.Import("given", new ImportOptions { Category = "pet", Valid = SplitSize.Of(0), Test = SplitSize.Of(0) }, text, file);
        Assert.Equal(["pet"], _folder.Read("given", DatasetSplit.Train).Select(sketch => sketch.Category).Distinct());
        Assert.Equal(6, _folder.Count("given"));
    }

    [Fact]
    public void Documents_in_folders_are_of_the_folders_category_and_are_simplified()
    {
        foreach (string name in (string[])["cat/1.svg", "cat/2.svg", "dog/3.svg"])
            _folder.Write(name, $"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M10 10 h5 h5 h10 v{name[4]}\"/></svg>");
        ImportReport report = _folder.Import(
            "animals", new ImportOptions { Valid = SplitSize.Of(0), Test = SplitSize.Of(0) }, _folder.File(""));
        (string Category, Sketch Sketch)[] read = _folder.Read("animals", DatasetSplit.Train);
        Assert.Equal(["cat", "cat", "dog"], read.Select(sketch => sketch.Category));
        Assert.Equal((3, 3), (report.Files, report.Simplified));

        // Scaled from a width of 20 to 255, the points on the way dropped, the corner at the top left.
        Assert.Equal(new StrokePoint(0, 0, false), read[0].Sketch.Points[0]);
        Assert.Equal(new StrokePoint(255, 0, false), read[0].Sketch.Points[1]);
        Assert.Equal(3, read[0].Sketch.Length);
        _folder.Import("alone", ImportOptions.Default, _folder.File("cat/1.svg"));
        Assert.Equal("1", _folder.Read("alone", DatasetSplit.Train)[0].Category);
        _folder.Import("plain", new ImportOptions { Simplify = SimplifyMode.None }, _folder.File("cat/1.svg"));
        Assert.Equal(
            [new(10, 10, false), new(5, 0, false), new(5, 0, false), new(10, 0, false), new(0, 1, true)],
            _folder.Sketches("plain", DatasetSplit.Train)[0].Points.ToArray());
    }

    [Fact]
    public void The_result_depends_on_neither_threads_nor_other_categories_nor_the_order_of_the_sources()
    {
        string cat = _folder.Write("cat.ndjson", ImportFolder.Lines("cat", 700)),
            dog = _folder.Write("dog.ndjson", ImportFolder.Lines("dog", 600));
        string many = Path.GetDirectoryName(_folder.Write("bee/0.svg", "<svg/>"))!;
        for (int i = 0; i < 100; i++)
            _folder.Write($"bee/{i}.svg", $"<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0L{i + 1} {200 - i}\"/></svg>");
        _folder.Import("one", new ImportOptions { Threads = 1 }, cat, dog, many);
        _folder.Import("four", new ImportOptions { Threads = 4 }, cat, dog, many);
        foreach (string name in (string[])["train.sketches", "valid.sketches", "test.sketches", DatasetImporter.ReportFileName])
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(_folder.Output("one"), name)),
                File.ReadAllBytes(Path.Combine(_folder.Output("four"), name)));

        _folder.Import("turned", ImportOptions.Default, many, dog, cat);
        _folder.Import("alone", ImportOptions.Default, cat);
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
        {
            Sketch[] cats = [.. _folder.Read("one", split).Where(sketch => sketch.Category == "cat").Select(sketch => sketch.Sketch)];
            TestSketches.AssertEqual(
                cats, [.. _folder.Read("turned", split).Where(sketch => sketch.Category == "cat").Select(sketch => sketch.Sketch)]);
            TestSketches.AssertEqual(cats, _folder.Sketches("alone", split));
        }

        _folder.Import("seeded", new ImportOptions { Seed = 2 }, cat);
        Assert.NotEqual(
            _folder.Sketches("alone", DatasetSplit.Test).SelectMany(s => s.Points.ToArray()),
            _folder.Sketches("seeded", DatasetSplit.Test).SelectMany(s => s.Points.ToArray()));
        Assert.Equal(70, _folder.Sketches("seeded", DatasetSplit.Test).Length);
    }

    [Fact]
    public void What_is_left_out_is_counted_with_its_worst()
    {
        string file = _folder.Write(
            "cat.ndjson",
            ImportFolder.Line("cat", 1) + "no JSON\n" + ImportFolder.Line("cat", 1, 2, 3) + ImportFolder.Line(
                "cat", 1, 2, 3, 4) + ImportFolder.Line("cat", 1)
            + ImportFolder.Lines("cat", 4, from: 50) + ImportFolder.Line("cat", [.. Enumerable.Range(1, 30)]));
        ImportReport report = _folder.Import("cat", new ImportOptions { MaxStrokes = 2, MaxPoints = 50, Limit = 3 }, file);
        Assert.Equal((10, 3), (report.Drawings, report.Kept));
        Assert.Equal(10 - 3, report.Drops.Sum(drop => drop.Count));
        Assert.Equal([("line 3", "3"), ("line 4", "4")], Worst("more than 2 strokes").Select(o => (o.Where, o.Detail)).Order());
        Assert.Equal("4", Worst("more than 2 strokes")[0].Detail);
        Assert.Equal(("line 10", "60"), (Worst("more than 50 points")[0].Where, Worst("more than 50 points")[0].Detail));
        Assert.Equal(file, Worst("not JSON")[0].File);
        Assert.Equal((1, 2), (report.Categories[0].Duplicates, report.Categories[0].OverLimit));
        Assert.Equal((6, 6), (report.Before.Count, report.After.Count));

        ImportOffender[] Worst(string reason) => [.. report.Drops.Single(drop => drop.Reason == reason).Worst];
    }

    [Fact]
    public void Training_sketches_of_files_are_divided_on_request_and_this_is_reported()
    {
        string cat = _folder.WriteNpz("cat.npz", new SketchSplits(ImportFolder.Numbers(1, 40), [], []));
        string dog = _folder.WriteNpz("dog.npz", new SketchSplits(ImportFolder.Numbers(100, 40), ImportFolder.Numbers(200, 3), []));
        ImportReport report = _folder.Import(
            "asked", new ImportOptions { Valid = SplitSize.OfShare(0.1), Test = SplitSize.Of(5), Seed = 9 }, cat, dog);
        Assert.Equal(
            [("cat", 31, 4, 5, 9), ("dog", 35, 3, 5, 5)],
            report.Categories.Select(c => (c.Name, c.Train, c.Valid, c.Test, c.TakenFromTrain)));
        Assert.Equal(
            [
                "moved at random from the files' training sketches to validation and test: 14 (cat 9, dog 5), seed 9",
                "categories that have validation sketches of their own keep them: 3 (dog 3); "
                    + "--valid 10% does not apply to those categories",
            ],
            report.Remarks.Select(remark => remark.Text));
        _folder.Import("again", new ImportOptions { Valid = SplitSize.OfShare(0.1), Test = SplitSize.Of(5), Seed = 9 }, dog, cat);
        TestSketches.AssertEqual(_folder.Sketches("asked", DatasetSplit.Valid), _folder.Sketches("again", DatasetSplit.Valid));

        report = _folder.Import("plain", ImportOptions.Default, cat, dog);
        Assert.Equal(
            (80, 3, 0), (report.Categories.Sum(c => c.Train), report.Categories.Sum(c => c.Valid), report.Categories.Sum(c => c.Test)));
        Assert.Equal(
            [
                "no validation sketches of cat; --valid 10% takes some at random from the training sketches",
                "no test sketches; --test 10% takes some at random from the training sketches",
            ],
            report.Remarks.Select(remark => remark.Text));
    }

    [Fact]
    public void What_is_left_out_is_counted_by_category_and_can_be_read_again()
    {
        string cat = _folder.Write(
            "cat.ndjson", ImportFolder.Lines("cat", 4) + ImportFolder.Line("cat", 1, 2) + ImportFolder.Line("cat", 1) + "no JSON\n");
        string dog = _folder.Write(
            "dog.ndjson", ImportFolder.Lines("dog", 4) + ImportFolder.Line("dog", 1, 3) + ImportFolder.Line("dog", 2, 3));
        ImportReport report = _folder.Import("out", new ImportOptions { MaxPoints = 2 }, cat, dog);
        Assert.Equal([("cat", 1L), ("dog", 2L)], report.Drops.Single(drop => drop.Reason == "more than 2 points").Categories);
        (IReadOnlyList<ImportDrop> drawings, IReadOnlyList<ImportDrop> files) = ImportReportJson.ReadDrops(_folder.Output("out"));
        Assert.Empty(files);
        Assert.Equal(report.Drops.Select(Text), drawings.Select(Text));
        Assert.Contains("1 identical to another sketch of its category: (cat, 1)", drawings.Select(Text));
        string path = Path.Combine(_folder.Output("out"), DatasetImporter.ReportFileName);
        foreach (string damaged in (string[])["", "[]", "{\"version\": 3}", "{\"version\": 2, \"dropped\": [{\"reason\": 5}]}",
            File.ReadAllText(path)[..^40]])
        {
            File.WriteAllText(path, damaged);
            Assert.Contains(
                path, Assert.Throws<InputException>(() => ImportReportJson.ReadDrops(_folder.Output("out"))).Message,
                StringComparison.Ordinal);
        }

        File.WriteAllText(path, """{"version": 1, "dropped": [{"reason": "not JSON", "count": 3, "worst": []}], "dropped_files": []}""");
        Assert.Equal("3 not JSON: ", Text(ImportReportJson.ReadDrops(_folder.Output("out")).Drawings.Single()));
        File.Delete(path);
        Assert.Empty(ImportReportJson.ReadDrops(_folder.Output("out")).Drawings);

        static string Text(ImportDrop drop) => $"{drop.Count} {drop.Reason}: {string.Join(' ', drop.Categories)}";
    }

    [Fact]
    public void What_a_drawing_calls_itself_never_leads_out_of_a_folder()
    {
        string file = _folder.Write(
            "x.ndjson", ImportFolder.Line("../../up", 1) + ImportFolder.Line("/etc/passwd", 2) + ImportFolder.Line("..", 3));
        ImportReport report = _folder.Import("safe", ImportOptions.Default, file);
        Assert.Equal(["_.._up", "_etc_passwd", "x"], report.Categories.Select(category => category.Name));
        Assert.Equal([_folder.Output("safe")], Directory.EnumerateFileSystemEntries(_folder.Outputs));
    }

    [Fact]
    public void First_rows_of_ink_are_recorded_and_taken_from_drawings_as_well()
    {
        string npz = _folder.WriteNpz("ink.npz", new SketchSplits(ImportFolder.Numbers(1, 3), [], []));
        string text = _folder.Write("cat.ndjson", ImportFolder.Line("cat", 1));
        ImportOptions ink = new() { FirstRow = FirstRow.Ink };
        _folder.Import("ink", ink, npz);
        using DatasetFolder dataset = DatasetFolder.Open(_folder.Output("ink"));
        Assert.Equal(FirstRow.Ink, dataset.Manifest.Description.FirstRow);

        // A drawing that has a place on its page loses it: the origin is its first point, and the first row goes to the second.
        _folder.Import("joined", ink, npz, text);
        using DatasetFolder joined = DatasetFolder.Open(_folder.Output("joined"));
        Assert.Equal(FirstRow.Ink, joined.Manifest.Description.FirstRow);
        (_, Sketch drawn) = Assert.Single(_folder.Read("joined", DatasetSplit.Train), read => read.Category == "cat");
        Assert.Equal([new StrokePoint(1, 1, true)], drawn.Points.ToArray());
    }

    [Fact]
    public void Sources_and_license_are_recorded()
    {
        string text = _folder.Write("cat.ndjson", ImportFolder.Lines("cat", 5));
        string npz = _folder.WriteNpz("bee.npz", new SketchSplits(ImportFolder.Numbers(1, 3), [], []));
        _folder.Write("ink/1.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0L1 2\"/></svg>");
        _folder.Write("ink/2.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0L1 3\"/></svg>");
        _folder.Import("mixed", ImportOptions.Default, text, npz, _folder.File("ink"));
        using (DatasetFolder dataset = DatasetFolder.Open(_folder.Output("mixed")))
        {
            Assert.Equal(
                [("cat.ndjson", "quickdraw-ndjson", 1, 5), ("bee.npz", "npz", 1, 3), ("*.svg", "svg", 2, 2)],
                dataset.Manifest.Description.Sources.Select(s => (s.Name, s.Format, s.Files, s.Sketches)));
            Assert.Equal(
                [DatasetSource.ChecksumOf(text), DatasetSource.ChecksumOf(npz), null],
                dataset.Manifest.Description.Sources.Select(s => s.Checksum));
            Assert.Null(dataset.ReadLicense());
        }

        // Only what Quick, Draw! itself published is attributed to it.
        string published = _folder.Write(
            "bus.ndjson", """{"word":"bus","countrycode":"VE","recognized":true,"key_id":"1","drawing":[[[0,9],[0,1]]]}""" + "\n");
        _folder.Import("google", ImportOptions.Default, published);
        using (DatasetFolder dataset = DatasetFolder.Open(_folder.Output("google")))
        {
            Assert.Contains("Attribution 4.0", dataset.ReadLicense(), StringComparison.Ordinal);
            Assert.Equal("CC BY 4.0", dataset.Manifest.Description.Sources[0].License);
        }

        _folder.Import("unknown", ImportOptions.Default, text, published);
        using (DatasetFolder dataset = DatasetFolder.Open(_folder.Output("unknown")))
        {
            Assert.Null(dataset.ReadLicense());
            Assert.Equal([null, "CC BY 4.0"], dataset.Manifest.Description.Sources.Select(s => s.License));
        }

        _folder.Import("own", new ImportOptions { License = "mine\n" }, published);
        using (DatasetFolder dataset = DatasetFolder.Open(_folder.Output("own")))
        {
            Assert.Equal("mine\n", dataset.ReadLicense());
            Assert.Equal("mine", dataset.Manifest.Description.Sources[0].License);
        }
    }

    [Fact]
    public void Links_are_followed_to_their_files()
    {
        string file = _folder.Write("real/cat.ndjson", ImportFolder.Lines("cat", 5));
        _folder.Write("links/dog.ndjson", ImportFolder.Lines("dog", 2));
        string link = _folder.File("links/a.ndjson");
        File.CreateSymbolicLink(link, "../real/cat.ndjson");
        Assert.Equal(5, _folder.Import("named", ImportOptions.Default, link).Kept);
        ImportReport report = _folder.Import("walked", ImportOptions.Default, _folder.File("links"));
        Assert.Equal((7, 2, 0), ((int)report.Kept, (int)report.Files, report.FileDrops.Count));
        Assert.Equal(new FileInfo(file).Length, SourceFinder.Find([link]).Single().Length);
    }

    [Fact]
    public void Words_that_are_empty_leave_the_name_of_the_file()
    {
        string file = _folder.Write(
            "cat.ndjson", ImportFolder.Line("", 1) + ImportFolder.Line("\u3000", 2) + ImportFolder.Line(" dog ", 3));
        Assert.Equal(
            [("cat", 2), ("dog", 1)],
            _folder.Import("out", ImportOptions.Default, file).Categories.Select(category => (category.Name, category.Kept)));
    }

    [Theory]
    [InlineData("quickdraw")]
    [InlineData("npz-samples")]
    public void Real_files_go_in_without_loss(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(SharedFolder.Require(folder), "*.npz").Order(StringComparer.Ordinal)];
        ImportReport report = _folder.Import("real", ImportOptions.Default, files);
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
        {
            ILookup<string, Sketch> read = _folder.Read("real", split).ToLookup(sketch => sketch.Category, sketch => sketch.Sketch);
            foreach (string file in files)
            {
                SketchSplits splits = SketchNpz.Read(file);
                Sketch[] expected =
                    split switch { DatasetSplit.Train => splits.Train, DatasetSplit.Valid => splits.Valid, _ => splits.Test };
                TestSketches.AssertEqual(expected, [.. read[Path.GetFileNameWithoutExtension(file)]]);
            }
        }

        Assert.Equal(report.Drawings, report.Kept);
    }

    [Fact]
    public void Real_text_files_go_in_without_loss()
    {
        string folder = SharedFolder.Require("quickdraw/ndjson");
        ImportReport report = _folder.Import("real", ImportOptions.Default, folder);
        int lines = Directory.EnumerateFiles(folder, "*.ndjson", SearchOption.AllDirectories)
            .Sum(file => File.ReadLines(file).Count(line => line.Length > 0));
        Assert.Equal((lines, lines), ((int)report.Drawings, (int)(report.Kept + report.Categories.Sum(category => category.Duplicates))));
        Assert.Equal(["bee", "bus", "flower", "giraffe", "pig"], report.Categories.Select(category => category.Name));
        Assert.Equal(
            Directory.EnumerateFiles(Path.Combine(folder, "raw")).Sum(file => File.ReadLines(file).Count(line => line.Length > 0)),
            report.Simplified);
    }
}
