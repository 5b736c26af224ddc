using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Fetches many files, or lists what would be fetched.</summary>
/// <param name="host">Where results and remarks go.</param>
/// <param name="settings">How patient and polite to be.</param>
/// <param name="json">Whether results are written as JSON.</param>
internal sealed class DownloadRun(CliHost host, DownloadSettings settings, bool json)
{
    private readonly Lock _lock = new();
    private string? _absence;

    /// <summary>Fetches files, several at a time. A failed file is reported and does not stop the others.</summary>
    /// <param name="jobs">What to fetch.</param>
    /// <param name="force">Whether to download existing files again.</param>
    /// <param name="cancellationToken">Stops early; the bytes received so far are kept.</param>
    /// <returns>The exit code.</returns>
    public int Fetch(IReadOnlyList<DownloadJob> jobs, bool force, CancellationToken cancellationToken)
    {
        DownloadResult[] results = new DownloadResult[jobs.Count];

        // On the same terminal, results and bars would overwrite each other.
        bool atEnd = host is { OutIsTerminal: true, ErrorIsTerminal: true };
        using ResilientHttp http = new(settings);
        ServerProbe probe = new(http);
        FileDownloader downloader = new(http, settings);
        try
        {
            TransferDisplays.RunAsync(host, display => ForEachAsync(jobs, FetchOne(display), cancellationToken)).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            host.Say("what has arrived is kept; the same command resumes there");
            throw;
        }

        if (json)
            WriteJson(results);
        if (atEnd)
            Array.ForEach(results, WriteTarget);
        return results.All(result => result.Status != DownloadStatus.Failed) ? ExitCode.Done : ExitCode.Failed;

        Func<int, DownloadJob, Task> FetchOne(ITransferDisplay display) => async (index, job) =>
        {
            results[index] = await FetchAsync(job, force, http, probe, downloader, display, cancellationToken).ConfigureAwait(false);
            if (!atEnd)
                WriteTarget(results[index]);
        };
    }

    /// <summary>Lists files with their addresses and, if the server responds, their sizes.</summary>
    /// <returns>The exit code.</returns>
    public int Preview(IReadOnlyList<DownloadJob> jobs, CancellationToken cancellationToken)
    {
        (RemoteFile? Remote, string Problem)[] found = new (RemoteFile?, string)[jobs.Count];
        using ResilientHttp http = new(settings);
        ServerProbe probe = new(http);
        PlainTransferDisplay display = new(host);
        ForEachAsync(jobs, Ask, cancellationToken).GetAwaiter().GetResult();
        if (json)
        {
            WriteJson(jobs.Select((job, i) => new
            {
                job.File.Category,
                Format = job.File.Format.ToString().ToLowerInvariant(),
                Url = job.Source.AbsoluteUri,
                File = job.Target,
                IsPresent = File.Exists(job.Target),
                Bytes = found[i].Remote?.Length,
                Problem = found[i].Remote is null ? found[i].Problem : null,
            }));
            return ExitCode.Done;
        }

        ReportTable table = new(new Column("file"), new Column("size", IsRight: true), new Column("address"));
        for (int i = 0; i < jobs.Count; i++)
            table.Add(jobs[i].Target, SizeText(found[i]), jobs[i].Source.AbsoluteUri);
        table.Write(host);
        if (probe.Absence is { } absence)
            host.Warn($"sizes could not be asked for: {absence}");
        string unknown = found.Count(item => item.Remote?.Length is null) is > 0 and int count ? $", and {count} of unknown size" : "";
        double all = found.Sum(item => (double)(item.Remote?.Length ?? 0));
        host.Say($"{jobs.Count} files, {ByteSizes.Text(all)}{unknown}; nothing was fetched");
        return ExitCode.Done;

        string SizeText((RemoteFile? Remote, string Problem) item) =>
            item.Remote is { } remote ? Size(remote.Length) : probe.Absence is null ? item.Problem : "?";

        async Task Ask(int index, DownloadJob job) =>
            found[index] = await probe.AskAsync(job, Remark(job, display), cancellationToken).ConfigureAwait(false);
    }

    private async Task<DownloadResult> FetchAsync(
        DownloadJob job,
        bool force,
        ResilientHttp http,
        ServerProbe probe,
        FileDownloader downloader,
        ITransferDisplay display,
        CancellationToken cancellationToken)
    {
        if (_absence is { } absence)
            return DownloadResult.Of(job, DownloadStatus.Failed, null, [], absence);
        try
        {
            if (!force && File.Exists(job.Target))
                return await KeepAsync(job, probe, display, cancellationToken).ConfigureAwait(false);
            TransferMeter meter = display.Begin(job.Name);
            try
            {
                DownloadResult result = await downloader.FetchAsync(job, meter, Remark(job, display), cancellationToken)
                    .ConfigureAwait(false);
                string checks = result.Checks.Count == 0 ? "nothing to check it by" : $"{string.Join(", ", result.Checks)} as it should be";
                display.Say($"{job.Name}: {meter.Summary()}, {checks}");
                return result;
            }
            finally
            {
                display.End(meter);
            }
        }
        catch (InputException e)
        {
            // An unreachable server is reported once, not for every file.
            bool isAbsent = HttpReasons.IsNoContact(e.InnerException) && !http.WasReached;
            if (!isAbsent || Interlocked.CompareExchange(ref _absence, e.Message, null) is null)
                display.Fail(e.Message);
            return DownloadResult.Of(job, DownloadStatus.Failed, null, [], e.Message);
        }
    }

    // An existing file was complete when it got its name, unless another program put it there.
    private static async Task<DownloadResult> KeepAsync(
        DownloadJob job, ServerProbe probe, ITransferDisplay display, CancellationToken cancellationToken)
    {
        long length = new FileInfo(job.Target).Length;
        (RemoteFile? remote, string problem) = await probe.AskAsync(job, Remark(job, display), cancellationToken).ConfigureAwait(false);
        if (remote is null)
            display.Warn($"{job.Target} is left as it is; whether it is whole cannot be asked: {problem}");
        else if (remote.Length is { } expected && expected != length)
        {
            throw new InputException(
                job.Target, "", $"the {expected} bytes of {job.Source.AbsoluteUri}", $"a file of {length}", "--force downloads it again");
        }
        else
            display.Say($"{job.Name}: is there already ({ByteSizes.Text(length)})");
        return DownloadResult.Of(job, DownloadStatus.Present, length, remote?.Length is null ? [] : ["length"]);
    }

    private static Action<string> Remark(DownloadJob job, ITransferDisplay display) => remark => display.Say($"{job.Name}: {remark}");

    private static string Size(long? bytes) => bytes is null ? "?" : ByteSizes.Text(bytes.Value);

    private Task ForEachAsync(IReadOnlyList<DownloadJob> jobs, Func<int, DownloadJob, Task> action, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, jobs.Count),
            new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellationToken },
            async (index, _) => await action(index, jobs[index]).ConfigureAwait(false));

    private void WriteTarget(DownloadResult result)
    {
        if (json || result.Status == DownloadStatus.Failed)
            return;
        lock (_lock)
        {
            host.Out.WriteLine(result.File);
            host.Out.Flush();
        }
    }

    private void WriteJson<T>(T value) => host.Out.Write(JsonSerializer.Serialize(value, JsonForm.Options) + "\n");

    private static class JsonForm
    {
        public static JsonSerializerOptions Options { get; } = new(IndentedJson.Options)
        {
            Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
    }
}
