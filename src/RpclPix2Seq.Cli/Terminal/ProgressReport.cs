namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// Shows the progress of a long task on standard error: one line redrawn in place on a terminal, a plain line every few seconds elsewhere,
/// nothing if quiet. May be called from several threads.
/// </summary>
internal sealed class ProgressReport : IDisposable
{
    /// <summary>The minimum time between two updates on a terminal.</summary>
    public static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The minimum time between two plain lines.</summary>
    public static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private const int BarWidth = 20;
    private const int WindowLength = 30;

    private readonly CliHost _host;
    private readonly string _title;
    private readonly string _unit;
    private readonly Func<double, string>? _amount;
    private readonly long _start;
    private readonly bool _live;
    private readonly long _begin;
    private readonly Queue<(long Time, long Done)> _window = [];
    private readonly Lock _lock = new();
    private long _lastShown;
    private long _done;
    private string _detail = "";
    private int _drawn;
    private bool _ended;

    /// <param name="host">Where it is shown, and the clock.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="total">The total, or null if unknown.</param>
    /// <param name="amount">How counts and rates are written, with their unit; default: as numbers before <paramref name="unit"/>.</param>
    /// <param name="start">How many were done before, which count for no rate.</param>
    public ProgressReport(CliHost host, string title, string unit, long? total, Func<double, string>? amount = null, long start = 0)
    {
        (_host, _title, _unit, Total, _amount, _start) = (host, title, unit, total, amount, start);
        _live = host.ErrorIsTerminal && host.Variable("TERM") != "dumb";
        _begin = _lastShown = host.Time.GetTimestamp();
        _window.Enqueue((_begin, start));
    }

    /// <summary>The total, or null if unknown; read at the next report.</summary>
    public long? Total { get; set; }

    /// <summary>Reports how many are done so far, and optionally a detail of the latest, such as the loss.</summary>
    public void Report(long done, string detail = "")
    {
        lock (_lock)
        {
            (_done, _detail) = (done, detail);
            long now = _host.Time.GetTimestamp();
            if (_host.Quiet || _ended || _host.Time.GetElapsedTime(_lastShown, now) < (_live ? LiveInterval : PlainInterval))
                return;
            _lastShown = now;
            string rate = RateText(now);
            if (_live)
                Draw($"{_title}{Bar()} {Count()}{rate}{Detail()}");
            else
                _host.Error.Write($"{_title}: {Count()}{rate}{Detail()}\n");
            _window.Enqueue((now, done));
            if (_window.Count > WindowLength)
                _window.Dequeue();
        }
    }

    /// <summary>Writes a separate line above the progress line.</summary>
    public void Note(string line)
    {
        lock (_lock)
        {
            Erase();
            _host.Say(line);
        }
    }

    /// <summary>Writes a warning the same way, even if quiet.</summary>
    public void Warn(string line)
    {
        lock (_lock)
        {
            Erase();
            _host.Warn(line);
        }
    }

    /// <summary>Writes an error the same way.</summary>
    public void Fail(string line)
    {
        lock (_lock)
        {
            Erase();
            _host.Fail(line);
        }
    }

    /// <summary>Ends with a line that says how many were done in what time.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_ended || _host.Quiet)
                return;
            _ended = true;
            Erase();

            // Nothing was done: the error speaks for itself.
            if (_done == 0 && Total != 0)
                return;
            TimeSpan elapsed = _host.Time.GetElapsedTime(_begin);
            string rate = elapsed > TimeSpan.Zero && _done > _start ? $" ({Rate((_done - _start) / elapsed.TotalSeconds)})" : "";
            string count = _done == Total ? Amount(_done) : Count();
            _host.Error.Write($"{_title}: {count} in {Durations.Elapsed(elapsed)}{rate}{Detail()}\n");
        }
    }

    private string Count() => Total is not { } total ? Amount(_done)
        : _amount is null ? $"{_done}/{total} {_unit}"
        : $"{_amount(_done)} of {_amount(total)}";

    private string Amount(long count) => _amount is null ? $"{count} {_unit}" : _amount(count);

    private string Rate(double rate) => _amount is null ? $"{Durations.Rate(rate)} {_unit}/s" : $"{_amount(rate)}/s";

    private string Detail() => _detail.Length == 0 ? "" : $", {_detail}";

    private string Bar()
    {
        if (Total is not > 0)
            return ":";
        double share = Math.Clamp((double)_done / Total.Value, 0, 1);
        int full = (int)(share * BarWidth);
        string head = full < BarWidth ? ">" : "";
        return $" [{new string('=', full)}{head}{new string(' ', BarWidth - full - head.Length)}] {(int)(share * 100),3}%";
    }

    private string RateText(long now)
    {
        (long time, long done) = _window.Peek();
        double seconds = _host.Time.GetElapsedTime(time, now).TotalSeconds;
        if (_done <= done || seconds <= 0)
            return "";
        double rate = (_done - done) / seconds;
        double left = Total is null ? 0 : (Total.Value - _done) / rate;
        string remaining = left > 0 && left < TimeSpan.MaxValue.TotalSeconds / 2
            ? $", {Durations.Clock(TimeSpan.FromSeconds(left))} left"
            : "";
        return $", {Rate(rate)}{remaining}";
    }

    private void Draw(string line)
    {
        // One column stays free: terminals wrap when the last one is written.
        string text = line.Length < _host.Width ? line : line[..(_host.Width - 1)];
        _host.Error.Write("\r" + text.PadRight(_drawn));
        _host.Error.Flush();
        _drawn = text.Length;
    }

    private void Erase()
    {
        if (_drawn > 0)
            _host.Error.Write("\r" + new string(' ', _drawn) + "\r");
        _drawn = 0;
    }
}
