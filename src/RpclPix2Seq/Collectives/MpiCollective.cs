using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Collectives;

/// <summary>
/// Ranks that an MPI launcher started. Every call is nonblocking with a deadline, so that a rank which is gone, hangs or has lost its
/// network is noticed wherever the others wait. Calls come from one thread at a time: from the one that joined, or from another while
/// that one computes (MPI_THREAD_SERIALIZED); with a library that allows only the first (MPI_THREAD_FUNNELED), nothing runs beside.
/// </summary>
internal sealed unsafe partial class MpiCollective : ICollective
{
    private const int Serialized = 2, StartMinutes = 10;
    private static readonly TimeSpan Eager = TimeSpan.FromMilliseconds(20);
    private readonly MpiLibrary _mpi;
    private readonly bool _isFunneled;
    private readonly Stopwatch _busy = new();
    private long _bytes;
    private bool _isBroken;
    private Task? _started;
    private volatile bool _isHurried = true;

    private MpiCollective(MpiLibrary mpi, int rank, int size, bool isFunneled) =>
        (_mpi, Rank, Size, _isFunneled) = (mpi, rank, size, isFunneled);

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <inheritdoc/>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(StartMinutes);

    /// <inheritdoc/>
    public CollectiveTraffic Traffic => new(_bytes, _busy.Elapsed.TotalSeconds);

    /// <summary>Joins the other ranks.</summary>
    /// <exception cref="InputException">The MPI library is absent, is not the launcher's, or cannot start.</exception>
    public static MpiCollective Join(Launcher launcher)
    {
        MpiLibrary mpi = MpiLibrary.For(launcher);
        int provided, rank, size;
        using (new Guard(TimeSpan.FromMinutes(StartMinutes), $"rank {launcher.Rank}: MPI did not start"))
            Check(mpi, mpi.InitThread(null, null, Serialized, &provided));
        Check(mpi, mpi.CommRank(mpi.World, &rank));
        Check(mpi, mpi.CommSize(mpi.World, &size));
        if ((rank, size) != (launcher.Rank, launcher.Size))
        {
            throw new InputException(
                launcher.Name, "", $"rank {launcher.Rank} of {launcher.Size}", $"rank {rank} of {size} according to {mpi.Version}",
                launcher.Library is null ? "choose what Slurm offers to this MPI, as in srun --mpi=pmix"
                    : "launch with the mpirun that belongs to it");
        }

        Check(mpi, mpi.SetErrorHandler(mpi.World, mpi.ErrorsReturn));
        return new MpiCollective(mpi, rank, size, provided < Serialized);
    }

