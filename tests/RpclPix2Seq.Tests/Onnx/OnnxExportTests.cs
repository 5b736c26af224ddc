using System.Text.Json;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Lab.Onnx;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Magenta;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Onnx;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Models.Magenta;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Onnx;

/// <summary>Exported graphs in onnxruntime beside our own model.</summary>
[LeakCheck]
public sealed class OnnxExportTests
{
    private const int Batch = 12, Longest = 40;
    private const double Tolerance = 1e-4;

    public static TheoryData<DecoderModel, DecoderInput> Cells => new(
        Tiny.Cells.SelectMany(cell => Enum.GetValues<DecoderInput>().Select(input => (cell, input))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_become_the_same_codes_and_codes_the_same_pictures(bool reference)
    {
        using OnnxFixture fixture = OnnxFixture.Tiny(DecoderModel.Lstm, reference: reference);
        ComparePictures(fixture, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_step_is_the_same(DecoderModel cell, DecoderInput input)
    {
        using OnnxFixture fixture = OnnxFixture.Tiny(cell, input);
        Assert.InRange(StepDifference(fixture), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_loop_draws_what_our_sampler_draws(DecoderModel cell, DecoderInput input)
    {
        using OnnxFixture fixture = OnnxFixture.Tiny(cell, input);
        OnnxArray codes = OnnxFixture.Normal(7, Batch, fixture.CodeSize);
        Sketch[] warm = Compare(fixture, codes, new SamplingOptions { Temperature = 0.8, MaxLength = Longest });
        Assert.True(warm.Select(sketch => sketch.Length).Distinct().Count() > 3);
        Assert.Contains(warm, sketch => sketch.Points.ToArray().Any(point => point.PenUp));
        Sketch[] several = Compare(
            fixture, codes,
            new SamplingOptions { Temperature = 0.4, SpreadTemperature = 0.1, PenTemperature = 2, MaxLength = Longest, Seed = 3 });
        Assert.Contains(several, sketch => sketch.Length < Longest);
        Compare(fixture, codes, new SamplingOptions { Temperature = 0, MaxLength = 9 });
        Compare(fixture, codes, new SamplingOptions { Temperature = 1, SpreadTemperature = 0, PenTemperature = 1, MaxLength = 3 });
        Compare(fixture, OnnxFixture.Normal(8, 1, fixture.CodeSize), new SamplingOptions { Temperature = 1, MaxLength = 1 });
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public void The_originals_temperature_and_a_single_normal_draw_the_same(bool reference, int mixtures)
    {
        using OnnxFixture fixture = OnnxFixture.Tiny(DecoderModel.Lstm, reference: reference, mixtures: mixtures);
        Compare(fixture, OnnxFixture.Normal(7, Batch, fixture.CodeSize), new SamplingOptions { Temperature = 0.5, MaxLength = Longest });
    }

    [Fact]
    public void A_sketch_never_ends_before_its_first_row()
    {
        using OnnxFixture fixture = OnnxFixture.Tiny(DecoderModel.Lstm);
        using (NewDisposeScope())
        using (no_grad())
            fixture.Loaded.Model.Parameters["decoder/fc/linear/fc_b"].narrow(0, 2, 1).Filled(60);
        OnnxExport.Write(fixture.Folder, fixture.Loaded, "eager", WeightPrecision.Single);
        Assert.All(
            Compare(fixture, OnnxFixture.Normal(7, Batch, fixture.CodeSize), new SamplingOptions { Temperature = 1, MaxLength = Longest }),
            sketch => Assert.Equal(1, sketch.Length));
    }

    [Fact]
    public void Codes_belong_to_the_same_components_and_come_from_them()
    {
        using OnnxFixture fixture = OnnxFixture.Tiny(DecoderModel.Lstm);
        OnnxArray codes = OnnxFixture.Normal(3, Batch, fixture.CodeSize);
        OnnxArray posterior = fixture.Run("posterior", codes)[0];
        using IDisposable scope = NewDisposeScope();
        Tensor expected = CodeSource.Posterior(fixture.Loaded.Model, tensor(codes.Numbers, codes.Shape));
        AssertClose(expected, posterior, Tolerance);
        Assert.All(posterior.Numbers.Chunk(4), row => Assert.Equal(0, row[2]));

        OnnxArray normals = OnnxFixture.Normal(4, 3, fixture.CodeSize);
        OnnxArray drawn = fixture.Run("mixture", new OnnxArray([3], [], [3, 0, 3]), normals)[0];
        var mixture = fixture.Loaded.Model.Mixture;
        Tensor index = tensor([3L, 0, 3]);
        AssertClose(
            mixture.Mean.index_select(0, index)
                .PlusProduct(mixture.Variance.index_select(0, index).sqrt(), tensor(normals.Numbers, normals.Shape)),
            drawn, Tolerance);
    }

    [Theory]
    [InlineData("Half")]
    [InlineData("Int8")]
    public void Fewer_bits_are_those_of_rounded_weights(string bits)
    {
        WeightPrecision precision = Enum.Parse<WeightPrecision>(bits);
        foreach (DecoderModel cell in Tiny.Cells)
        {
            using OnnxFixture fixture = OnnxFixture.Tiny(cell, DecoderInput.Position, precision: precision);
            Assert.InRange(StepDifference(fixture), 3 * Tolerance, 0.3);
            fixture.RoundWeights(precision);
            Assert.InRange(StepDifference(fixture), 0, Tolerance);
            ComparePictures(fixture, Tolerance);
            Compare(
                fixture, OnnxFixture.Normal(7, Batch, fixture.CodeSize), new SamplingOptions { Temperature = 0.8, MaxLength = Longest });
        }
    }

    [Theory]
    [InlineData("Half", 1e-4, 2)] // What ships is in half precision already.
    [InlineData("Int8", 0.3, 3.8)]
    public void Fewer_bits_of_the_model_that_ships_stay_near_and_are_smaller(string bits, double most, double smaller)
    {
        using OnnxFixture whole = OnnxFixture.Of(Shipped);
        using OnnxFixture fixture = OnnxFixture.Of(Shipped, Enum.Parse<WeightPrecision>(bits), fuses: true);
        Assert.InRange(StepDifference(fixture), 0, most);
        ComparePictures(fixture, most);
        foreach ((OnnxFile large, OnnxFile small) in whole.Manifest.Graphs.Zip(fixture.Manifest.Graphs).Take(5))
            Assert.InRange((double)large.Bytes / small.Bytes, smaller - 0.1, 4);
    }

    [Fact]
    public void The_model_that_ships_is_the_same_in_onnxruntime()
    {
        using OnnxFixture fixture = OnnxFixture.Of(Shipped);
        ComparePictures(fixture, Tolerance);
        Assert.InRange(StepDifference(fixture), 0, Tolerance);
        using IDisposable scope = NewDisposeScope();
        (Tensor codes, _) = CodeSource.FromMixture(fixture.Loaded.Model, Batch, null, threshold: 0.001, temperature: 1, seed: 5);
        OnnxArray same = new(codes.shape, codes.Floats());
        AssertClose(CodeSource.Posterior(fixture.Loaded.Model, codes), fixture.Run("posterior", same)[0], Tolerance);

        // Roundings add up over a hundred rows.
        Sketch[] drawn = Compare(fixture, same, SamplingOptions.For(fixture.Loaded), 10 * Tolerance);
        Assert.True(drawn.Select(sketch => sketch.Length).Distinct().Count() > 5);
    }

    [Fact]
    public void A_model_that_no_file_could_hold_is_refused()
    {
        OnnxExport.RequireFits(536_870_911, WeightPrecision.Single);
        Assert.Equal(
            "the model: expected at most 536,870,911 parameters, as an ONNX file holds 2 GiB, found 536,870,912; "
                + "store weights in fewer bits: --precision int8",
            Assert.Throws<InputException>(() => OnnxExport.RequireFits(536_870_912, WeightPrecision.Single)).Message);
        OnnxExport.RequireFits(536_870_912, WeightPrecision.Half);
        Assert.Throws<InputException>(() => OnnxExport.RequireFits(1L << 31, WeightPrecision.Int8));
    }

    [Fact]
    public void A_decoder_alone_has_no_encoder()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("in.gen.json");
        File.WriteAllText(file, MagentaFile.Text());
        using IDisposable scope = NewDisposeScope();
        using LoadedModel loaded = MagentaImport.ToModel(MagentaModel.Read(file));
        OnnxManifest manifest = OnnxExport.Write(folder.Path, loaded, "bus", WeightPrecision.Single);
        Assert.Null(manifest.Pictures);
        Assert.Equal([0, 0, 0, 0, 0], manifest.StartRow);
        Assert.Equal(
            ["decoder_start.onnx", "decoder_step.onnx", "decoder_loop.onnx", "posterior.onnx", "mixture.onnx"],
            manifest.Graphs.Select(graph => graph.File));
        Assert.False(File.Exists(folder.File("encoder.onnx")));
    }

    [Fact]
    public void The_manifest_and_the_readme_describe_every_graph_and_equal_models_give_equal_files()
    {
        using OnnxFixture fixture = OnnxFixture.Tiny(DecoderModel.Hyper, DecoderInput.Position);
        using OnnxFixture again = OnnxFixture.Tiny(DecoderModel.Hyper, DecoderInput.Position);
        Assert.All(
            Directory.GetFiles(fixture.Folder),
            file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(again.Folder, Path.GetFileName(file)))));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(fixture.Folder, OnnxManifest.FileName)));
        Assert.Equal(17, json.RootElement.GetProperty("opset").GetInt32());
        Assert.Equal(
            [0, 1, 3],
            json.RootElement.GetProperty("components").EnumerateArray().Select(one => one.GetProperty("index").GetInt32()));
        string readme = File.ReadAllText(Path.Combine(fixture.Folder, "README.md"));
        foreach (OnnxFile file in fixture.Manifest.Graphs)
        {
            Assert.Contains($"| [{file.File}]({file.File}) |", readme, StringComparison.Ordinal);
            using Microsoft.ML.OnnxRuntime.InferenceSession session = new(Path.Combine(fixture.Folder, file.File));
            Assert.Equal(session.InputNames, file.Inputs.Select(port => port.Name));
            Assert.Equal(session.OutputNames, file.Outputs.Select(port => port.Name));
            Assert.All(
                file.Inputs, port => Assert.Equal(
                    session.InputMetadata[port.Name].Dimensions.Select(size => size < 0 ? "free" : $"{size}"),
                    port.Shape.Select(axis => int.TryParse(axis, out int _) ? axis : "free")));
        }
    }

    private static string Shipped => Path.Combine(SharedFolder.ProjectRoot, "models", "quickdraw");

    /// <summary>Draws with both and compares; returns the sketches.</summary>
    private static Sketch[] Compare(OnnxFixture fixture, OnnxArray codes, SamplingOptions options, double tolerance = Tolerance)
    {
        Sketch[] expected = fixture.Expected(codes, options), actual = fixture.Draw(codes, options);
        Assert.Equal(expected.Select(sketch => sketch.Length), actual.Select(sketch => sketch.Length));
        foreach ((Sketch ours, Sketch theirs) in expected.Zip(actual))
        {
            float scale = fixture.Loaded.Facts.StrokeScale;
            Tiny.AssertClose(
                [.. ours.Points.ToArray().SelectMany(point => (double[])[point.Dx / scale, point.Dy / scale, point.PenUp ? 1 : 0])],
                [.. theirs.Points.ToArray().SelectMany(point => (double[])[point.Dx / scale, point.Dy / scale, point.PenUp ? 1 : 0])],
                tolerance);
        }

        return actual;
    }

    private static void ComparePictures(OnnxFixture fixture, double tolerance)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        int side = fixture.Loaded.Model.Shape.ImageSize;
        OnnxArray pictures = OnnxFixture.Normal(9, 3, side, side), codes = OnnxFixture.Normal(10, 3, fixture.CodeSize);
        (Tensor mean, Tensor variance) = fixture.Loaded.Model.Encoder.Encode(tensor(pictures.Numbers, pictures.Shape));
        OnnxArray[] encoded = fixture.Run("encoder", pictures);
        AssertClose(mean, encoded[0], tolerance);
        AssertClose(variance, encoded[1], tolerance);
        AssertClose(
            fixture.Loaded.Model.ImageDecoder.Decode(tensor(codes.Numbers, codes.Shape)), fixture.Run("pixel_decoder", codes)[0],
            tolerance);
    }

    /// <summary>The largest relative difference over a few steps with given rows.</summary>
    private static double StepDifference(OnnxFixture fixture)
    {
        const int steps = 5, batch = 3;
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Pix2SeqModel model = fixture.Loaded.Model;
        int columns = model.Decoder.StartRow.Length;
        OnnxArray codes = OnnxFixture.Normal(11, batch, fixture.CodeSize), strokes = OnnxFixture.Normal(12, steps, batch, 5);
        Tensor ours = tensor(codes.Numbers, codes.Shape);
        (MixtureDensity density, Tensor final) = model.Decoder.Decode(tensor(strokes.Numbers, strokes.Shape), ours);
        float[] rows = DecoderRows.Of(tensor(strokes.Numbers, strokes.Shape), model.Shape.DecoderInput).Floats();
        OnnxArray state = fixture.Run("decoder_start", codes)[0];
        List<float> heads = [];
        using OnnxRun step = fixture.Open("decoder_step");
        for (int t = 0; t < steps; t++)
        {
            float[] row = rows.AsSpan(t * batch * columns, batch * columns).ToArray();
            OnnxArray[] next = step.On(codes, new OnnxArray([batch, columns], row), state);
            heads.AddRange(next[0].Numbers);
            state = next[1];
        }

        return Math.Max(Difference(density.Raw.Floats(), [.. heads]), Difference(final.Floats(), state.Numbers));
    }

    private static double Difference(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (a, b) => Math.Abs(a - b) / Math.Max(1.0, Math.Abs(a))).Max();
    }

    private static void AssertClose(Tensor expected, OnnxArray actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.Shape);
        Assert.InRange(Difference(expected.Floats(), actual.Numbers), 0, tolerance);
    }
}
