using BenchmarkDotNet.Attributes;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench.Micro;

/// <summary>L_seq of 128 sketches of 50 rows, forward and backward. (Not sealed: BenchmarkDotNet derives from it.)</summary>
public class DensityKernels
{
    private const int Rows = 50, Batch = 128, Mixtures = 20;
    private Tensor _raw = null!;
    private Tensor _strokes = null!;

    [GlobalSetup]
    public void Allocate()
    {
        using Generator generator = new(1, CPU);
        _raw = randn([Rows * Batch, (6 * Mixtures) + 3], float32, generator: generator).requires_grad_(true);
        _strokes = zeros(Rows + 1, Batch, Stroke5.Columns, float32);
        _strokes.select(2, 2).Filled(1);
    }

    [GlobalCleanup]
    public void Free()
    {
        _raw.Dispose();
        _strokes.Dispose();
    }

    [Benchmark]
    public void SequenceLossAndGradient()
    {
        using var scope = NewDisposeScope();
        _raw.grad?.zero_();
        SequenceLoss.Compute(
            new MixtureDensity(_raw, Mixtures), _strokes, PenMask.ThroughEnd, densityFloor: 0, minimumSigma: 0.005).backward();
    }
}
