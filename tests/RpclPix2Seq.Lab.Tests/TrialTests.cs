using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Lab.Tests;

public sealed class TrialTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_agree_with_the_original()
    {
        LabRun done = LabRun.Do("raster", SharedFolder.Require("parity/raster48.npz"));
        Dictionary<string, double> figures = FigureLines.Of(done.Out);
        Assert.Equal(["raster_identical_percent", "raster_max_levels", "raster_us_per_sketch"], figures.Keys);
        Assert.InRange(figures["raster_identical_percent"], 99.5, 100);
        Assert.InRange(figures["raster_max_levels"], 0, 8);
        Assert.True(figures["raster_us_per_sketch"] > 0);
        LabRun asJson = LabRun.Do("raster", SharedFolder.Require("parity/raster48.npz"), "--json");
        using JsonDocument json = JsonDocument.Parse(asJson.Out);
        Assert.Equal(figures["raster_max_levels"], json.RootElement.GetProperty("max_levels").GetInt32());
        Assert.Empty(asJson.Error);
    }

    [Fact]
    public void Pictures_that_differ_fail_and_the_worst_is_named()
    {
        string file = _folder.File("truth.npz");
        using (NpzReader truth = new(SharedFolder.Require("parity/raster48.npz")))
        {
            NpyArray points = truth.Read("points"), offsets = truth.Read("offsets"), images = truth.Read("images");
            byte[] pixels = images.ToArray<byte>();
            long side = images.Shape[1];
            for (int i = 0; i < side; i++)
                pixels[(int)((2 * side * side) + i)] ^= 0x40;
            long[] shape = images.Shape.ToArray();
            NpzWriter.Write(file, writer =>
            {
                writer.Add<float>("points", points.ToArray<float>(), points.Shape);
                writer.Add<long>("offsets", offsets.ToArray<long>(), offsets.Shape);
                writer.Add<byte>("images", pixels, shape);
            });
        }

        LabRun done = LabRun.Of("raster", file);
        Assert.Equal(ExitCode.Failed, done.Code);
        Assert.Equal(64, FigureLines.Of(done.Out)["raster_max_levels"]);
        Assert.Contains("the sketch that differs most is number 2\n", done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Exported_graphs_draw_the_same_sketches()
    {
        string model = Path.Combine(SharedFolder.ProjectRoot, "models", "quickdraw");
        Dictionary<string, double> figures = FigureLines.Of(LabRun.Do("onnx", model, "--count", "4", "--out", _folder.File("onnx")).Out);
        Assert.Equal(
            [
                .. from weights in (string[])["single", "half", "int8"]
                   from figure in (string[])["mb", "equal_sketches", "sketches_per_second"]
                   select $"onnx_{figure}_{weights}",
                "onnx_sketches_per_second_ours",
            ],
            figures.Keys);
        Assert.Equal((1, 1), (figures["onnx_equal_sketches_single"], figures["onnx_equal_sketches_half"]));
        Assert.InRange(figures["onnx_mb_int8"], 0.25 * figures["onnx_mb_single"], 0.3 * figures["onnx_mb_single"]);
    }

    [Fact]
    public void Rivals_find_the_number_of_clusters()
    {
        LabRun done = LabRun.Do("latent", "--seeds", "1", "--separation", "well", "--dimensions", "2", "--rare", "1", "--alone");
        Dictionary<string, double> figures = FigureLines.Of(done.Out);
        Assert.Equal(
            [
                .. from method in (string[])["em", "reference", "rpcl"]
                   from figure in (string[])["exact", "error", "nmi", "seconds"]
                   select $"latent_{figure}_well_{method}",
                "rare_components_kept",
            ],
            figures.Keys);
        Assert.Equal(1, figures["rare_components_kept"]);
        Assert.InRange(figures["latent_exact_well_rpcl"], 0.95, 1);
        Assert.InRange(figures["latent_exact_well_em"], 0, 0.5);
        Assert.InRange(figures["latent_nmi_well_rpcl"], 0.95, 1);
        Assert.NotEqual(ExitCode.Done, LabRun.Of("latent", "--dimensions", "3").Code);
    }

    [Fact]
    public void Too_few_steps_find_no_styles_and_fail()
    {
        LabRun done = LabRun.Of(
            "styles", "--seeds", "1", "--steps", "3", "--sketches", "10", "--method", "rpcl", "--out", _folder.File("runs"), "--set",
            "dec_model=lstm", "--set", "dec_rnn_size=16",
            "--set", "z_size=8", "--set", "num_decoder_mixture=2");
        Assert.Equal(ExitCode.Failed, done.Code);
        Dictionary<string, double> figures = FigureLines.Of(done.Out);
        Assert.Equal(["styles_components_rpcl", "styles_nmi_rpcl", "styles_purity_rpcl", "styles_good_rpcl"], figures.Keys);
        Assert.Equal(20, figures["styles_components_rpcl"]);
        Assert.Equal(0, figures["styles_good_rpcl"]);
        Assert.True(File.Exists(Path.Combine(_folder.File("runs"), "rpcl-1", "latent.jsonl")));
        Assert.Contains(
            "'z_sise'", LabRun.Refuse(ExitCode.Usage, "styles", "--out", _folder.File("more"), "--set", "z_sise=8"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_truth_is_one_line()
    {
        string file = _folder.File("truth.npz");
        NpzWriter.Write(file, writer => writer.Add<byte>("images", new byte[1], 1, 1, 1));
        string line = LabRun.Refuse(ExitCode.Failed, "raster", file);
        Assert.StartsWith($"{file}: expected a member points.npy, found the member", line, StringComparison.Ordinal);
        NpzWriter.Write(file, writer =>
        {
            writer.Add<float>("points", new float[8], 2, 4);
            writer.Add<long>("offsets", new long[] { 0, 2 }, 2);
            writer.Add<byte>("images", new byte[64], 1, 8, 8);
        });
        Assert.Equal(
            $"{file}: member points: expected shape [P, 3], found [2, 4]; name a file of raster truth",
            LabRun.Refuse(ExitCode.Failed, "raster", file));
    }

    [Fact]
    public void Retrieval_is_timed_and_compared_with_numpy()
    {
        LabRun done = LabRun.Do("retrieval", "--codes", "400", "--dimensions", "20", "--compared", "400");
        Dictionary<string, double> figures = FigureLines.Of(done.Out);
        Assert.InRange(figures["retrieval_peak_mb"], 1, 100_000);
        Assert.True(figures["retrieval_seconds"] > 0);
        if (done.Error.Contains("no python3 with numpy", StringComparison.Ordinal))
            Assert.Skip("no python3 with numpy is on the path");
        Assert.Equal(1, figures["retrieval_equal_to_numpy"]);
        Assert.Contains("400 of 400 ranks are numpy's", done.Error, StringComparison.Ordinal);
    }
}
