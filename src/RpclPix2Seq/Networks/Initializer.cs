using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks;

/// <summary>
/// Initial values of the parameters (docs/original.md §13), drawn from one generator. All tensors are created in float32 on the CPU, so
/// that a seed gives the same model on every device.
/// </summary>
internal sealed class Initializer
{
    private readonly Generator? _generator;
    private readonly bool _reference;

    /// <param name="generator">The only source of randomness, a CPU generator; null for zeros, because values are about to be
    /// loaded.</param>
    /// <param name="reference">True to use the original's standard deviation √(2/kernel height) for every filter (defect D-18).</param>
    public Initializer(Generator? generator, bool reference)
    {
        _generator = generator;
        _reference = reference;
    }

    /// <summary>A filter [out, in, k, k]: normal with standard deviation √(2/fan-in).</summary>
    public Tensor Filter(int outputs, int inputs, int kernel)
        => Normal([outputs, inputs, kernel, kernel], FilterDeviation(kernel, (double)inputs * kernel * kernel));

    /// <summary>
    /// A transposed filter [in, out, k, k]: normal with standard deviation √(2/fan-in), where only one in <paramref name="stride"/>² of the
    /// kernel's positions meets an input.
    /// </summary>
    public Tensor TransposedFilter(int inputs, int outputs, int kernel, int stride)
        => Normal([inputs, outputs, kernel, kernel], FilterDeviation(kernel, (double)inputs * kernel * kernel / (stride * stride)));

    /// <summary>A fully connected weight [in, out]: normal with standard deviation √(2/in).</summary>
    public Tensor Linear(int inputs, int outputs) => Normal([inputs, outputs], Math.Sqrt(2.0 / inputs));

    /// <summary>Normal numbers with mean 0.</summary>
    public Tensor Normal(long[] shape, double deviation) => _generator is null
        ? zeros(shape, float32)
        : randn(shape, float32, generator: _generator).TimesInPlace(deviation);

    /// <summary>Uniform in [−limit, limit].</summary>
    public Tensor Uniform(long[] shape, double limit) => _generator is null
        ? zeros(shape, float32)
        : rand(shape, float32, generator: _generator).TimesInPlace(2 * limit).MinusInPlace(limit);

    /// <summary>Glorot uniform: ±√(6/(in+out)) (Glorot and Bengio, 2010).</summary>
    public Tensor Glorot(int inputs, int outputs) => Uniform([inputs, outputs], Math.Sqrt(6.0 / (inputs + outputs)));

    /// <summary><paramref name="blocks"/> independent orthogonal size×size matrices side by side: [size, blocks·size].</summary>
    public Tensor OrthogonalBlocks(int size, int blocks)
        => _generator is null
            ? zeros(size, (long)blocks * size, float32)
            : cat([.. Enumerable.Range(0, blocks).Select(_ => Orthogonal(size))], 1);

    /// <summary>All elements equal.</summary>
    public static Tensor Constant(double value, params long[] shape) => empty(shape, float32).Filled(value);

    private double FilterDeviation(int kernel, double fanIn) => _reference ? Math.Sqrt(2.0 / kernel) : Math.Sqrt(2.0 / fanIn);

    /// <summary>Uniform over the orthogonal matrices: the Q of a normal matrix with the signs of R's diagonal (Mezzadri, 2007).</summary>
    private Tensor Orthogonal(int size)
    {
        (Tensor q, Tensor r) = linalg.qr(Normal([size, size], 1));
        return q * r.diagonal().sign();
    }
}
