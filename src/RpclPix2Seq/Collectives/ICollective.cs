namespace RpclPix2Seq.Collectives;

/// <summary>
/// The processes that train one model or draw with it together, called ranks. All of them call the same methods in the same order. Only
/// bytes move here, and no sum is taken: <see cref="ShardSum{T}"/> adds, in an order of its own.
/// </summary>
internal interface ICollective : IDisposable
{
    /// <summary>This process, 0 … <see cref="Size"/> − 1. Rank 0 writes and reports.</summary>
    int Rank { get; }

    /// <summary>The number of ranks.</summary>
    int Size { get; }

    /// <summary>How long a rank waits for the others in one call before it gives up.</summary>
    TimeSpan Timeout { get; set; }

    /// <summary>What was sent so far.</summary>
    CollectiveTraffic Traffic { get; }

    /// <summary>Every rank gives every rank a piece.</summary>
    /// <param name="sent">The pieces for rank 0, 1, …, one after the other.</param>
    /// <param name="sentCounts">Their lengths in bytes.</param>
    /// <param name="received">Room for the pieces from rank 0, 1, …</param>
    /// <param name="receivedCounts">Their lengths in bytes.</param>
    /// <exception cref="CollectiveException">A rank is gone or silent.</exception>
    void Exchange(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentCounts, Span<byte> received, ReadOnlySpan<int> receivedCounts);

    /// <summary>Every rank gets what every rank has.</summary>
    /// <param name="mine">The bytes of this rank.</param>
    /// <param name="all">Room for those of rank 0, 1, …</param>
    /// <param name="counts">Their lengths in bytes.</param>
    /// <exception cref="CollectiveException">A rank is gone or silent.</exception>
    void Gather(ReadOnlySpan<byte> mine, Span<byte> all, ReadOnlySpan<int> counts);

    /// <summary>Every rank gets what rank 0 has.</summary>
    /// <param name="data">The bytes of rank 0; in other ranks, room for as many.</param>
    /// <exception cref="CollectiveException">A rank is gone or silent.</exception>
    void Broadcast(Span<byte> data);

    /// <summary>
    /// Starts calls that run beside other work of this rank. Until <see cref="Finish"/> it makes no others.
    /// </summary>
    /// <param name="calls">Makes the calls, on another thread.</param>
    void Start(Action calls);

    /// <summary>Waits for the calls that were started.</summary>
    /// <exception cref="CollectiveException">A rank is gone or silent.</exception>
    void Finish();
}

/// <summary>What a rank sent to others, and how long it was busy with that.</summary>
/// <param name="Bytes">Bytes that left it.</param>
/// <param name="Seconds">Time in the calls, waiting for slower ranks included, unless other work was done beside them.</param>
internal readonly record struct CollectiveTraffic(long Bytes, double Seconds);

/// <summary>A rank cannot go on, or is gone; the whole job then ends.</summary>
/// <param name="message">One line.</param>
/// <param name="inner">The cause, or null.</param>
internal sealed class CollectiveException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A process that was started alone.</summary>
internal sealed class SingleCollective : ICollective
{
    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public TimeSpan Timeout { get; set; }

    /// <inheritdoc/>
    public CollectiveTraffic Traffic => default;

    /// <inheritdoc/>
    public void Exchange(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentCounts, Span<byte> received, ReadOnlySpan<int> receivedCounts) =>
        sent.CopyTo(received);

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<byte> mine, Span<byte> all, ReadOnlySpan<int> counts) => mine.CopyTo(all);

    /// <inheritdoc/>
    public void Broadcast(Span<byte> data)
    {
    }

    /// <inheritdoc/>
    public void Start(Action calls) => calls();

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
