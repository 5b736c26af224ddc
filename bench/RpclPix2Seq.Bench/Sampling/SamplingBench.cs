using System.Diagnostics;
using RpclPix2Seq.Bench.Suite;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench;

/// <summary>
/// Drawing 1,000 sketches at once, as a share of the machine's ceiling in the products, and compared with drawing them one at a time. On a
/// shared machine, the same share by processor time is more meaningful, with OMP_WAIT_POLICY=passive, so that waiting costs no processor
/// time.
/// </summary>
internal static class SamplingBench
{
    private const int Mixtures = 20, Many = 1000, Batch = 256, OneByOne = 4, Longest = 250;

    // The end token's logit, so that sketches have about 80 rows.
    private const double EndBias = -3.9;

    /// <summary>Measures, with rounds of all ways interleaved with the ceiling.</summary>
    public static void Run(int rounds, string only)
    {
        Console.WriteLine(
            $"{"case",-12} {"way",-22} {"sketches/s",10} {"rows",6} {"GFLOP/s",8} {"ceiling",8}  "
            + $"share, by processor time (medians of {rounds})");
        foreach (int size in (int[])[512, 2048])
        {
            if (only.Length == 0 || only == $"hyper_{size}")
                Measure(size, rounds);
        }
    }

    private static void Measure(int size, int rounds)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using Generator generator = new(1, CPU);
        NetworkShape shape = NetworkShape.From(new ModelConfig()) with
        {
            CodeSize = Products.CodeSize,
            Decoder = DecoderModel.Hyper,
            DecoderSize = size,
            HyperSize = Products.HyperSize,
            HyperEmbedding = Products.Embedding,
            DecoderMixtures = Mixtures,
        };
        using Pix2SeqModel model = new(shape, generator, reference: false, float32);
        model.Parameters["decoder/fc/linear/fc_b"][2] = EndBias;
        Tensor codes = randn([Many, Products.CodeSize], float32, generator: generator);

        Way[] ways =
        [
            new("batch 256, fused", KernelPath.Fused, Batch, Many),
            new("batch 256, stepwise", KernelPath.Readable, Batch, Many / 4),
            new("one by one, fused", KernelPath.Fused, 1, OneByOne),
            new("one by one, stepwise", KernelPath.Readable, 1, OneByOne),
            .. RoundedProduct.IsAvailable ? (Way[])[new("batch 256, bfloat16", KernelPath.Fused, Batch, Many, Rounded: true)] : [],
        ];
        List<double> ceiling = [], busyCeiling = [];
        Draw(model, ways[0] with { Count = Batch }, codes);
        for (int round = 0; round < rounds; round++)
        {
            foreach (Way way in ways)
            {
                (double top, double busyTop) = Ceiling.MeasureBoth();
                ceiling.Add(top);
                busyCeiling.Add(busyTop);
                Result result = Draw(model, way, codes);
                way.Results.Add(result);
                double work = Operations(size, result) / 1e9;
                Console.Error.WriteLine(
                    $"hyper_{size} {way.Name}: {work / result.Seconds:F1} of {top:F1} GFLOP/s, "
                    + $"{work / result.BusySeconds:F1} of {busyTop:F1} by processor time");
            }
        }

        double middle = Ceiling.Median(ceiling), busyMiddle = Ceiling.Median(busyCeiling);
        foreach (Way way in ways)
        {
            double rate = way.Median(r => r.Sketches / r.Seconds), products = way.Median(r => Operations(size, r) / r.Seconds / 1e9);
            double busy = way.Median(r => Operations(size, r) / r.BusySeconds / 1e9);
            double length = way.Median(r => r.Rows / (double)r.Sketches);
            Console.WriteLine(
                $"{$"hyper_{size}",-12} {way.Name,-22} {rate,10:F2} {length,6:F1} {products,8:F1} {middle,8:F1}  "
                + $"{products / middle:P0}, {busy / busyMiddle:P0}");
        }

