using RpclPix2Seq.Torch.Native;

namespace RpclPix2Seq.Sampling;

/// <summary>The codes of sketches that nobody has begun; threads take from it.</summary>
internal sealed unsafe class SamplingQueue
{
    private readonly int _count, _size;
    private readonly TensorNumbers<float> _codes;
    private int _next;

    /// <param name="count">N.</param>
    /// <param name="codes">[N, Z], with as many rows behind them as products may read beyond.</param>
    /// <param name="size">Z.</param>
    public SamplingQueue(int count, TensorNumbers<float> codes, int size)
    {
        _count = count;
        _codes = codes;
        _size = size;
    }

    /// <summary>Whether all sketches were taken.</summary>
    public bool IsEmpty => Volatile.Read(ref _next) >= _count;

    /// <summary>The code of a sketch.</summary>
    public float* Code(int sketch) => _codes + ((long)sketch * _size);

    /// <summary>Takes the next sketches.</summary>
    /// <param name="most">How many there is room for.</param>
    /// <returns>The first, and how many: perhaps none.</returns>
    public (int First, int Count) Take(int most)
    {
        if (IsEmpty)
            return (_count, 0);
        int first = Interlocked.Add(ref _next, most) - most;
        return (first, Math.Clamp(_count - first, 0, most));
    }
}
