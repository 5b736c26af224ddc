using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Exporting;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Datasets.Importing;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Exporting;

public sealed class DatasetExporterTests : IDisposable
{
    private readonly ImportFolder _folder = new();
    private int _count;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(SketchNpzLayout.Pickled))]
    [InlineData(nameof(SketchNpzLayout.Plain))]
    public void Npz_files_hold_what_was_imported(string layout)
    {
        Gen<Sketch[]> split = Gen.OneOf(TestSketches.GenInteger.Array[1, 6], TestSketches.GenReal.Array[1, 6]);
        Gen.Select(split, split, split, split).ForAll((train, valid, test, other) =>
        {
            string name = $"{Interlocked.Increment(ref _count)}";
            SketchSplits cat = new(train, valid, test), dog = new(other, [], []);
            string[] sources = [_folder.WriteNpz($"{name}/cat.npz", cat), _folder.WriteNpz($"{name}/dog.npz", dog)];
            _folder.Import(name, new ImportOptions { Duplicates = DuplicateMode.Keep }, sources);
            Assert.Equal(
                ["cat.npz", "dog.npz"], Export(name, $"{name}-npz", new ExportOptions { Layout = Enum.Parse<SketchNpzLayout>(layout) }));
            TestSketches.AssertEqual(cat, SketchNpz.Read(Path.Combine(_folder.Output($"{name}-npz"), "cat.npz"), SplitRequirement.None));
            TestSketches.AssertEqual(dog, SketchNpz.Read(Path.Combine(_folder.Output($"{name}-npz"), "dog.npz"), SplitRequirement.None));
        }, count: 20);
    }

    [Fact]
    public void Text_of_whole_numbers_comes_back_as_it_was()
    {
        // Rows begin with a move and end with the pen up, like all rows made from strokes.
        Gen<Sketch> closed = TestSketches.GenInteger.Select(
            sketch => new Sketch([.. sketch.Points.ToArray()[..^1], sketch.Points[^1] with { PenUp = true }]));
        closed.Array[1, 12].ForAll(sketches =>
        {
            string name = $"{Interlocked.Increment(ref _count)}";
            string source = _folder.WriteNpz($"{name}/cat.npz", new SketchSplits(sketches, [], []));
            ImportOptions all = new() { Duplicates = DuplicateMode.Keep, Valid = SplitSize.Of(0), Test = SplitSize.Of(0) };
            _folder.Import(name, all, source);
            Assert.Equal(["cat.ndjson"], Export(name, $"{name}-text", new ExportOptions { Format = ExportFormat.Ndjson }));
            _folder.Import($"{name}-again", all, _folder.Output($"{name}-text"));
            TestSketches.AssertEqual(sketches, _folder.Sketches($"{name}-again", DatasetSplit.Train));
        }, count: 20);
    }

    [Theory]
    [InlineData(nameof(ExportFormat.Svg))]
    [InlineData(nameof(ExportFormat.Ndjson))]
    public void A_full_disk_is_told_whichever_thread_meets_it(string format)
    {
        string source = _folder.WriteNpz("cat.npz", new SketchSplits(ImportFolder.Numbers(1, 50), [], []));
        _folder.Import("data", new ImportOptions(), source);
        using DatasetFolder dataset = DatasetFolder.Open(_folder.Output("data"));
        DatasetExporter exporter = new(dataset, new ExportOptions { Format = Enum.Parse<ExportFormat>(format) })
        {
            Progress = _ => throw new IOException("No space left on device"),
        };
        InputException e = Assert.Throws<InputException>(() => exporter.Export(_folder.Output("out")));
        Assert.Contains("No space left on device; free up disk space", e.Message, StringComparison.Ordinal);
        Assert.Equal([_folder.Output("data")], Directory.EnumerateFileSystemEntries(_folder.Outputs));
    }

    [Fact]
    public void Svg_folders_hold_each_sketch_and_come_back_as_categories()
    {
        string cat = _folder.WriteNpz("cat.npz", new SketchSplits(ImportFolder.Numbers(1, 3), ImportFolder.Numbers(7, 1), [])),
            dog = _folder.WriteNpz("dog.npz", new SketchSplits(ImportFolder.Numbers(1, 2), [], []));
        _folder.Import("data", ImportOptions.Default, cat, dog);
        Assert.Equal(["cat", "dog"], Export("data", "svg", new ExportOptions { Format = ExportFormat.Svg }));
        Assert.Equal(
            ["train-000000.svg", "train-000001.svg", "train-000002.svg", "valid-000000.svg"],
            Directory.EnumerateFiles(Path.Combine(_folder.Output("svg"), "cat")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!);
        ImportReport report = _folder.Import("again", ImportOptions.Default, _folder.Output("svg"));
        Assert.Equal([("cat", 4), ("dog", 2)], report.Categories.Select(category => (category.Name, category.Kept)));
    }

    [Fact]
    public void Pictures_are_those_of_the_sketches()
    {
        string source = _folder.WriteNpz(
            "cat.npz", new SketchSplits(ImportFolder.Numbers(1, 40), ImportFolder.Numbers(50, 2), ImportFolder.Numbers(60, 1)));
        _folder.Import("data", ImportOptions.Default, source);
        Assert.Equal(["cat_png.npz"], Export("data", "pictures", new ExportOptions { Format = ExportFormat.PngNpz, Size = 32 }));
        ImageSplits pictures = ImageNpz.Read(Path.Combine(_folder.Output("pictures"), "cat_png.npz"));
        byte[] expected = new byte[40 * 32 * 32];
        SketchPictures.DrawAll(ImportFolder.Numbers(1, 40), RasterOptions.Reference with { Size = 32 }, expected);
        Assert.Equal(expected, pictures.Train.Pixels.ToArray());
        Assert.Equal((2, 1), (pictures.Valid.Count, pictures.Test.Count));
    }

    [Fact]
    public void A_category_and_a_split_can_be_chosen()
    {
        string cat = _folder.WriteNpz("cat.npz", new SketchSplits(ImportFolder.Numbers(1, 3), ImportFolder.Numbers(7, 1), [])),
            dog = _folder.WriteNpz("dog.npz", new SketchSplits(ImportFolder.Numbers(1, 2), [], []));
        _folder.Import("data", ImportOptions.Default, cat, dog);
        Assert.Equal(["cat.npz"], Export("data", "one", new ExportOptions { Categories = ["cat"], Split = DatasetSplit.Valid }));
        SketchSplits splits = SketchNpz.Read(Path.Combine(_folder.Output("one"), "cat.npz"), SplitRequirement.None);
        Assert.Equal((0, 1, 0), (splits.Train.Length, splits.Valid.Length, splits.Test.Length));
        InputException e = Assert.Throws<InputException>(() => Export("data", "none", new ExportOptions { Categories = ["cow"] }));
        Assert.Contains("'cow'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_lead_elsewhere_or_collide_stay_in_the_folder()
    {
        using (DatasetBuilder builder = DatasetFolder.Create(_folder.Output("data")))
        {
            for (int i = 0; i < 4; i++)
                builder[DatasetSplit.Train].Add(ImportFolder.Number(i + 1).Points, i);
            builder.Commit(
                new DatasetDescription { Name = "data", Categories = ["../up", "_up", "..", "icon_png"], CreatedBy = "a test" }, "free");
        }

        Assert.Equal(["_up.npz", "_up-2.npz", "category.npz", "icon_png_.npz"], Export("data", "out", new ExportOptions()));
        Assert.Equal(["data", "out"], Directory.EnumerateFileSystemEntries(_folder.Outputs).Select(Path.GetFileName).Order());
        Assert.Equal("free", File.ReadAllText(Path.Combine(_folder.Output("out"), "LICENCE.txt")));
    }

    [Fact]
    public void An_export_that_fails_or_is_interrupted_leaves_nothing()
    {
        string source = _folder.WriteNpz("cat.npz", new SketchSplits([new Sketch([new(3e38f, 0, false), new(3e38f, 0, true)])], [], []));
        _folder.Import("data", ImportOptions.Default, source);
        Assert.Throws<InputException>(() => Export("data", "out", new ExportOptions { Format = ExportFormat.Ndjson }));
        using CancellationTokenSource stop = new();
        using DatasetFolder dataset = DatasetFolder.Open(_folder.Output("data"));
        DatasetExporter exporter = new(dataset, new ExportOptions()) { Progress = _ => stop.Cancel() };
        Assert.ThrowsAny<OperationCanceledException>(() => exporter.Export(_folder.Output("out"), stop.Token));
        Assert.Equal([_folder.Output("data")], Directory.EnumerateFileSystemEntries(_folder.Outputs));
    }

    [Fact]
    public void Numpy_reads_what_is_exported()
    {
        string source = _folder.WriteNpz(
            "cat.npz", new SketchSplits(ImportFolder.Numbers(1, 3), ImportFolder.Numbers(7, 1), ImportFolder.Numbers(9, 1)));
        _folder.Import("data", ImportOptions.Default, source);
        Export("data", "out", new ExportOptions());
        string said = Python.Run(
            "z = np.load(sys.argv[1], allow_pickle=True, encoding='latin1')\n"
            + "print(len(z['train']), z['train'][2].tolist(), z['train'][2].dtype, len(z['test']))",
            Path.Combine(_folder.Output("out"), "cat.npz"));
        Assert.Equal("3 [[3, 1, 0], [1, 3, 1]] int16 1\n", said);
    }

    private IReadOnlyList<string> Export(string data, string output, ExportOptions options)
    {
        using DatasetFolder dataset = DatasetFolder.Open(_folder.Output(data));
        return new DatasetExporter(dataset, options).Export(_folder.Output(output));
    }
}
