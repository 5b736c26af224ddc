using System.Buffers;

namespace RpclPix2Seq.Sketches.Files.Zip;

/// <summary>
/// The bytes of a member while they are unfolded on another thread: what is there already can be read. The memory is lent, because fetching
/// fresh pages for a large member takes as long as unfolding it.
/// </summary>
internal sealed class MemberBytes : IDisposable
{
    private readonly object _gate = new();
    private readonly Task _filling;
    private int _count;
    private bool _isDone;

    /// <param name="length">How many there will be.</param>
    /// <param name="fill">Fills so many bytes of the array, telling now and then how many it has.</param>
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

    /// <summary>How many there will be.</summary>
    public int Length { get; }

    /// <summary>Begins with all of them, the later ones perhaps not there yet.</summary>
    public byte[] Buffer { get; }

    /// <summary>Waits until the first <paramref name="count"/> are there; returns how many are.</summary>
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

    /// <summary>Waits for all of them.</summary>
    /// <exception cref="InputException">They cannot be read.</exception>
    public void Complete() => _filling.GetAwaiter().GetResult();

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Task.WaitAny(_filling); // whatever became of it
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
