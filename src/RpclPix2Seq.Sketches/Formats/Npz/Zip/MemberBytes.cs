namespace RpclPix2Seq.Sketches.Formats.Npz.Zip;

/// <summary>The bytes of a member while they are unfolded on another thread: what is there already can be read.</summary>
internal sealed class MemberBytes
{
    private readonly object _gate = new();
    private readonly Task _filling;
    private int _count;
    private bool _isDone;

    /// <param name="length">How many there will be.</param>
    /// <param name="fill">Fills the array, telling now and then how much of it is filled.</param>
    public MemberBytes(int length, Action<byte[], Action<int>> fill)
    {
        Buffer = GC.AllocateUninitializedArray<byte>(length);
        _filling = Task.Run(() =>
        {
            try
            {
                fill(Buffer, count => Tell(count, isDone: false));
            }
            finally
            {
                Tell(_count, isDone: true);
            }
        });
    }

    /// <summary>All of them, the later ones perhaps not there yet.</summary>
    public byte[] Buffer { get; }

    /// <summary>Waits until the first <paramref name="count"/> are there; returns how many are.</summary>
    /// <exception cref="IO.InputException">They cannot be read.</exception>
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
    /// <exception cref="IO.InputException">They cannot be read.</exception>
    public void Complete() => _filling.GetAwaiter().GetResult();

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
