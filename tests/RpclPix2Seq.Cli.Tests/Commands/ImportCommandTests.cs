using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <summary>rpcl import magenta, and drawing with what it made.</summary>
[Collection(TorchTests.Name)]
public sealed class ImportCommandTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Published_decoders_draw()
    {
        _ = run.Data;
        string[] files = [SharedFolder.Require("magenta-models/cat.gen.json"), SharedFolder.Require("magenta-models/bus.gen.json")];
        string models = _folder.File("models"), samples = _folder.File("samples");
        Rpcl made = Rpcl.Do(["import", "magenta", .. files, "--out", models]);
        Assert.Equal($"{models}/cat\n{models}/bus\n", made.Out);
        Assert.Contains($"next: rpcl sample {models}/cat --out {models}/cat-samples", made.Error, StringComparison.Ordinal);
        Rpcl drawn = Rpcl.Do("sample", $"{models}/cat", "--count", "20", "--out", samples, "--only", "npz,svg", "--split", "train");
        Assert.Contains("drawing: 20 sketches", drawn.Error, StringComparison.Ordinal);
        SketchSplits splits = SketchNpz.Read(Path.Combine(samples, "sketches.npz"), SplitRequirement.None);
        Assert.Equal((20, 0, 0), (splits.Train.Length, splits.Valid.Length, splits.Test.Length));

        // The decoder learned real drawings: they are some fifty rows long and a few hundred units wide.
        Assert.InRange(splits.Train.Average(sketch => sketch.Length), 30, 130);
        Assert.Equal(21, Directory.GetFiles(samples, "*.svg").Length);
        Assert.Empty(Directory.GetFiles(samples, "*.npy"));
        Assert.Single(Directory.GetFiles(samples, "*.png"));
    }

    [Fact]
    public void A_decoder_alone_reads_no_drawing()
    {
        string model = Imported(run);
        Assert.Contains(
            "expected one with an encoder, which reads drawings, found only a decoder, which draws",
            Rpcl.Refuse(ExitCode.Failed, "encode", model, run.Bee, "--out", _folder.File("codes.npz")), StringComparison.Ordinal);
        Rpcl.Do("complete", model, $"{run.Bee}#0", "--code", "mixture", "--count", "2", "--out", _folder.File("completed"));
    }

    [Fact]
    public void A_broken_download_leaves_nothing()
    {
        string file = _folder.File("cut.gen.json"), output = _folder.File("model");
        File.WriteAllText(file, """[{"name":"cat"},[[1,9""");
        Assert.Contains(
            "the download was cut off",
            Rpcl.Refuse(ExitCode.Failed, "import", "magenta", file, "--out", output), StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public void Files_of_one_name_are_refused_together()
    {
        string file = SharedFolder.Require("magenta-models/cat.gen.json");
        Assert.Contains(
            "expected files of different names, found 'cat' 2 times",
            Rpcl.Refuse(ExitCode.Failed, "import", "magenta", file, file, "--out", _folder.File("models")), StringComparison.Ordinal);
    }

    [Fact]
    public void Sketches_without_an_end_are_counted_and_can_be_left_out()
    {
        string all = _folder.File("all"), ended = _folder.File("ended");
        string[] line = ["sample", Imported(run), "--count", "40", "--pen-temperature", "0.3", "--only", "npz"];
        Rpcl drawn = Rpcl.Do([.. line, "--out", all]);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(all, "manifest.json")));
        int longest = manifest.RootElement.GetProperty("max_length").GetInt32();
        int unfinished = manifest.RootElement.GetProperty("samples").EnumerateArray()
            .Count(sample => sample.GetProperty("rows").GetInt32() == longest);
        Assert.InRange(unfinished, 1, 39);
        Assert.Contains(
            $"{unfinished} of 40 sketches reached the maximum of {longest} rows without an end", drawn.Error, StringComparison.Ordinal);
        Rpcl left = Rpcl.Do([.. line, "--out", ended, "--drop-unfinished"]);
        Assert.Contains($"{unfinished} of 40 sketches reached the maximum", left.Error, StringComparison.Ordinal);
        using JsonDocument rest = JsonDocument.Parse(File.ReadAllText(Path.Combine(ended, "manifest.json")));
        Assert.Equal(unfinished, rest.RootElement.GetProperty("dropped").GetInt32());
        Assert.Equal(40 - unfinished, SketchNpz.Read(Path.Combine(ended, "sketches.npz"), SplitRequirement.None).Test.Length);
        Assert.Contains(
            "expected samples with npz and codes, found npz alone; draw the samples again without --only",
            Rpcl.Refuse(
                ExitCode.Failed, "evaluate", line[1], "--samples", ended, "--data", run.Data, "--out", _folder.File("evaluation")),
            StringComparison.Ordinal);
        Assert.Contains(
            "expected svg or png or gif or npz or codes, found pdf", Rpcl.Refuse(ExitCode.Usage, [.. line, "--out", all, "--only", "pdf"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_have_the_size_that_is_asked_for_and_can_move()
    {
        string model = Imported(run), samples = _folder.File("samples");
        Rpcl.Do("sample", model, "--count", "2", "--only", "png,gif", "--size", "100", "--out", samples);
        string png = Directory.GetFiles(samples, "component*.png")[0], gif = Directory.GetFiles(samples, "*.gif")[1];
        Assert.Equal([0, 0, 0, 100, 0, 0, 0, 100], File.ReadAllBytes(png)[16..24]); // the header's width and height
        Assert.Equal("GIF89a"u8.ToArray(), File.ReadAllBytes(gif)[..6]);
        Assert.Equal([100, 0, 100, 0], File.ReadAllBytes(gif)[6..10]);
        Assert.Contains(
            "--size: expected 32 to 1024 pixels, found 5000", Rpcl.Refuse(ExitCode.Usage, "sample", model, "--size", "5000"),
            StringComparison.Ordinal);
    }

    private string Imported(TrainedRun start)
    {
        _ = start.Data;
        string model = _folder.File("model");
        Rpcl.Do("import", "magenta", SharedFolder.Require("magenta-models/bus.gen.json"), "--out", model);
        return model;
    }
}
