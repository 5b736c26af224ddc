using RpclPix2Seq.Collectives;

namespace RpclPix2Seq.Tests.Collectives;

/// <summary>Ranks that are threads of this process.</summary>
internal sealed class ThreadCollective : ICollective
{
    private readonly Board _board;
    private Task? _started;

    private ThreadCollective(Board board, int rank) => (_board, Rank) = (board, rank);

    public int Rank { get; }

    public int Size => _board.Sent.Length;

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    public CollectiveTraffic Traffic { get; private set; }

    /// <summary>Runs the same work in every rank, each on a thread of its own; returns the ranks' exceptions or nulls.</summary>
    public static Exception?[] Run(int size, Action<ICollective> work)
    {
        using Board board = new(size);
        Exception?[] thrown = new Exception?[size];
        Thread[] threads =
        [
            .. Enumerable.Range(0, size).Select(rank => new Thread(() =>
            {
                try
                {
                    work(new ThreadCollective(board, rank));
                }
                catch (Exception e)
                {
                    thrown[rank] = e;
                    board.Abandoned.Cancel();
                }
            })),
        ];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return thrown;
    }

    public void Exchange(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentCounts, Span<byte> received, ReadOnlySpan<int> receivedCounts)
    {
        Publish(sent, sentCounts);
        int start = 0;
        for (int rank = 0; rank < Size; rank++)
        {
            int[] counts = _board.Counts[rank];
            Assert.Equal(counts[Rank], receivedCounts[rank]);
            _board.Sent[rank].AsSpan(counts[..Rank].Sum(), counts[Rank]).CopyTo(received[start..]);
            start += counts[Rank];
        }

        Traffic = Traffic with { Bytes = Traffic.Bytes + sent.Length - sentCounts[Rank] };
        Meet();
    }

    public void Gather(ReadOnlySpan<byte> mine, Span<byte> all, ReadOnlySpan<int> counts)
    {
        Publish(mine, []);
        int start = 0;
        for (int rank = 0; rank < Size; rank++)
        {
            Assert.Equal(_board.Sent[rank].Length, counts[rank]);
            _board.Sent[rank].CopyTo(all[start..]);
            start += counts[rank];
        }

        Traffic = Traffic with { Bytes = Traffic.Bytes + (mine.Length * (Size - 1)) };
        Meet();
    }

    public void Broadcast(Span<byte> data)
    {
        Publish(data, []);
        _board.Sent[0].CopyTo(data);
        Meet();
    }

    public void Start(Action calls) => _started = Task.Run(calls);

    public void Finish()
    {
        _started?.GetAwaiter().GetResult();
        _started = null;
    }

    public void Dispose()
    {
    }

    private void Publish(ReadOnlySpan<byte> sent, ReadOnlySpan<int> counts)
    {
        Assert.True(_started is null || Task.CurrentId == _started.Id, "a call was made before those that were started were finished");
        (_board.Sent[Rank], _board.Counts[Rank]) = (sent.ToArray(), counts.ToArray());
        Meet();
    }

    private void Meet()
    {
        try
        {
            if (_board.Barrier.SignalAndWait(Timeout, _board.Abandoned.Token))
                return;
        }
        catch (OperationCanceledException)
        {
            // A rank is gone.
        }

        throw new CollectiveException($"rank {Rank} is left alone");
    }

    private sealed class Board(int size) : IDisposable
    {
        public byte[][] Sent { get; } = new byte[size][];

        public int[][] Counts { get; } = new int[size][];

        public Barrier Barrier { get; } = new(size);

        public CancellationTokenSource Abandoned { get; } = new();

        public void Dispose()
        {
            Barrier.Dispose();
            Abandoned.Dispose();
        }
    }
}
