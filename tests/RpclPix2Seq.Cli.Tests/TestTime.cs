namespace RpclPix2Seq.Cli.Tests;

/// <summary>A clock that moves only when told.</summary>
internal sealed class TestTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Advance(double seconds) => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
}
