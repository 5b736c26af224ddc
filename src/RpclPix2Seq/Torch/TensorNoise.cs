using RpclPix2Seq.Sketches.Strokes;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// Random tensors for one training step, keyed by what the step is: there is no state to save. TorchSharp's generators are the processor's,
/// whatever device they are made for, and libtorch refuses one with a tensor of another device. So numbers are drawn on the processor and
/// then moved: the same ones on every device. Not for several threads at once.
/// </summary>
public sealed class TensorNoise : IDisposable
{
    private readonly Generator _generator = new(0, CPU);

    /// <summary>Starts the sequence of a key: what is drawn afterward depends on it and on the order of the draws alone.</summary>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="key">For example seed, attempt, step.</param>
    public void Begin(RandomPurpose purpose, params ReadOnlySpan<long> key) =>
        _generator.manual_seed(unchecked((long)new CounterRandom(purpose, key).NextBits()));

    /// <summary>Standard normal numbers.</summary>
    /// <param name="type">Float32 or Float64.</param>
    /// <param name="device">Where the tensor is wanted.</param>
    /// <param name="shape">Its sizes.</param>
    public Tensor Normal(ScalarType type, Device device, params long[] shape) =>
        Moved(randn(shape, type, CPU, generator: _generator), device);

    /// <summary>A dropout mask: 1/keep with probability keep, else 0.</summary>
    /// <param name="keep">Above 0, below 1.</param>
    /// <param name="type">Float32 or Float64.</param>
    /// <param name="device">Where the tensor is wanted.</param>
    /// <param name="shape">Its sizes.</param>
    public Tensor Mask(double keep, ScalarType type, Device device, params long[] shape)
    {
        using IDisposable _ = no_grad();
        return Moved(empty(shape, type, CPU).bernoulli_(keep, _generator).TimesInPlace(1 / keep), device);
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();

    private static Tensor Moved(Tensor drawn, Device device)
    {
        if (device.type == DeviceType.CPU)
            return drawn;
        Tensor moved = drawn.to(device);
        drawn.Dispose();
        return moved;
    }
}
