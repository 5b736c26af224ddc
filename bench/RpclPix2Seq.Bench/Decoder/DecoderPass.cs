using System.Diagnostics;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Sketches.Strokes;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench.Decoder;

/// <summary>Forward and backward of the decoder's recurrent part at one size, as often as asked.</summary>
internal sealed class DecoderPass : IDisposable
{
    public const string Fused = "fused", Keeping = "keeping", Readable = "readable", Rounded = "bfloat16";
    private readonly Pix2SeqModel _model;
    private readonly Tensor _strokes;
    private readonly Tensor _codes;

    public DecoderPass(DecoderCase c, string path)
    {
        using Generator generator = new(1, CPU);
        NetworkShape shape = NetworkShape.From(new ModelConfig()) with
        {
            CodeSize = Products.CodeSize,
            Decoder = c.Cell,
            DecoderSize = c.Size,
            HyperSize = Products.HyperSize,
            HyperEmbedding = Products.Embedding,
        };
        _model = new Pix2SeqModel(shape, generator, reference: false, float32);
        _model.Precision = path == Rounded ? ProductPrecision.BFloat16 : ProductPrecision.Float32;
        _model.Decoder.Path = path switch
        {
            Fused or Keeping or Rounded => KernelPath.Fused,
            Readable => KernelPath.Readable,
            _ => throw new InputException("--path", "", $"{Fused}, {Keeping}, {Rounded} or {Readable}", $"'{path}'"),
        };
        if (_model.Decoder.Cell is HyperLstmCell hyper)
            hyper.Recomputes = path != Keeping;
        using var scope = NewDisposeScope();
        _strokes = randn([c.Steps, c.Batch, Stroke5.Columns], float32, generator: generator).DetachFromDisposeScope();
        _codes = randn([c.Batch, Products.CodeSize], float32, generator: generator).DetachFromDisposeScope();
    }

    /// <summary>Seconds of one pass.</summary>
    public double Time()
    {
        using var scope = NewDisposeScope();
        _model.Parameters.ClearGradients();
        long began = Stopwatch.GetTimestamp();
        _model.Decoder.Run(_strokes, _codes).Hidden.sum().backward();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public void Dispose()
    {
        _codes.Dispose();
        _strokes.Dispose();
        _model.Dispose();
    }
}
