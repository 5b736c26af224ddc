using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

public sealed class DatasetFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_committed_dataset_holds_what_was_added()
    {
        string path = _folder.File("data");
        LabeledSketch[] sketches = ContainerFiles.Some(900);
        DatasetManifest written;
        using (DatasetBuilder builder = DatasetFolder.Create(path))
        {
            AddAll(builder[DatasetSplit.Train], sketches[..700]);
            AddAll(builder[DatasetSplit.Valid], sketches[700..800]);
            File.WriteAllText(builder.PathFor("report.json"), "{}");
            Assert.False(Directory.Exists(path));
            written = builder.Commit(Description(), "Anybody may use it — très bien.\n");
        }

        string[] files = ["LICENCE.txt", "dataset.json", "report.json", "test.sketches", "train.sketches", "valid.sketches"];
        Assert.Equal(files, Directory.GetFiles(path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
        Assert.True(DatasetFolder.IsAt(path));
        using DatasetFolder folder = DatasetFolder.Open(path);
        Assert.Equal(written.Train.Checksum, folder.Manifest.Train.Checksum);
        Assert.Equal([700, 100, 0], Enum.GetValues<DatasetSplit>().Select(split => folder.Split(split).Count));
        Assert.Equal("Anybody may use it — très bien.\n", folder.ReadLicense());
        ContainerFiles.AssertHolds(sketches[..700], folder.Split(DatasetSplit.Train));
        Assert.Same(folder.Split(DatasetSplit.Train), folder.Split(DatasetSplit.Train));
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
            folder.Verify(split);
    }

    [Fact]
    public void Opening_reads_the_manifest_alone()
    {
        string path = Make("data", ContainerFiles.Some(30));
        foreach (string container in Directory.GetFiles(path, "*.sketches"))
            File.Delete(container);
        using DatasetFolder folder = DatasetFolder.Open(path);
        Assert.Equal(30, folder.Manifest.Train.Statistics.Sketches);
        Assert.Null(folder.ReadLicense());
        string message = Refused(() => folder.Split(DatasetSplit.Train));
        Assert.Contains("train.sketches: expected a file, found none there", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data")]
    [InlineData("some/new/folders/data")]
    [InlineData("data/")]
    public void Giving_up_leaves_nothing(string name)
    {
        using (DatasetBuilder builder = DatasetFolder.Create(_folder.File(name)))
        {
            AddAll(builder[DatasetSplit.Train], ContainerFiles.Some(10));
            File.WriteAllText(builder.PathFor("report.json"), "{}");
            Assert.NotEmpty(Directory.GetFileSystemEntries(_folder.Path));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("data")]
    [InlineData("some/new/folders/data")]
    [InlineData("data/")]
    public void Folders_above_are_made_and_an_empty_one_will_do(string name)
    {
        if (name == "data/")
            Directory.CreateDirectory(_folder.File("data"));
        using DatasetFolder folder = DatasetFolder.Open(Make(name, ContainerFiles.Some(3)));
        Assert.Equal(3, folder.Split(DatasetSplit.Train).Count);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_exists_is_never_overwritten()
    {
        string path = Make("data", ContainerFiles.Some(3));
        Assert.Contains("a folder that is not empty", Refused(() => DatasetFolder.Create(path)), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("file"), "");
        Assert.Contains("found a file", Refused(() => DatasetFolder.Create(_folder.File("file"))), StringComparison.Ordinal);
        Assert.Contains("can be made", Refused(() => DatasetFolder.Create(_folder.File("file/data"))), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public void A_folder_that_is_filled_meanwhile_stays()
    {
        string path = _folder.File("data");
        using (DatasetBuilder builder = DatasetFolder.Create(path))
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, "other"), "x");
            Refused(() => builder.Commit(Description()));
        }

        Assert.Equal("x", File.ReadAllText(Path.Combine(path, "other")));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_failed_commit_leaves_nothing()
    {
        using (DatasetBuilder builder = DatasetFolder.Create(_folder.File("data")))
        {
            builder[DatasetSplit.Test].Add(ContainerFiles.RowsOf(0), 3);
            Assert.Throws<ArgumentException>(() => builder.Commit(Description()));
            Assert.Throws<InvalidOperationException>(() => builder.Commit(Description()));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Further_files_are_files_of_the_folder()
    {
        using DatasetBuilder builder = DatasetFolder.Create(_folder.File("data"));
        foreach (string name in new[] { "", ".", "..", "../x", "a/b", "/x" })
            Assert.Throws<ArgumentException>(() => builder.PathFor(name));
    }

    [Fact]
    public void Category_names_are_names_and_differ()
    {
        using DatasetBuilder builder = DatasetFolder.Create(_folder.File("data"));
        foreach (string name in new[] { "", " ", "a\nb", "a\0", "\ud800", "\udc00\ud800", "x\ud800y", new string('x', 201), "cat" })
        {
            string message = Refused(() => builder.Commit(Description() with { Categories = ["cat", name] }));
            Assert.Contains("categories[1]: expected", message, StringComparison.Ordinal);
        }

        builder.Commit(Description() with { Categories = ["Ägypten 🐪", new string('x', 200), "ägypten 🐪"] });
        using DatasetFolder folder = DatasetFolder.Open(_folder.File("data"));
        Assert.Equal("Ägypten 🐪", folder.Manifest.Description.Categories[0]);
    }

    [Fact]
    public void Other_folders_and_files_are_not_datasets()
    {
        Assert.Contains("found nothing", Refused(() => DatasetFolder.Open(_folder.File("none"))), StringComparison.Ordinal);
        Assert.Contains("found a folder without", Refused(() => DatasetFolder.Open(_folder.Path)), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("file"), "");
        Assert.Contains("found a file", Refused(() => DatasetFolder.Open(_folder.File("file"))), StringComparison.Ordinal);
        Assert.False(DatasetFolder.IsAt(_folder.Path));
    }

    [Fact]
    public void A_container_of_another_dataset_is_refused()
    {
        string path = Make("data", ContainerFiles.Some(30)), other = Make("other", [.. ContainerFiles.Some(30).Reverse()]);
        File.Copy(Path.Combine(other, "train.sketches"), Path.Combine(path, "train.sketches"), overwrite: true);
        using DatasetFolder folder = DatasetFolder.Open(path);
        Assert.Contains("the container that dataset.json names", Refused(() => folder.Split(DatasetSplit.Train)), StringComparison.Ordinal);
        Assert.Equal(0, folder.Split(DatasetSplit.Valid).Count);
    }

    [Theory]
    [InlineData("\"strokes\": 30", "\"strokes\": 31", "31 strokes, not 30")]
    [InlineData("\"sum\": ", "\"sum\": 1", "the sums")]
    [InlineData("[1, 29]", "[2, 28]", "sketches of category 0")]
    [InlineData("[29, 1]", "[28, 2]", "histogram")]
    public void Statistics_that_are_wrong_are_found_by_verifying(string right, string wrong, string message)
    {
        LabeledSketch[] sketches = [.. Enumerable.Range(0, 30).Select(i => new LabeledSketch(
            new Sketch(i == 4 ? [new(1, 1, false), new(2, 2, true)] : [new(1, 1, true)]), i == 9 ? 0 : 1, i))];
        string path = Make("data", sketches, ["a", "b"]);
        string manifest = Path.Combine(path, "dataset.json");
        string text = File.ReadAllText(manifest);
        int at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at > 0, text);
        File.WriteAllText(manifest, text.Remove(at, right.Length).Insert(at, wrong));
        using DatasetFolder folder = DatasetFolder.Open(path);
        Assert.Contains(message, Refused(() => folder.Verify(DatasetSplit.Train)), StringComparison.Ordinal);
        folder.Verify(DatasetSplit.Valid);
    }

    [Fact]
    public void A_license_is_a_text_of_bounded_length()
    {
        using DatasetBuilder builder = DatasetFolder.Create(_folder.File("data"));
        Assert.Contains("licence", Refused(() => builder.Commit(Description(), new string('x', (1 << 20) + 1))), StringComparison.Ordinal);
        builder.Commit(Description(), new string('x', 1 << 20));
        using DatasetFolder folder = DatasetFolder.Open(_folder.File("data"));
        Assert.Equal(1 << 20, folder.ReadLicense()!.Length);
        File.Delete(_folder.File("data/LICENCE.txt"));
        Assert.Contains("found none there", Refused(() => folder.ReadLicense()), StringComparison.Ordinal);
        File.WriteAllText(_folder.File("data/LICENCE.txt"), new string('x', (1 << 20) + 1));
        Assert.Contains("expected a text of at most", Refused(() => folder.ReadLicense()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_folder_opens_nothing()
    {
        DatasetFolder folder = DatasetFolder.Open(Make("data", ContainerFiles.Some(3)));
        SketchContainer container = folder.Split(DatasetSplit.Train);
        folder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => container[0]);
        Assert.Throws<ObjectDisposedException>(() => folder.Split(DatasetSplit.Valid));
    }

    [Fact]
    public void The_checksum_of_a_source_is_xxhash128_of_its_bytes()
    {
        File.WriteAllBytes(_folder.File("empty"), []);
        Assert.Equal("99aa06d3014798d86001c324468d497f", DatasetSource.ChecksumOf(_folder.File("empty")));
        Refused(() => DatasetSource.ChecksumOf(_folder.File("none")));
        Refused(() => DatasetSource.ChecksumOf(_folder.Path));
    }

    private static string Refused(Action action) => Assert.Throws<InputException>(action).Message;

    private static DatasetDescription Description() => new() { Name = "test", Categories = ["a", "b", "c"], CreatedBy = "tests" };

    private static void AddAll(SketchContainerWriter writer, LabeledSketch[] sketches)
    {
        foreach (LabeledSketch sketch in sketches)
            writer.Add(sketch.Sketch.Points, sketch.Category);
    }

    private string Make(string name, LabeledSketch[] train, string[]? categories = null)
    {
        using DatasetBuilder builder = DatasetFolder.Create(_folder.File(name));
        AddAll(builder[DatasetSplit.Train], train);
        builder.Commit(Description() with { Categories = categories ?? Description().Categories });
        return _folder.File(name);
    }
}
