using System.Diagnostics;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Model;
using RpclPix2Seq.Parameters;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench;

/// <summary>Forward and backward of the decoder's recurrent part, step by step and fused, as shares of the machine's ceiling.</summary>
internal static class DecoderBench
{
    private const int CodeSize = 128, HyperSize = 256, Embedding = 32;

    private static readonly Case[] Cases =
    [
        new("lstm_512", DecoderModel.Lstm, 512, 128, 100),
        new("lstm_2048", DecoderModel.Lstm, 2048, 128, 25),
        new("layer_norm_512", DecoderModel.LayerNorm, 512, 128, 100),
        new("hyper_512", DecoderModel.Hyper, 512, 128, 100),
        new("hyper_2048", DecoderModel.Hyper, 2048, 128, 25),
        new("layer_norm_256", DecoderModel.LayerNorm, 256, 32, 50),
    ];

    /// <summary>Measures; rounds of all paths interleaved with the ceiling.</summary>
    public static void Run(int rounds, string only)
    {
        Console.WriteLine($"{"case",-16} {"stepwise",10} {"fused",10} {"ceiling",10}  share stepwise → fused (GFLOP/s, medians of {rounds})");
        foreach (Case c in Cases.Where(c => only.Length == 0 || c.Name == only))
        {
            using var scope = NewDisposeScope();
            using Generator generator = new(1, CPU);
            ParameterStore parameters = new(float32, CPU);
            NetworkShape shape = new()
            {
                ImageSize = 48,
                CodeSize = CodeSize,
                Decoder = c.Cell,
                DecoderSize = c.Size,
                HyperSize = HyperSize,
                HyperEmbedding = Embedding,
                DecoderMixtures = 20,
                LatentComponents = 10,
            };
            using Pix2SeqModel model = new(shape, generator, reference: false, float32);
            Tensor strokes = randn([c.Steps, c.Batch, 5], float32, generator: generator), codes = randn([c.Batch, CodeSize], float32, generator: generator);
            List<double> ceiling = [], stepwise = [], fused = [];
            Time(model, c, KernelPath.Fused, strokes, codes);
            for (int round = 0; round < rounds; round++)
            {
                ceiling.Add(Ceiling.Measure());
                fused.Add(Time(model, c, KernelPath.Fused, strokes, codes));
                ceiling.Add(Ceiling.Measure());
                stepwise.Add(Time(model, c, KernelPath.Readable, strokes, codes));
            }

            double top = Ceiling.Median(ceiling), slow = Ceiling.Median(stepwise), fast = Ceiling.Median(fused);
            Console.WriteLine($"{c.Name,-16} {slow,10:F1} {fast,10:F1} {top,10:F1}  {slow / top,6:P0} → {fast / top:P0}");
            Console.WriteLine($"figure {c.Name}_share_percent {100 * fast / top:F1}");
        }
    }

    /// <summary>GFLOP/s of the matrix products of one forward and backward pass.</summary>
    private static double Time(Pix2SeqModel model, Case c, KernelPath path, Tensor strokes, Tensor codes)
    {
        using var scope = NewDisposeScope();
        model.Decoder.Path = path;
        foreach ((string _, Tensor tensor) in model.Parameters.All)
            tensor.grad?.zero_();
        long began = Stopwatch.GetTimestamp();
        Tensor hidden = model.Decoder.Run(strokes, codes).Hidden;
        hidden.sum().backward();
        return c.Products / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9;
    }

    private sealed record Case(string Name, DecoderModel Cell, int Size, int Batch, int Steps)
    {
        /// <summary>Floating-point operations of all products, backward twice as many as forward; the code's part once a sketch.</summary>
        public double Products
        {
            get
            {
                double perStep = (5.0 + Size) * 4 * Size;
                if (Cell == DecoderModel.Hyper)
                    perStep += ((5.0 + Size + HyperSize) * 4 * HyperSize) + (HyperSize * 12.0 * Embedding) + (12.0 * Embedding * Size);
                double once = CodeSize * 4.0 * (Size + (Cell == DecoderModel.Hyper ? HyperSize : 0));
                return 2 * 3 * Batch * ((perStep * Steps) + once);
            }
        }
    }
}
