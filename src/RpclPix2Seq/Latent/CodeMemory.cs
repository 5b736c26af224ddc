using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>
/// The latest codes of training, each sketch of an epoch once: a sample of the data without the bias of single batches, which hold sketches
/// of one length. Mixtures are fitted to these codes. Not thread-safe.
/// </summary>
internal sealed class CodeMemory : IDisposable
{
    /// <summary>The maximum number of codes remembered, however large the dataset.</summary>
    public const int Most = 1 << 16;

    private readonly Tensor _codes;

    /// <param name="capacity">How many codes to remember: those of an epoch, at most <see cref="Most"/>.</param>
    /// <param name="codeSize">Z.</param>
    /// <param name="device">Where they are kept.</param>
    public CodeMemory(int capacity, int codeSize, Device device)
    {
        Capacity = Math.Clamp(capacity, 1, Most);
        _codes = zeros([Capacity, codeSize], float32, device).DetachFromDisposeScope();
    }

    /// <summary>The maximum number of codes it holds.</summary>
    public int Capacity { get; }

    /// <summary>The number of codes it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Where the next code goes; once the memory is full, the oldest code is there.</summary>
    public int Next { get; private set; }

    /// <summary>z [Count, Z] in float32, in storage order: a view.</summary>
    public Tensor Codes => _codes.narrow(0, 0, Count);

    /// <summary>Adds the codes of a batch [B, Z] in place of the oldest ones.</summary>
    public void Add(Tensor codes)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor latest = codes.detach().to(float32);
        long size = Math.Min(latest.shape[0], Capacity);
        latest = latest.narrow(0, latest.shape[0] - size, size);
        for (long done = 0; done < size;)
        {
            long part = Math.Min(size - done, Capacity - Next);
            _codes.narrow(0, Next, part).copy_(latest.narrow(0, done, part));
            done += part;
            Count = Math.Max(Count, (int)(Next + part));
            Next = (int)((Next + part) % Capacity);
        }
    }

    /// <summary>The older and the newer half of a full memory, in float64.</summary>
    public (Tensor Older, Tensor Newer) Halves()
    {
        Tensor byAge = cat([_codes.narrow(0, Next, Capacity - Next), _codes.narrow(0, 0, Next)], 0).to(float64);
        long half = Capacity / 2;
        return (byAge.narrow(0, 0, half), byAge.narrow(0, half, Capacity - half));
    }

    /// <summary>
    /// Forgets everything, or makes room for the codes of a checkpoint, which the caller then copies into <see cref="Codes"/>.
    /// </summary>
    public void Reset(int count = 0, int next = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(next, Capacity);
        (Count, Next) = (count, next);
    }

    /// <inheritdoc/>
    public void Dispose() => _codes.Dispose();
}
