using System.Collections.Concurrent;

namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>
/// A clock on which waiting takes no time: a timer rings at once and is remembered, except for those of the given lengths, which are there
/// to
/// watch over something and run as they are.
/// </summary>
internal sealed class HastyTime(params TimeSpan[] watches) : TimeProvider
{
    /// <summary>How long has been waited, had it been waited.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HastyTimer(this, System.CreateTimer(callback, state, Shorten(dueTime), period));

    private TimeSpan Shorten(TimeSpan due)
    {
        if (due == Timeout.InfiniteTimeSpan || due == TimeSpan.Zero || watches.Contains(due))
            return due;
        Waits.Enqueue(due);
        return TimeSpan.Zero;
    }

    private sealed class HastyTimer(HastyTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Shorten(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