    /// <inheritdoc/>
    public void Exchange(ReadOnlySpan<byte> sent, ReadOnlySpan<int> sentCounts, Span<byte> received, ReadOnlySpan<int> receivedCounts)
    {
        int[] sentStarts = Starts(sentCounts), receivedStarts = Starts(receivedCounts);
        fixed (byte* from = sent, to = received)
        fixed (int* fromCounts = sentCounts, fromStarts = sentStarts, toCounts = receivedCounts, toStarts = receivedStarts)
        {
            nint request = 0;
            Wait(_mpi.StartExchange(from, fromCounts, fromStarts, _mpi.Byte, to, toCounts, toStarts, _mpi.Byte, _mpi.World, &request),
                &request, sent.Length - sentCounts[Rank]);
        }
    }

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<byte> mine, Span<byte> all, ReadOnlySpan<int> counts)
    {
        int[] starts = Starts(counts);
        fixed (byte* from = mine, to = all)
        fixed (int* toCounts = counts, toStarts = starts)
        {
            nint request = 0;
            Wait(_mpi.StartGather(from, mine.Length, _mpi.Byte, to, toCounts, toStarts, _mpi.Byte, _mpi.World, &request), &request,
                (long)mine.Length * (Size - 1));
        }
    }

    /// <inheritdoc/>
    public void Broadcast(Span<byte> data)
    {
        fixed (byte* bytes = data)
        {
            nint request = 0;
            Wait(_mpi.StartBroadcast(bytes, data.Length, _mpi.Byte, 0, _mpi.World, &request), &request,
                Rank == 0 ? (long)data.Length * (Size - 1) : 0);
        }
    }

    /// <inheritdoc/>
    public void Start(Action calls)
    {
        if (_isFunneled)
        {
            calls();
            return;
        }

        _isHurried = false;
        _started = new Task(calls);
        _started.Start(TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (_started is null)
            return;
        _isHurried = true;
        _busy.Start();
        try
        {
            _started.GetAwaiter().GetResult();
        }
        finally
        {
            _busy.Stop();
            _started = null;
        }
    }

    /// <summary>Leaves the other ranks, when all are done. After a failure there is nobody to wait for, and nothing is called.</summary>
    public void Dispose()
    {
        if (_isBroken)
            return;
        _isBroken = true;
        using Guard guard = new(Timeout, $"{Name}: the other ranks did not end");
        _ = _mpi.Finish();
    }

    private string Name => string.Create(CultureInfo.InvariantCulture, $"rank {Rank} on {Environment.MachineName}");

    /// <summary>
    /// Waits for a call to end: at first eagerly, because a message takes microseconds, then with pauses, because a slower rank or one that
    /// writes a file takes longer. While this rank computes, with pauses alone: messages move whenever the library is asked.
    /// </summary>
    private void Wait(int started, nint* request, long bytes)
    {
        bool isAwaited = _started is null; // otherwise the time is that of Finish
        if (isAwaited)
            _busy.Start();
        try
        {
            Require(started);
            long begin = Stopwatch.GetTimestamp();
            while (true)
            {
                int done;
                Require(_mpi.Test(request, &done, _mpi.StatusIgnore));
                if (done != 0)
                    break;
                TimeSpan waited = Stopwatch.GetElapsedTime(begin);
                if (waited > Timeout)
                    throw Lost($"within {Timeout.TotalSeconds:0.#} s", "silence");
                if (waited < Eager && _isHurried)
                    Thread.Yield();
                else
                    Thread.Sleep(1);
            }

            _bytes += bytes;
        }
        finally
        {
            if (isAwaited)
                _busy.Stop();
        }
    }

    private void Require(int code)
    {
        if (code != 0)
            throw Lost("", _mpi.Explain(code));
    }

    private CollectiveException Lost(string when, string found)
    {
        _isBroken = true;
        return new CollectiveException(
            $"{Name}: expected the other {(Size == 2 ? "rank" : "ranks")} to answer {when}".TrimEnd() + $", found {found}: a rank ended, "
            + "hangs or lost its network; run the same command again (for a training with --resume auto, and see rank_timeout)");
    }

    private static int[] Starts(ReadOnlySpan<int> counts)
    {
        int[] starts = new int[counts.Length];
        for (int i = 1; i < starts.Length; i++)
            starts[i] = checked(starts[i - 1] + counts[i - 1]);
        return starts;
    }

    private static void Check(MpiLibrary mpi, int code)
    {
        if (code != 0)
            throw new InputException(mpi.Name, "", "an MPI that starts", mpi.Explain(code), "see what it printed");
    }

    /// <summary>Ends the process with one line if a call of MPI that cannot be tested takes too long.</summary>
    private sealed partial class Guard(TimeSpan limit, string line) : IDisposable
    {
        private readonly Timer _timer = new(_ => End(line), null, limit, System.Threading.Timeout.InfiniteTimeSpan);

        public void Dispose() => _timer.Dispose();

        private static void End(string line)
        {
            Console.Error.WriteLine($"rpcl: error: {line} in time");
            Exit(1);
        }

        // The ordinary way out runs what libraries registered, and would wait for the call that hangs.
        [LibraryImport("libc", EntryPoint = "_exit")]
        private static partial void Exit(int code);
    }
}
