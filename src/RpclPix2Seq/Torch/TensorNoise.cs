using RpclPix2Seq.Sketches.Strokes;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// Random tensors for one training step, keyed by the identity of the step: there is no state to save. TorchSharp's generators are CPU
/// generators, whatever device they are created for, and libtorch rejects one with a tensor on another device. So numbers are drawn on the
/// CPU and then moved: they are the same on every device. Not thread-safe.
/// </summary>
internal sealed class TensorNoise : IDisposable
{
    private readonly Generator _generator = new(0, CPU);

    /// <summary>Starts the sequence of a key: later draws depend only on the key and their order.</summary>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="key">For example, seed, attempt, step.</param>
    public void Begin(RandomPurpose purpose, params ReadOnlySpan<long> key) =>
        _generator.manual_seed(unchecked((long)new CounterRandom(purpose, key).NextBits()));

    /// <summary>Standard normal numbers.</summary>
    /// <param name="type">Float32 or Float64.</param>
    /// <param name="device">The device of the result.</param>
    /// <param name="shape">Its sizes.</param>
    public Tensor Normal(ScalarType type, Device device, params long[] shape)
    {
        Tensor drawn = randn(shape, type, CPU, generator: _generator);
        if (device.type == DeviceType.CPU)
            return drawn;
        using (drawn)
            return drawn.to(device);
    }

    /// <summary>A dropout mask: 1/keep with probability keep, else 0.</summary>
    /// <param name="keep">Above 0, below 1.</param>
    /// <param name="type">Float32 or Float64.</param>
    /// <param name="device">The device of the result.</param>
    /// <param name="shape">Its sizes.</param>
    public Tensor Mask(double keep, ScalarType type, Device device, params long[] shape)
    {
        using IDisposable _ = no_grad();
        if (device.type == DeviceType.CPU)
            return empty(shape, type, CPU).bernoulli_(keep, _generator).TimesInPlace(1 / keep);

        // The same draws, whatever their type; bytes are moved in a quarter of the time.
        using Tensor drawn = empty(shape, uint8, CPU).bernoulli_(keep, _generator), moved = drawn.to(device);
        return moved.to(type).TimesInPlace(1 / keep);
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();
}
