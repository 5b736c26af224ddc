using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Measures the transfer of a file: bytes, rate, remaining time. May be read while it is updated.</summary>
/// <param name="name">The file.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Called after every report.</param>
internal sealed class TransferMeter(string name, TimeProvider time, Action<TransferMeter> changed)
{
    // The rate covers the last ten seconds.
    private const int WindowLength = 20;
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(0.5);

    private readonly Lock _lock = new();
    private readonly Queue<(long Time, long Done)> _window = [];
    private long _begin;
    private long _lastSample;
    private long _done;
    private long _arrived;
    private long? _total;

    /// <summary>The file.</summary>
    public string Name => name;

    /// <summary>Bytes present so far.</summary>
    public long Done
    {
        get
        {
            lock (_lock)
                return _done;
        }
    }

    /// <summary>Total bytes, or null if unknown.</summary>
    public long? Total
    {
        get
        {
            lock (_lock)
                return _total;
        }
    }

    /// <summary>Reports the bytes present so far and the total. The first report covers what was there before.</summary>
    public void Report(long done, long? total)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (_window.Count == 0)
                _begin = now;
            else
                _arrived += Math.Max(done - _done, 0);

            // A restarted file has no rate yet.
            if (done < _done)
                _window.Clear();
            (_done, _total) = (done, total);
            if (_window.Count == 0 || time.GetElapsedTime(_lastSample, now) >= SampleInterval)
            {
                _lastSample = now;
                _window.Enqueue((now, done));
                if (_window.Count > WindowLength)
                    _window.Dequeue();
            }
        }

        changed(this);
    }

    /// <summary>The progress: "5.20 MB of 13.4 MB, 1.25 MB/s, 0:06 left".</summary>
    public string Progress()
    {
        lock (_lock)
        {
            string count = _total is { } total ? $"{ByteSizes.Text(_done)} of {ByteSizes.Text(total)}" : ByteSizes.Text(_done);
            if (_window.Count == 0)
                return count;
            (long begin, long before) = _window.Peek();
            double seconds = time.GetElapsedTime(begin).TotalSeconds;
            if (seconds <= 0 || _done <= before)
                return count;
            double rate = (_done - before) / seconds;
            double remaining = Math.Min(((_total ?? _done) - _done) / rate, 1e9);
            string left = remaining > 0 ? $", {Durations.Clock(TimeSpan.FromSeconds(remaining))} left" : "";
            return $"{count}, {ByteSizes.Text(rate)}/s{left}";
        }
    }

    /// <summary>The summary: "13.4 MB in 10.7 s (1.25 MB/s)".</summary>
    public string Summary()
    {
        lock (_lock)
        {
            TimeSpan elapsed = _window.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(_begin);
            string rate = elapsed > TimeSpan.Zero && _arrived > 0 ? $" ({ByteSizes.Text(_arrived / elapsed.TotalSeconds)}/s)" : "";
            return $"{ByteSizes.Text(_done)} in {Durations.Elapsed(elapsed)}{rate}";
        }
    }
}
