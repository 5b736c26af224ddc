using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Magenta;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Models.Magenta;

/// <summary>sketch-rnn decoders, against an independent computation.</summary>
public sealed class MagentaModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Densities_are_those_of_the_players() => AssertSame(Write(MagentaFile.Text()));

    [Fact]
    public void Densities_of_a_published_decoder_are_those_of_the_players() =>
        AssertSame(SharedFolder.Require("magenta-models/cat.gen.json"));

    [Fact]
    public void A_saved_decoder_draws_what_it_drew_and_reads_nothing()
    {
        using LoadedModel made = MagentaImport.ToModel(MagentaModel.Read(Write(MagentaFile.Text())));
        string folder = Directory.CreateDirectory(_folder.File("model")).FullName;
        ModelFolder.Save(folder, made);
        using LoadedModel loaded = ModelFolder.Load(folder);
        Assert.Equal(made.Facts, loaded.Facts);
        Assert.Equal(["cat"], loaded.Config.Categories);
        GeneratedSketch[] expected = new SketchGenerator(made).FromMixture(5), actual = new SketchGenerator(loaded).FromMixture(5);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Sketch.Points.ToArray(), pair.Second.Sketch.Points.ToArray()));
        Assert.All(actual, drawn => Assert.InRange(drawn.Sketch.Length, 1, 45));
        InputException refused = Assert.Throws<InputException>(() => new SketchGenerator(loaded).Reconstruct([actual[0].Sketch]));
        Assert.Contains("only a decoder, which draws", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_cut_off_says_so()
    {
        string text = MagentaFile.Text();
        foreach (int length in (int[])[1, 20, text.Length / 2, text.Length - 1])
            Refuses(text[..length], $"found an end after {length:N0} bytes, in the middle of it; the download was cut off");
    }

    [Theory]
    [InlineData("<!DOCTYPE html>", "something that is not JSON")]
    [InlineData("[1, 2]", "found a list of 2")]
    [InlineData("{}", "found an object")]
    [InlineData("""[{"name":"\ud800"}, [], []]""", "byte 9: expected valid Unicode text")]
    [InlineData("[{}, [], []]", "dims: expected 5 shapes")]
    [InlineData("""[{"mode":1}, [], []]""", "info, mode: expected 2 or 'gen'")]
    [InlineData("""[{"mode":"\ud800"}, [], []]""", "expected valid Unicode text")]
    [InlineData("[{}, [[16, 15], [15], [5, 64], [16, 60], [64]], []]", "dims, recurrent kernel: expected [16, 64], found [16, 60]")]
    [InlineData("[{}, [[16, 15], [15], [6, 64], [16, 64], [64]], []]", "dims, input kernel: expected [5, 64], found [6, 64]")]
    [InlineData("[{}, [[16, 14], [14], [5, 64], [16, 64], [64]], []]", "dims: expected biases of 4 R gates and of 6 M + 3 outputs")]
    [InlineData("[{}, [[1, 9], [9], [5, 4], [1, 4], [4]], [\"\"]]", "arrays: expected 5 arrays")]
    [InlineData("[{}, [[1, 9], [9], [5, 4], [1, 4], [4]], [\"\", \"\", \"\", \"\", \"\"]]", "output kernel: expected 9 numbers")]
    [InlineData("[{}, [[1, 9], [9], [5, 4], [1, 4], [4]], [\"%\", \"\", \"\", \"\", \"\"]]", "output kernel: expected base64")]
    public void A_file_that_is_not_a_decoder_is_refused(string text, string message) => Refuses(text, message);

    [Theory]
    [InlineData("""{"name":"cat","max_seq_len":30}""", "info: expected scale_factor, found none")]
    [InlineData(
        """{"name":"cat","scale_factor":0,"max_seq_len":30}""",
        "info, scale_factor: expected a number from 1E-06 to 1000000, found 0")]
    [InlineData("""{"name":"cat","scale_factor":40,"max_seq_len":"x"}""", "info, max_seq_len: expected a number from 1 to 65535")]
    public void What_the_file_must_say_is_checked(string info, string message) => Refuses(MagentaFile.Text(info: info), message);

    [Fact]
    public void A_decoder_without_a_name_has_that_of_its_file() =>
        Assert.Equal("file", MagentaModel.Read(Write(MagentaFile.Text(info: """{"scale_factor":40,"max_seq_len":30}"""))).Name);

    private static void AssertSame(string path)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        MagentaFile file = MagentaFile.Read(File.ReadAllText(path));
        using LoadedModel loaded = MagentaImport.ToModel(MagentaModel.Read(path));
        Assert.Equal(file.ScaleFactor, loaded.Facts.StrokeScale, 1e-4);
        double[][] rows = [[0.5, -0.25, 1, 0, 0], [-0.1, 0.75, 0, 1, 0], [1.5, 0.125, 1, 0, 0], [0, 0, 1, 0, 0], [-2, 1, 0, 1, 0]];
        double[][] expected = file.Heads(rows);
        double[] inputs = [.. loaded.Model.Decoder.StartRow.ToArray().Select(value => (double)value), .. rows.SelectMany(row => row)];
        Tensor strokes = tensor(inputs, [rows.Length + 1, 1, 5]).to(float32);
        foreach (KernelPath path1 in (KernelPath[])[KernelPath.Fused, KernelPath.Readable])
        {
            (loaded.Model.Kernels, loaded.Model.Precision) = (path1, ProductPrecision.Float32);
            MixtureDensity density = loaded.Model.Decoder.Decode(strokes, ones(1, 1)).Density;
            float[] actual = density.Raw.Floats();
            for (int i = 0; i < actual.Length; i++)
                Assert.InRange(actual[i] - expected[i / file.Outputs][i % file.Outputs], -1e-4, 1e-4);
        }
    }

    private void Refuses(string text, string message) => Assert.Contains(
        message, Assert.Throws<InputException>(() => MagentaModel.Read(Write(text))).Message, StringComparison.Ordinal);

    private string Write(string text)
    {
        string path = _folder.File("file.gen.json");
        File.WriteAllText(path, text);
        return path;
    }
}
