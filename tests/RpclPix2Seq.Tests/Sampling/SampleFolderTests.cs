using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Sampling;

public sealed class SampleFolderTests : IDisposable
{
    private static readonly Sketch[] Drawn = [.. Enumerable.Range(0, 3).Select(i => ProceduralSketches.Draw("bee", 1, i).Sketch)];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_come_back_as_they_were_written()
    {
        GeneratedSketch[] written = Write("bee");
        File.WriteAllText(_folder.File("contact.png"), "the sheet is no sample");
        SampleFolder set = SampleFolder.Read(_folder.Path, 2);
        Assert.Equal((7L, "conditional", 3), (set.Manifest.Step, set.Manifest.Mode, set.Sketches.Count));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(written[i].Code, set.Sketches[i].Code);
            Assert.Equal(written[i].Component, set.Sketches[i].Component);
            Assert.Equal(written[i].Sketch.Points.ToArray(), set.Sketches[i].Sketch.Points.ToArray());
        }

        MemorySplit split = new([.. Drawn.Reverse().Select((sketch, i) => new LabeledSketch(sketch, 1, 2 - i))]);
        LabeledSketch[] originals = SampleOriginals.Find(set, "folder", split, ["bus", "bee"]);
        Assert.Equal(Drawn, originals.Select(original => original.Sketch));
        Assert.Contains(
            "found no sketch 0 of bee there",
            Assert.Throws<InputException>(() => SampleOriginals.Find(set, "folder", split, ["bee", "bus"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_without_originals_have_none()
    {
        Write(null);
        SampleFolder set = SampleFolder.Read(_folder.Path, 2);
        Assert.Contains(
            "a sample that redraws a sketch",
            Assert.Throws<InputException>(() => SampleOriginals.Find(set, "folder", new MemorySplit(), [])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_are_listed()
    {
        Write("bee");
        File.Delete(_folder.File("bee_1.png"));
        File.Delete(_folder.File("code_bee_0.npy"));
        Assert.Equal(
            $"{_folder.Path}: expected every file that the manifest lists, "
            + "found 2 missing: bee_1.png, code_bee_0.npy; draw the samples again",
            Assert.Throws<InputException>(() => SampleFolder.Read(_folder.Path, 2)).Message);
    }

    [Fact]
    public void Stale_files_are_listed()
    {
        Write("bee");
        File.WriteAllText(_folder.File("bee_3.png"), "from an earlier run");
        File.WriteAllText(_folder.File("code_bee_3.npy"), "from an earlier run");
        Assert.Equal(
            $"{_folder.Path}: expected no sketches, pictures or codes but those that the manifest lists, "
            + "found 2 stale: bee_3.png, code_bee_3.npy; remove them, or draw the samples again",
            Assert.Throws<InputException>(() => SampleFolder.Read(_folder.Path, 2)).Message);
    }

    [Fact]
    public void A_folder_that_has_no_samples_is_refused_in_one_line()
    {
        Assert.Contains(
            "expected a folder of samples, found a folder without manifest.json",
            Assert.Throws<InputException>(() => SampleFolder.Read(_folder.Path, 2)).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("manifest.json"), "{}");
        Assert.StartsWith(
            _folder.File("manifest.json"), Assert.Throws<InputException>(() => SampleFolder.Read(_folder.Path, 2)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_do_not_fit_the_manifest_or_the_model_are_refused()
    {
        Write("bee");
        Assert.Contains(
            "expected floating-point numbers [N, 5]", Assert.Throws<InputException>(() => SampleFolder.Read(_folder.Path, 5)).Message,
            StringComparison.Ordinal);
        string manifest = File.ReadAllText(_folder.File("manifest.json"));
        File.WriteAllText(
            _folder.File("manifest.json"), manifest.Replace($"\"rows\": {Drawn[0].Length}", "\"rows\": 999", StringComparison.Ordinal));
        Assert.Contains(
            "bee_0: expected 999 rows", Assert.Throws<InputException>(() => SampleFolder.Read(_folder.Path, 2)).Message,
            StringComparison.Ordinal);
        File.WriteAllText(
            _folder.File("manifest.json"),
            manifest.Replace(SampleManifest.CurrentFormat, "rpcl-pix2seq samples 9", StringComparison.Ordinal));
        Assert.Contains(
            "found rpcl-pix2seq samples 9", Assert.Throws<InputException>(() => SampleFolder.Read(_folder.Path, 2)).Message,
            StringComparison.Ordinal);
    }

    private GeneratedSketch[] Write(string? category)
    {
        GeneratedSketch[] sketches = [.. Drawn.Select((sketch, i) => new GeneratedSketch(sketch, [i, -i], i))];
        SampleEntry[] entries =
        [
            .. sketches.Select(
                (sketch, i) =>
                    new SampleEntry($"bee_{i}", category, "bee.npz", category is null ? null : i, sketch.Component, sketch.Sketch.Length)),
        ];
        SampleFolder.Write(
            _folder.Path, sketches, new SampleManifest(SampleManifest.CurrentFormat, "model", 7, "conditional", 1, 0.2, entries),
            RasterOptions.Default);
        return sketches;
    }
}
