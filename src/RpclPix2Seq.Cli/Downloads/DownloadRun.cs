using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Fetches many files, or lists what would be fetched.</summary>
/// <param name="host">Where results and remarks go.</param>
/// <param name="files">The files.</param>
/// <param name="json">Whether results are written as JSON.</param>
internal sealed class DownloadRun(CliHost host, IReadOnlyList<QuickDrawFile> files, bool json)
{
    private string? _absence;

    /// <summary>Fetches the files, several at a time. A failed file is reported and does not stop the others.</summary>
    /// <param name="settings">How patient and polite to be.</param>
    /// <param name="force">Whether to download existing files again.</param>
    /// <param name="cancellationToken">Stops early; the bytes received so far are kept.</param>
    /// <returns>The exit code.</returns>
    public int Fetch(DownloadSettings settings, bool force, CancellationToken cancellationToken)
    {
        DownloadResult[] results = new DownloadResult[files.Count];
        using FileDownloader downloader = new(settings);
        try
        {
            using DownloadProgress progress = new(host);
            Parallel.ForAsync(
                0,
                files.Count,
                new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellationToken },
                async (i, token) => results[i] = await FetchAsync(files[i], force, downloader, progress, token).ConfigureAwait(false))
                .GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            host.Say("what has arrived is kept; the same command resumes there if the server's files have not changed");
            throw;
        }

        IEnumerable<DownloadResult> good = results.Where(result => result.Status != DownloadStatus.Failed);
        host.Out.Write(json ? RecordJson.Render(results) : string.Concat(good.Select(result => result.File + "\n")));
        return good.Count() == results.Length ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Lists the files with their addresses.</summary>
    /// <returns>The exit code.</returns>
    public int Preview()
    {
        if (json)
        {
            host.Out.Write(RecordJson.Render(files.Select(file => new
            {
                file.Category,
                file.Format,
                Url = file.Source.AbsoluteUri,
                File = file.Target,
                IsPresent = File.Exists(file.Target),
            })));
            return ExitCode.Done;
        }

        ReportTable table = new(new Column("file"), new Column("address"));
        foreach (QuickDrawFile file in files)
            table.Add(file.Target, file.Source.AbsoluteUri);
        table.Write(host);
        host.Say($"{Plural.Of(files.Count, "file")}; nothing was fetched");
        return ExitCode.Done;
    }

    private async Task<DownloadResult> FetchAsync(
        QuickDrawFile file, bool force, FileDownloader downloader, DownloadProgress progress, CancellationToken cancellationToken)
    {
        if (_absence is { } absence)
            return DownloadResult.Of(file, DownloadStatus.Failed, error: absence);

        // A file was whole when it got its name.
        if (!force && new FileInfo(file.Target) is { Exists: true, Length: var length })
        {
            progress.End(file.Name, $"already present ({ByteSizes.Text(length)})");
            return DownloadResult.Of(file, DownloadStatus.Present, length);
        }

        try
        {
            DownloadResult result = await downloader.FetchAsync(
                file, (done, total) => progress.Arrived(file.Name, done, total), remark => progress.Say($"{file.Name}: {remark}"),
                cancellationToken).ConfigureAwait(false);
            string checks = result.Checks.Count == 0
                ? "not verified: the server gave no length or checksum"
                : $"{string.Join(", ", result.Checks)} verified";
            progress.End(file.Name, $"{ByteSizes.Text(result.Bytes!.Value)}, {checks}");
            return result;
        }
        catch (InputException e)
        {
            // An unreachable server is reported once, not for every file.
            if (!DownloadErrors.IsNoContact(e.InnerException?.InnerException)
                || Interlocked.CompareExchange(ref _absence, e.Message, null) is null)
                progress.Fail(e.Message);
            return DownloadResult.Of(file, DownloadStatus.Failed, error: e.Message);
        }
    }
}
