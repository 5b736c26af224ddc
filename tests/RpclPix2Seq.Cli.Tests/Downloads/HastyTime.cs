using System.Collections.Concurrent;

namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>
/// A clock on which waiting takes no time: a timer rings at once and is remembered, except for those of the given length, which watch over
/// something and ring when they are told to.
/// </summary>
internal sealed class HastyTime(TimeSpan watch) : TimeProvider
{
    private readonly ConcurrentDictionary<HastyTimer, Action> _watches = [];

    private TimeSpan Watch => watch;

    /// <summary>How long has been waited, had it been waited.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    /// <summary>Rings the timer that watches over something, as soon as there is one.</summary>
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
