using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Tests.Commands.Data;

public sealed class DataExportCommandTests : IDisposable
{
    private readonly DataFiles _files = new DataFiles().Imported();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_dataset_becomes_files_of_categories_again()
    {
        string folder = _files.File("out");
        TestHost test = DataFiles.Do("export", _files.Data, "--to", "npz", "--out", folder);
        Assert.Equal($"{Path.Combine(folder, "cat.npz")}\n{Path.Combine(folder, "dog.npz")}\n", test.Out);
        Assert.Contains("export: 41 sketches in", test.Error, StringComparison.Ordinal);
        SketchSplits before = SketchNpz.Read(_files.Cat), after = SketchNpz.Read(Path.Combine(folder, "cat.npz"));
        Assert.Equal(before.Train.SelectMany(s => s.Points.ToArray()), after.Train.SelectMany(s => s.Points.ToArray()));
        Assert.Equal(before.Test.SelectMany(s => s.Points.ToArray()), after.Test.SelectMany(s => s.Points.ToArray()));
    }

    [Theory]
    [InlineData("ndjson", "cat.ndjson dog.ndjson")]
    [InlineData("svg", "cat dog")]
    [InlineData("png-npz", "cat_png.npz dog_png.npz")]
    public void Files_are_exported_as_datasets_are(string format, string names)
    {
        DataFiles.Do("export", _files.Data, "--to", format, "--out", _files.File("a"), "--quiet");
        DataFiles.Do("export", _files.Cat, _files.Dog, "--to", format, "--out", _files.File("b"), "--quiet");
        Assert.Equal(names.Split(' '), Directory.EnumerateFileSystemEntries(_files.File("a")).Select(Path.GetFileName).Order());
        string[] files = [.. Directory.EnumerateFiles(_files.File("a"), "*", SearchOption.AllDirectories)];
        Assert.Equal(format == "svg", files.Length > 2);

        // From files, all sketches without a split come first: here there are none.
        Assert.All(
            files,
            file => Assert.Equal(
                File.ReadAllBytes(file), File.ReadAllBytes(file.Replace(_files.File("a"), _files.File("b"), StringComparison.Ordinal))));
    }

    [Fact]
    public void Names_of_categories_that_are_misspelt_are_explained()
    {
        string said = DataFiles.Refuse(
            ExitCode.Failed, "export", _files.Data, "--to", "npz", "--out", _files.File("out"), "--category", "cta", "--quiet");
        Assert.Contains("found cta", said, StringComparison.Ordinal);
        Assert.Contains("cat", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_files.File("out")));
        DataFiles.Do(
            "export", _files.Data, "--to", "npz", "--out", _files.File("out"), "--category", "dog", "--split", "test", "--layout", "plain",
            "--numbers", "float32", "--quiet");
        SketchSplits dog = SketchNpz.Read(_files.File("out/dog.npz"), SplitRequirement.None);
        Assert.Equal((0, 0, 1), (dog.Train.Length, dog.Valid.Length, dog.Test.Length));
        using NpzReader reader = new(_files.File("out/dog.npz"));
        Assert.Equal(("<f4", 2), ($"{reader.ReadHeader("test_points").Dtype}", reader.ReadHeader("test_points").Shape.Count));
    }

    [Fact]
    public void Wrong_usage_is_reported_in_one_line()
    {
        Assert.Contains(
            "--to: expected npz or ndjson or svg or png-npz",
            DataFiles.Refuse(ExitCode.Usage, "export", _files.Data, "--to", "gif", "--out", _files.File("out")), StringComparison.Ordinal);
        Assert.Contains(
            "size", DataFiles.Refuse(ExitCode.Usage, "export", _files.Data, "--to", "svg", "--out", _files.File("out"), "--size", "3"),
            StringComparison.Ordinal);
        Assert.Contains(
            "not empty", DataFiles.Refuse(ExitCode.Failed, "export", _files.Data, "--to", "npz", "--out", _files.Path, "--quiet"),
            StringComparison.Ordinal);
        Assert.Contains(
            "one at a time",
            DataFiles.Refuse(ExitCode.Failed, "export", _files.Data, _files.Cat, "--to", "npz", "--out", _files.File("out"), "--quiet"),
            StringComparison.Ordinal);
    }
}
