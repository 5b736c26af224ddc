using RpclPix2Seq.Lab.Onnx;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Onnx;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Onnx;

/// <summary>A model and its export.</summary>
internal sealed class OnnxFixture : IDisposable
{
    private OnnxFixture(LoadedModel loaded, WeightPrecision precision)
    {
        (Loaded, Folder) = (loaded, Directory.CreateTempSubdirectory("rpcl-onnx-").FullName);
        (Loaded.Model.Kernels, Loaded.Model.Precision) = (KernelPath.Readable, ProductPrecision.Float32);
        Manifest = OnnxExport.Write(Folder, loaded, "tiny", precision);
    }

    public LoadedModel Loaded { get; }

    public OnnxManifest Manifest { get; }

    public string Folder { get; }

    /// <summary>Whether onnxruntime may compute with 8 bits where weights have 8.</summary>
    public bool Fuses { get; init; }

    public int CodeSize => Loaded.Model.Shape.CodeSize;

    /// <summary>A tiny model whose sketches have strokes and ends, and whose parameters are all random.</summary>
    public static OnnxFixture Tiny(
        DecoderModel cell, DecoderInput input = DecoderInput.Offsets, bool reference = false,
        WeightPrecision precision = WeightPrecision.Single, int mixtures = 3)
    {
        ModelConfig config = new ModelConfig
        {
            PngWidth = Networks.Tiny.Side,
            ZSize = 5,
            DecModel = cell,
            DecoderInput = input,
            DecRnnSize = 16,
            HyperNumUnits = 6,
            HyperEmbeddingSize = 3,
            NumDecoderMixture = mixtures,
            NumMixture = 4,
            NumSub = 1,
            MinSigma = 0.3,
        };
        config = (reference ? config.ForReference() : config).Validate();
        using Generator generator = new(5, CPU);
        Pix2SeqModel model = new(NetworkShape.From(config), generator, reference: false);
        Networks.Tiny.Randomize(model.Parameters, generator, 0.4);
        using IDisposable _ = no_grad();
        Tensor bias = model.Parameters["decoder/fc/linear/fc_b"];
        using (IDisposable scope = NewDisposeScope())
        {
            bias.narrow(0, 1, 1).Filled(-1);
            bias.narrow(0, 2, 1).Filled(-2.5);
            model.Mixture.Weight.copy_(tensor([0.5f, 0.3f, 0, 0.2f]));
            model.Mixture.Variance.copy_(rand([4, 5], generator: generator).Plus(0.2));
        }

        return new OnnxFixture(
            new LoadedModel(model, config, new ModelFacts { StrokeScale = 12.5f, Longest = 24, Step = 0, Epoch = 0 }), precision);
    }

    /// <summary>A model from a folder.</summary>
    public static OnnxFixture Of(string folder, WeightPrecision precision = WeightPrecision.Single, bool fuses = false) =>
        new(ModelFolder.Load(folder), precision) { Fuses = fuses };

    /// <summary>Standard normal numbers.</summary>
    public static OnnxArray Normal(long seed, params long[] shape)
    {
        using IDisposable scope = NewDisposeScope();
        return new OnnxArray(shape, Networks.Tiny.Normal(seed, shape).Floats());
    }

    /// <summary>Rounds the matrices and filters of our own model as the export stores them.</summary>
    public void RoundWeights(WeightPrecision precision)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        int columns = Loaded.Model.Decoder.StartRow.Length;
        foreach ((string name, Tensor weight) in Loaded.Model.Parameters.All.Where(parameter => parameter.Tensor.dim() > 1))
        {
            if (precision == WeightPrecision.Half)
            {
                weight.copy_(weight.to(float16));
                continue;
            }

            // The parts of strokes, codes and hidden states have scales of their own.
            bool isInput = name.EndsWith("/W_xh", StringComparison.Ordinal);
            long[] parts = isInput ? [columns, CodeSize, weight.shape[0] - columns - CodeSize] : [weight.shape[0]];
            bool isFilter = weight.dim() == 4 && name.StartsWith("encoder/", StringComparison.Ordinal);
            foreach (Tensor part in weight.split([.. parts.Where(size => size > 0)], 0))
            {
                long[] others = isFilter ? [1, 2, 3] : weight.dim() == 4 ? [0, 2, 3] : [0];
                Tensor scale = part.abs().amax(others, keepdim: true).Times(1.0 / 127);
                part.copy_((part / scale).round() * scale);
            }
        }
    }

    /// <summary>Opens a graph.</summary>
    public OnnxRun Open(string graph) => new(Path.Combine(Folder, $"{graph}.onnx"), Fuses);

    /// <summary>Runs a graph.</summary>
    public OnnxArray[] Run(string graph, params OnnxArray[] inputs)
    {
        using OnnxRun run = Open(graph);
        return run.On(inputs);
    }

    /// <summary>Sketches that the loop draws with the random numbers of our sampler.</summary>
    public Sketch[] Draw(OnnxArray codes, SamplingOptions options)
    {
        using OnnxRun run = Open("decoder_loop");
        (OnnxArray strokes, OnnxArray lengths) = OnnxLoop.Run(run, codes, options);
        int count = (int)codes.Shape[0], rows = (int)strokes.Shape[1];
        Assert.Equal([count, rows, 3], strokes.Shape);
        Assert.Equal([count], lengths.Shape);
        Assert.InRange(rows, 1, options.MaxLength);
        for (int i = 0; i < count; i++)
        {
            int end = (i * rows) + (int)lengths.Integers![i];
            Assert.All(strokes.Numbers[(3 * end)..(3 * (i + 1) * rows)], number => Assert.Equal(0, number));
        }

        return OnnxLoop.Sketches(strokes, lengths);
    }

    /// <summary>Sketches that our readable sampler draws.</summary>
    public Sketch[] Expected(OnnxArray codes, SamplingOptions options)
    {
        using Tensor ours = tensor(codes.Numbers, codes.Shape);
        SamplingOptions own = options with
        {
            MinimumSigma = Loaded.Config.SmallestSigma(),
            ReferenceTemperature = SamplingOptions.For(Loaded).ReferenceTemperature,
        };
        return new SketchSampler(Loaded.Model, Loaded.Facts.StrokeScale, own).Draw(ours);
    }

    public void Dispose()
    {
        Loaded.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
