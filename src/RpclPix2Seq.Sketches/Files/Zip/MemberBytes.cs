using System.Buffers;

namespace RpclPix2Seq.Sketches.Files.Zip;

/// <summary>
/// The bytes of a member while another thread decompresses them; the bytes that are ready can be read already. The memory is rented from a
/// pool, because getting fresh pages for a large member takes as long as decompressing it.
/// </summary>
internal sealed class MemberBytes : IDisposable
{
    private readonly object _gate = new();
    private readonly Task _filling;
    private int _count;
    private bool _isDone;

    /// <param name="length">The total number of bytes.</param>
    /// <param name="fill">Fills the memory and reports now and then how many bytes are ready.</param>
    public MemberBytes(int length, Action<Memory<byte>, Action<int>> fill)
    {
        Length = length;
        Buffer = ArrayPool<byte>.Shared.Rent(length);
        _filling = Task.Run(() =>
        {
            try
            {
                fill(Buffer.AsMemory(0, length), count => Tell(count, isDone: false));
            }
            finally
            {
                Tell(_count, isDone: true);
            }
        });
    }

    /// <summary>The total number of bytes.</summary>
    public int Length { get; }

    /// <summary>Starts with the member's bytes; the later ones may not be ready yet.</summary>
    public byte[] Buffer { get; }

    /// <summary>Waits until the first <paramref name="count"/> bytes are ready; returns how many are.</summary>
    /// <exception cref="InputException">They cannot be read.</exception>
    public int Require(int count)
    {
        lock (_gate)
        {
            while (_count < count && !_isDone)
                Monitor.Wait(_gate);
            if (_count >= count)
                return _count;
        }

        Complete();
        throw new ArgumentOutOfRangeException(nameof(count), count, $"there are {_count} bytes");
    }

    /// <summary>Waits for all bytes.</summary>
    /// <exception cref="InputException">They cannot be read.</exception>
    public void Complete() => _filling.GetAwaiter().GetResult();

    /// <summary>Returns the memory to the pool.</summary>
    public void Dispose()
    {
        Task.WaitAny(_filling); // whether it failed or not
        ArrayPool<byte>.Shared.Return(Buffer);
    }

    private void Tell(int count, bool isDone)
    {
        lock (_gate)
        {
            _count = count;
            _isDone = isDone;
            Monitor.PulseAll(_gate);
        }
    }
}