        // Per row and not per sketch, because the mean length of a few sketches differs from that of many.
        double RowRate(int way) => ways[way].Median(r => r.Rows / r.Seconds);
        Console.WriteLine($"figure sample_share_hyper{size} {ways[0].Median(r => Operations(size, r) / r.Seconds / 1e9) / middle:F3}");
        double busyShare = ways[0].Median(r => Operations(size, r) / r.BusySeconds / 1e9) / busyMiddle;
        Console.WriteLine($"figure sample_share_by_processor_time_hyper{size} {busyShare:F3}");
        Console.WriteLine($"figure sample_sketches_per_s_hyper{size} {ways[0].Median(r => r.Sketches / r.Seconds):F1}");
        Console.WriteLine($"figure sample_ratio_stepwise_hyper{size} {RowRate(0) / RowRate(1):F2}");
        Console.WriteLine($"figure sample_ratio_one_by_one_fused_hyper{size} {RowRate(0) / RowRate(2):F2}");
        Console.WriteLine($"figure sample_ratio_one_by_one_stepwise_hyper{size} {RowRate(0) / RowRate(3):F2}");
        if (size != 512)
            return;
        Console.WriteLine($"figure sample_ratio_one_by_one {RowRate(0) / RowRate(2):F2}");
        if (RoundedProduct.IsAvailable)
            Console.WriteLine($"figure {Summary.SampleRounded} {RowRate(4) / RowRate(0):F2}");
        Console.WriteLine($"figure {Summary.FirstStroke} {FirstStroke(model, codes, rounds):F1}");
    }

    /// <summary>
    /// Milliseconds from a code to the first stroke of its stream, with the weights packed for it: the median of several codes.
    /// </summary>
    private static double FirstStroke(Pix2SeqModel model, Tensor codes, int rounds)
    {
        model.Decoder.Path = KernelPath.Automatic;
        SketchSampler sampler = new(model, 1, new SamplingOptions { BatchSize = 1, MaxLength = Longest, Temperature = 1 });
        List<double> times = [];
        for (int i = 0; i <= 2 * rounds; i++)
        {
            using Tensor one = codes.narrow(0, i, 1);
            long began = Stopwatch.GetTimestamp();
            _ = sampler.Stream(one).First();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Ceiling.Median(times[1..]);
    }

    private static Result Draw(Pix2SeqModel model, Way way, Tensor codes)
    {
        model.Decoder.Path = way.Path;
        model.Precision = way.Rounded ? ProductPrecision.BFloat16 : ProductPrecision.Float32;
        SketchSampler sampler = new(model, 1, new SamplingOptions { BatchSize = way.Batch, MaxLength = Longest, Temperature = 1 });
        using Tensor some = codes.narrow(0, 0, way.Count);
        TimeSpan busy = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        Sketch[] sketches = sampler.Draw(some);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        // The end token is a row of its own for the decoder.
        return new Result(
            way.Count, sketches.Sum(s => Math.Min(s.Length + 1, Longest)), seconds, (Environment.CpuUsage.TotalTime - busy).TotalSeconds);
    }

    /// <summary>Floating-point operations of the products that sketches need.</summary>
    private static double Operations(int size, Result r)
    {
        const DecoderModel cell = DecoderModel.Hyper;
        return ((Products.OfStep(cell, size) + Products.OfHead(size, Mixtures)) * r.Rows)
            + ((Products.OfCode(cell, size) + Products.OfStart(cell, size)) * r.Sketches);
    }

    private readonly record struct Result(int Sketches, int Rows, double Seconds, double BusySeconds);

    private sealed record Way(string Name, KernelPath Path, int Batch, int Count, bool Rounded = false)
    {
        public List<Result> Results { get; } = [];

        public double Median(Func<Result, double> value) => Ceiling.Median([.. Results.Select(value)]);
    }
}
