namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Shows the progress of an evaluation: one line per part.</summary>
/// <param name="host">Where it is shown.</param>
internal sealed class EvaluationProgress(CliHost host) : IDisposable
{
    private string _part = "";
    private ProgressReport? _shown;

    /// <summary>Reports how many sketches a part has done so far, and the total.</summary>
    public void Report(string part, int done, int total)
    {
        if (part != _part || _shown is null)
        {
            _shown?.Dispose();
            (_part, _shown) = (part, new ProgressReport(host, part, "sketches", total));
        }

        _shown.Report(done);
        if (done == total)
            Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shown?.Dispose();
        _shown = null;
    }
}
