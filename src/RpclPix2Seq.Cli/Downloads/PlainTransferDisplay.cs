using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Shows transfers where there is no terminal: a line per file every few seconds.</summary>
internal sealed class PlainTransferDisplay(CliHost host) : ITransferDisplay
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TransferMeter, long> _shown = [];

    /// <inheritdoc/>
    public TransferMeter Begin(string name)
    {
        TransferMeter meter = new(name, host.Time, Show);
        lock (_lock)
            _shown[meter] = host.Time.GetTimestamp();
        return meter;
    }

    /// <inheritdoc/>
    public void End(TransferMeter meter)
    {
        lock (_lock)
            _shown.Remove(meter);
    }

    /// <inheritdoc/>
    public void Say(string line)
    {
        lock (_lock)
            host.Say(line);
    }

    /// <inheritdoc/>
    public void Warn(string line)
    {
        lock (_lock)
            host.Warn(line);
    }

    /// <inheritdoc/>
    public void Fail(string line)
    {
        lock (_lock)
            host.Fail(line);
    }

    private void Show(TransferMeter meter)
    {
        lock (_lock)
        {
            long now = host.Time.GetTimestamp();
            if (!_shown.TryGetValue(meter, out long last) || host.Time.GetElapsedTime(last, now) < ProgressReport.PlainInterval)
                return;
            _shown[meter] = now;
            host.Say($"{meter.Name}: {meter.Progress()}");
        }
    }
}
