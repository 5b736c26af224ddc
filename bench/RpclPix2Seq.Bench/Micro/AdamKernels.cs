using BenchmarkDotNet.Attributes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Bench.Micro;

/// <summary>One step of Adam over the state weights of an LSTM of 1024 units. (Not sealed: BenchmarkDotNet derives from it.)</summary>
public class AdamKernels
{
    private Tensor[][] _tensors = [];

    [GlobalSetup]
    public void Allocate()
    {
        using Generator generator = new(1, CPU);
        Tensor gradient = randn([1024, 4096], float32, generator: generator).TimesInPlace(1e-3);
        _tensors = [[zeros_like(gradient)], [gradient], [zeros_like(gradient)], [zeros_like(gradient)]];
    }

    [GlobalCleanup]
    public void Free()
    {
        foreach (Tensor tensor in _tensors.SelectMany(t => t))
            tensor.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Reference() => Step(RpclPix2Seq.Torch.AdamKernels.Reference);

    [Benchmark]
    public void Fused() => Step(RpclPix2Seq.Torch.AdamKernels.Fused);

    private void Step(IAdamKernel kernel) => kernel.Step(_tensors[0], _tensors[1], _tensors[2], _tensors[3], 1, 1e-3, 0.5, 0.999, 1e-8);
}
