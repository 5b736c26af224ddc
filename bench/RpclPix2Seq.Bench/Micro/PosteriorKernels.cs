using BenchmarkDotNet.Attributes;
using RpclPix2Seq.Latent;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench.Micro;

/// <summary>The posterior of 128 codes over the mixture's components. (Not sealed: BenchmarkDotNet derives from it.)</summary>
public class PosteriorKernels
{
    private MixtureState _mixture = null!;
    private Tensor _codes = null!;

    /// <summary>K.</summary>
    [Params(10, 100)]
    public int Components { get; set; }

    [GlobalSetup]
    public void Allocate()
    {
        using Generator generator = new(1, CPU);
        _mixture = MixtureState.Initial(Components, Products.CodeSize, generator, float32, CPU);
        _codes = randn([128, Products.CodeSize], float32, generator: generator);
    }

    [GlobalCleanup]
    public void Free()
    {
        _codes.Dispose();
        _mixture.Dispose();
    }

    [Benchmark]
    public void LogPosterior()
    {
        using var scope = NewDisposeScope();
        _mixture.LogPosterior(_codes);
    }
}
