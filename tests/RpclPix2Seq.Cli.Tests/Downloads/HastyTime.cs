using System.Collections.Concurrent;

namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>
/// A clock on which waiting takes no time: a timer fires at once and is recorded. The exceptions are timers of the given length, which are
/// watchdogs and fire only on request.
/// </summary>
internal sealed class HastyTime(TimeSpan watch) : TimeProvider
{
    private readonly ConcurrentDictionary<HastyTimer, Action> _watches = [];

    private TimeSpan Watch => watch;

    /// <summary>The total time that would have been waited.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    /// <summary>Fires the watchdog timer as soon as there is one.</summary>
    public async Task Ring()
    {
        Action? ring;
        while (_watches.Keys.FirstOrDefault() is not { } timer || !_watches.TryRemove(timer, out ring))
            await Task.Delay(5);
        ring();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        HastyTimer timer = new(this, () => callback(state), System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class HastyTimer(HastyTime time, Action ring, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time._watches.TryRemove(this, out _);
            if (dueTime == time.Watch)
            {
                time._watches[this] = ring;
                return timer.Change(Timeout.InfiniteTimeSpan, period);
            }

            if (dueTime == Timeout.InfiniteTimeSpan)
                return timer.Change(dueTime, period);
            if (dueTime > TimeSpan.Zero)
                time.Waits.Enqueue(dueTime);
            return timer.Change(TimeSpan.Zero, period);
        }

        public void Dispose()
        {
            time._watches.TryRemove(this, out _);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            time._watches.TryRemove(this, out _);
            return timer.DisposeAsync();
        }
    }
}
