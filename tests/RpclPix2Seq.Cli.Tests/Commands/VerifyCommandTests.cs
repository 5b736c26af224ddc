using System.Globalization;
using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Verification;

namespace RpclPix2Seq.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class VerifyCommandTests(TrainedRun run) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Training_steps_agree_with_the_original()
    {
        Rpcl done = Rpcl.Do("verify", "parity", SharedFolder.Require("parity"));
        Dictionary<string, double> figures = Figures(done.Out);
        Assert.Equal(["parity_worst_activation", "parity_worst_loss", "parity_worst_gradient"], figures.Keys);
        Assert.All(figures.Values, figure => Assert.InRange(figure, 0, 1e-2));
        Assert.Matches(@"^(\d+) of \1 tensors of 4 cases agree, computed by readable and by fused kernels\n$", done.Error);
        Assert.DoesNotContain("NO", done.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_that_differs_fails_and_says_where()
    {
        string source = Path.Combine(SharedFolder.Require("parity"), "lstm-rpcl.safetensors"), file = _folder.File("case.safetensors");
        byte[] bytes = File.ReadAllBytes(source);
        using (SafetensorsReader reader = SafetensorsReader.Open(source))
        {
            // The first value of the original's codes, made twice as large.
            long data = 8 + BitConverter.ToInt64(bytes), at = data + reader.Entry("out/batch_z").Begin;
            BitConverter.TryWriteBytes(bytes.AsSpan((int)at), 2 * BitConverter.ToSingle(bytes, (int)at));
        }

        File.WriteAllBytes(file, bytes);
        Rpcl done = Rpcl.Run("verify", "parity", _folder.Path, "--json");
        Assert.Equal(ExitCode.Failed, done.Code);
        using JsonDocument json = JsonDocument.Parse(done.Out);
        JsonElement[] failed = [.. json.RootElement.GetProperty("tensors").EnumerateArray().Where(row => !row.GetProperty("passes").GetBoolean())];
        Assert.Equal(["readable", "fused"], failed.Select(row => row.GetProperty("kernels").GetString()));
        Assert.All(failed, row => Assert.Equal("out/batch_z", row.GetProperty("tensor").GetString()));
        Assert.Equal(failed.Max(row => row.GetProperty("relative_difference").GetDouble()), json.RootElement.GetProperty("parity_worst_activation").GetDouble());
    }

    [Fact]
    public void A_case_that_no_kernel_serves_is_compared_without_and_the_table_says_so()
    {
        new MadeUpCase(DecoderModel.Lstm) { Units = 24 }.Write(_folder.File("a.safetensors"), "of-24");
        new MadeUpCase(DecoderModel.Lstm).Write(_folder.File("b.safetensors"), "of-16");
        Rpcl done = Rpcl.Do("verify", "parity", _folder.Path);
        Assert.Matches(@"^(\d+) of \1 tensors of 2 cases agree, computed by readable and by fused kernels\nthe fused kernels do not serve 1 case here: of-24\n$", done.Error);
        Assert.Matches(@"(?m)^of-24 +fused +all +does not apply$", done.Out);
        Assert.DoesNotMatch("(?m)^of-16 .*does not apply$", done.Out);
        using JsonDocument json = JsonDocument.Parse(Rpcl.Do("verify", "parity", _folder.Path, "--json").Out);
        Assert.Equal(["of-24"], json.RootElement.GetProperty("readable_only").EnumerateArray().Select(name => name.GetString()));
        Assert.DoesNotContain("do not serve", Rpcl.Do("verify", "parity", _folder.Path, "--double").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_cases_is_one_line()
    {
        Assert.Equal(
            $"{_folder.Path}: expected a folder of parity cases, found a folder without .safetensors files; name the folder with the cases that the original computed",
            Rpcl.Refuse(ExitCode.Failed, "verify", "parity", _folder.Path));
        Assert.Contains("found no folder", Rpcl.Refuse(ExitCode.Failed, "verify", "parity", _folder.File("absent")), StringComparison.Ordinal);
        File.Copy(Path.Combine(run.Folder, "best", "model.safetensors"), _folder.File("model.safetensors"));
        Assert.EndsWith(
            "metadata: expected 'case', found none; the file is no parity case", Rpcl.Refuse(ExitCode.Failed, "verify", "parity", _folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_agree_with_the_original()
    {
        Rpcl done = Rpcl.Do("verify", "raster", SharedFolder.Require("parity/raster48.npz"));
        Dictionary<string, double> figures = Figures(done.Out);
        Assert.Equal(["raster_identical_percent", "raster_max_levels", "raster_us_per_sketch"], figures.Keys);
        Assert.InRange(figures["raster_identical_percent"], 99.5, 100);
        Assert.InRange(figures["raster_max_levels"], 0, 8);
        Assert.True(figures["raster_us_per_sketch"] > 0);
        Rpcl asJson = Rpcl.Do("verify", "raster", SharedFolder.Require("parity/raster48.npz"), "--json");
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

        Rpcl done = Rpcl.Run("verify", "raster", file);
        Assert.Equal(ExitCode.Failed, done.Code);
        Assert.Equal(64, Figures(done.Out)["raster_max_levels"]);
        Assert.Contains("the sketch that differs most is number 2\n", done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rivals_find_the_number_of_clusters()
    {
        Rpcl done = Rpcl.Do("verify", "latent", "--seeds", "1", "--separation", "well", "--dimensions", "2", "--rare", "1", "--alone");
        Dictionary<string, double> figures = Figures(done.Out);
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
        Assert.NotEqual(ExitCode.Done, Rpcl.Run("verify", "latent", "--dimensions", "3").Code);
    }

    [Fact]
    public void Too_few_steps_find_no_styles_and_fail()
    {
        Rpcl done = Rpcl.Run(
            "verify", "styles", "--seeds", "1", "--steps", "3", "--sketches", "10", "--method", "rpcl", "--out", _folder.File("runs"), "--set", "dec_model=lstm", "--set", "dec_rnn_size=16",
            "--set", "z_size=8", "--set", "num_decoder_mixture=2");
        Assert.Equal(ExitCode.Failed, done.Code);
        Dictionary<string, double> figures = Figures(done.Out);
        Assert.Equal(["styles_components_rpcl", "styles_nmi_rpcl", "styles_purity_rpcl", "styles_good_rpcl"], figures.Keys);
        Assert.Equal(20, figures["styles_components_rpcl"]);
        Assert.Equal(0, figures["styles_good_rpcl"]);
        Assert.True(File.Exists(Path.Combine(_folder.File("runs"), "rpcl-1", "latent.jsonl")));
        Assert.Contains("'z_sise'", Rpcl.Refuse(ExitCode.Usage, "verify", "styles", "--out", _folder.File("more"), "--set", "z_sise=8"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_truth_is_one_line()
    {
        string line = Rpcl.Refuse(ExitCode.Failed, "verify", "raster", run.Bee);
        Assert.StartsWith($"{run.Bee}: expected a member points.npy, found the members train, valid, test", line, StringComparison.Ordinal);
        string file = _folder.File("truth.npz");
        NpzWriter.Write(file, writer =>
        {
            writer.Add<float>("points", new float[8], 2, 4);
            writer.Add<long>("offsets", new long[] { 0, 2 }, 2);
            writer.Add<byte>("images", new byte[64], 1, 8, 8);
        });
        Assert.Equal($"{file}: member points: expected shape [P, 3], found [2, 4]; name a file of raster truth", Rpcl.Refuse(ExitCode.Failed, "verify", "raster", file));
    }

    private static Dictionary<string, double> Figures(string output) => output.Split('\n').Where(line => line.StartsWith("figure ", StringComparison.Ordinal))
        .Select(line => line.Split(' ')).ToDictionary(words => words[1], words => double.Parse(words[2], CultureInfo.InvariantCulture));
}
