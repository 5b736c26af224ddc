using RpclPix2Seq.Codes;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Models;

/// <summary>samples/python/redraw.py reads our model folders and draws what we draw.</summary>
public sealed class PythonSampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("dec_model=lstm", false)]
    [InlineData("dec_model=lstm,decoder_input=position,png_width=32", false)]
    [InlineData("dec_model=layer_norm,first_row=ink", false)]
    [InlineData("dec_model=hyper,hyper_num_units=24,hyper_embedding_size=4", false)]
    [InlineData("dec_model=hyper,compat=reference", false)]
    [InlineData("dec_model=lstm,png_width=32", true)]
    public void A_picture_is_redrawn_as_we_redraw_it(string settings, bool half)
    {
        string folder = Directory.CreateDirectory(_folder.File("model")).FullName, drawn = _folder.File("drawn.npy");
        using (LoadedModel made = Model(settings))
            ModelFolder.Save(folder, made, half);
        using LoadedModel model = ModelFolder.Load(folder);
        Sketch sketch = new([new(20, 5, false), new(-3, 30, false), new(-25, -4, true), new(40, 40, false), new(9, -22, true)]);
        SketchGenerator generator = new(model, SamplingOptions.For(model).AtTemperature(0));
        StrokePoint[] expected = [.. generator.Reconstruct([sketch])[0].Sketch.Points];
        using (Tensor pictures = EncoderPictures.Images([EncoderInput.Of(sketch)], generator.Pictures, float32))
        {
            byte[] pixels = [.. pictures.Floats().Select(value => (byte)Math.Round((value + 1) * 127.5))];
            Assert.InRange(pixels.Distinct().Count(), 5, 256);
            NpyWriter.Write<byte>(_folder.File("picture.npy"), pixels, model.Config.PngWidth, model.Config.PngWidth);
        }

        Python.RunFile(
            Path.Combine(SharedFolder.ProjectRoot, "samples", "python", "redraw.py"), folder, _folder.File("picture.npy"), drawn);
        float[] rows = NpyReader.Read(drawn).ToArray<float>();
        Assert.Equal(3 * expected.Length, rows.Length);
        Assert.InRange(expected.Length, 2, 45);
        for (int i = 0; i < expected.Length; i++)
        {
            (float dx, float dy, bool lifts) = expected[i];
            Assert.InRange(rows[3 * i], dx - 0.02, dx + 0.02);
            Assert.InRange(rows[(3 * i) + 1], dy - 0.02, dy + 0.02);
            Assert.Equal(lifts ? 1 : 0, rows[(3 * i) + 2]);
        }

        Assert.InRange(expected.Max(point => Math.Abs(point.Dx)), 0.5, 1000);
    }

    private static LoadedModel Model(string settings)
    {
        ModelConfig config = new ConfigBuilder()
            .ApplyHParams($"{settings},precision=float32,categories=[cat],dec_rnn_size=16,z_size=6,num_mixture=1,num_sub=2").Build().Config;
        using Generator generator = new(3, CPU);
        Pix2SeqModel model = new(NetworkShape.From(config), generator, reference: false);
        using (no_grad())
        {
            // Nothing stays at a start that hides a mistake, and sketches end late.
            using IDisposable scope = NewDisposeScope();
            foreach (NamedTensor parameter in model.Parameters.All)
                parameter.Tensor.PlusInPlace(randn(parameter.Tensor.shape, generator: generator).Times(0.1));
            model.Parameters["decoder/fc/linear/fc_b"].narrow(0, 2, 1).Filled(-1.5);
        }

        return new LoadedModel(model, config, new ModelFacts { StrokeScale = 30.5f, Longest = 30, Step = 1, Epoch = 1 });
    }
}
