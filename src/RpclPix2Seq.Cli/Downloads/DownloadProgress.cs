using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Shows the progress of several files as one: their bytes, rate, remaining time and names.</summary>
internal sealed class DownloadProgress(CliHost host) : IDisposable
{
    private readonly ProgressReport _report = new(host, "fetching", "bytes", null, ByteSizes.Text);
    private readonly Dictionary<string, (long Done, long? Total, bool IsActive)> _files = [];
    private readonly Lock _lock = new();

    /// <summary>Reports the bytes of a file that are there, and of the whole file if known.</summary>
    public void Arrived(string name, long done, long? total) => Set(name, (done, total, true));

    /// <summary>Ends a file with a line of its own.</summary>
    public void End(string name, string line)
    {
        lock (_lock)
        {
            if (_files.TryGetValue(name, out (long Done, long? Total, bool IsActive) file))
                Set(name, (file.Done, file.Done, false));
        }

        Say($"{name}: {line}");
    }

    /// <summary>A remark, on a line of its own, unless quiet.</summary>
    public void Say(string line) => _report.Note(line);

    /// <summary>An error, on a line of its own.</summary>
    public void Fail(string line) => _report.Fail(line);

    /// <inheritdoc/>
    public void Dispose() => _report.Dispose();

    private void Set(string name, (long Done, long? Total, bool IsActive) file)
    {
        lock (_lock)
        {
            _files[name] = file;
            _report.Total = _files.Values.All(each => each.Total is not null) ? _files.Values.Sum(each => each.Total) : null;
            _report.Report(
                _files.Values.Sum(each => each.Done),
                string.Join(", ", _files.Where(each => each.Value.IsActive).Select(each => each.Key)));
        }
    }
}
