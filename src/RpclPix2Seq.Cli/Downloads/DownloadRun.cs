using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Fetches many files, or lists what would be fetched.</summary>
/// <param name="host">Where results and remarks go.</param>
/// <param name="settings">How patient and polite to be.</param>
/// <param name="json">Whether results are written as JSON.</param>
internal sealed class DownloadRun(CliHost host, DownloadSettings settings, bool json)
{
    private string? _absence;

    /// <summary>Fetches files, several at a time. A failed file is reported and does not stop the others.</summary>
    /// <param name="jobs">What to fetch.</param>
    /// <param name="force">Whether to download existing files again.</param>
    /// <param name="cancellationToken">Stops early; the bytes received so far are kept.</param>
    /// <returns>The exit code.</returns>
    public int Fetch(IReadOnlyList<DownloadJob> jobs, bool force, CancellationToken cancellationToken)
    {
        DownloadResult[] results = new DownloadResult[jobs.Count];
        using FileDownloader downloader = new(settings);
        try
        {
            using DownloadProgress progress = new(host);
            Parallel.ForEachAsync(
                Enumerable.Range(0, jobs.Count),
                new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellationToken },
                async (i, token) => results[i] = await FetchAsync(jobs[i], force, downloader, progress, token).ConfigureAwait(false))
                .GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            host.Say("what has arrived is kept; the same command resumes there");
            throw;
        }

        if (json)
            WriteJson(results);
        foreach (DownloadResult result in results.Where(result => !json && result.Status != DownloadStatus.Failed))
            host.Out.WriteLine(result.File);
        return results.All(result => result.Status != DownloadStatus.Failed) ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Lists files with their addresses.</summary>
    /// <returns>The exit code.</returns>
    public int Preview(IReadOnlyList<DownloadJob> jobs)
    {
        if (json)
        {
            WriteJson(jobs.Select(job => new
            {
                job.File.Category,
                Format = job.File.Format.ToString().ToLowerInvariant(),
                Url = job.Source.AbsoluteUri,
                File = job.Target,
                IsPresent = File.Exists(job.Target),
            }));
            return ExitCode.Done;
        }

        ReportTable table = new(new Column("file"), new Column("address"));
        foreach (DownloadJob job in jobs)
            table.Add(job.Target, job.Source.AbsoluteUri);
        table.Write(host);
        host.Say($"{Plural.Of(jobs.Count, "file")}; nothing was fetched");
        return ExitCode.Done;
    }

    private async Task<DownloadResult> FetchAsync(
        DownloadJob job, bool force, FileDownloader downloader, DownloadProgress progress, CancellationToken cancellationToken)
    {
        if (_absence is { } absence)
            return DownloadResult.Of(job, DownloadStatus.Failed, null, [], absence);

        // A file was whole when it got its name.
        if (!force && new FileInfo(job.Target) is { Exists: true, Length: var length })
        {
            progress.End(job.Name, $"is there already ({ByteSizes.Text(length)})");
            return DownloadResult.Of(job, DownloadStatus.Present, length, []);
        }

        try
        {
            DownloadResult result = await downloader.FetchAsync(
                job, (done, total) => progress.Arrived(job.Name, done, total), remark => progress.Say($"{job.Name}: {remark}"),
                cancellationToken).ConfigureAwait(false);
            string checks = result.Checks.Count == 0 ? "nothing to check it by" : $"{string.Join(", ", result.Checks)} as it should be";
            progress.End(job.Name, $"{ByteSizes.Text(result.Bytes!.Value)}, {checks}");
            return result;
        }
        catch (InputException e)
        {
            // An unreachable server is reported once, not for every file.
            if (!DownloadErrors.IsNoContact(e.InnerException?.InnerException)
                || Interlocked.CompareExchange(ref _absence, e.Message, null) is null)
                progress.Fail(e.Message);
            return DownloadResult.Of(job, DownloadStatus.Failed, null, [], e.Message);
        }
    }

    private void WriteJson<T>(T value) => host.Out.Write(JsonSerializer.Serialize(value, RecordJson.Indented) + "\n");
}
