using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Polly.Timeout;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>
/// Fetches one file: resumes where an earlier attempt or run ended if the server's file is still the same, and gives the file its name only
/// when its length and checksums match what the server says.
/// </summary>
internal sealed class FileDownloader(ResilientHttp http, DownloadSettings settings)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Fetches a file.</summary>
    /// <param name="job">What to fetch, from where, and to where.</param>
    /// <param name="meter">Called as bytes arrive.</param>
    /// <param name="remark">Called for retries.</param>
    /// <param name="cancellationToken">Stops early; the bytes received so far are kept.</param>
    /// <exception cref="InputException">It cannot be fetched; the bytes received so far are kept.</exception>
    public async Task<DownloadResult> FetchAsync(
        DownloadJob job, TransferMeter meter, Action<string> remark, CancellationToken cancellationToken)
    {
        using PartialFile part = PartialFile.Open(job.Target, job.Source);
        DownloadStatus status = part.Length > 0 ? DownloadStatus.Resumed : DownloadStatus.Downloaded;
        long furthest = part.Length;
        int barren = 0;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                IReadOnlyList<string> checks = await AttemptAsync(job, part, meter, remark, cancellationToken).ConfigureAwait(false);
                part.Complete();
                return DownloadResult.Of(job, status, part.Length, checks);
            }
            catch (TransferInterruptedException e)
            {
                barren = part.Length > furthest ? 0 : barren + 1;
                furthest = Math.Max(furthest, part.Length);
                if (part.Length == 0)
                    status = DownloadStatus.Downloaded;
                if (barren > settings.Retries || attempt > settings.Resumptions)
                    throw DownloadErrors.GivenUp(job, Math.Max(barren, 1), e, part.Length);
                TimeSpan delay = settings.ResumeDelay(barren);
                string from = part.Length == 0 ? "from the beginning" : $"from {ByteSizes.Text(part.Length)} on";
                remark($"{e.Message}; once more, {from}, in {Durations.Elapsed(delay)}");
                await Task.Delay(delay, settings.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException)
            {
                throw DownloadErrors.Unreachable(job, e, part.Length);
            }
        }
    }

    private async Task<IReadOnlyList<string>> AttemptAsync(
        DownloadJob job, PartialFile part, TransferMeter meter, Action<string> remark, CancellationToken cancellationToken)
    {
        // All bytes may have arrived already: an earlier run ended just before it named the file, or the server gave no length.
        if (!part.IsWhole)
            await ReceiveAsync(job, part, meter, remark, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> checks = part.Verify(cancellationToken);
        return part.Remote?.Length is null ? checks : ["length", .. checks];
    }

    private async Task ReceiveAsync(
        DownloadJob job, PartialFile part, TransferMeter meter, Action<string> remark, CancellationToken cancellationToken)
    {
        // Without a condition, the rest might come from a different file.
        RangeConditionHeaderValue? condition = part.Length > 0 ? part.Remote!.Condition : null;
        if (condition is null)
            part.Discard();
        using HttpRequestMessage request = new(HttpMethod.Get, job.Source);
        if (condition is not null)
            (request.Headers.Range, request.Headers.IfRange) = (new RangeHeaderValue(part.Length, null), condition);
        using HttpResponseMessage answer = await http.SendAsync(request, remark, cancellationToken).ConfigureAwait(false);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                Require(job, answer);
                part.Begin(RemoteFile.Of(job.Source, answer));
                RequireOneLength(answer);
                break;
            case HttpStatusCode.PartialContent when condition is not null:
                Require(job, answer);
                if (!Continues(part, RemoteFile.Of(job.Source, answer), answer.Content.Headers.ContentRange))
                    throw Astray(part, "the server's file has changed, or it sent another part than was asked for");
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when condition is not null:
                // A server that never stated the length of its file now says that nothing is missing.
                if (part.Remote!.Length is not null || answer.Content.Headers.ContentRange?.Length != part.Length)
                    throw Astray(part, "the server's file is shorter than what has arrived");
                part.SetWhole();
                return;
            default:
                throw DownloadErrors.Refused(job, answer.StatusCode, http.AskedDelay(answer), part.Length);
        }

        RequireRoom(job, part);
        await CopyAsync(part, answer, meter, cancellationToken).ConfigureAwait(false);
        RequireAll(job, part, answer);
    }

    private static bool Continues(PartialFile part, RemoteFile now, ContentRangeHeaderValue? range) =>
        range is { HasRange: true, Unit: "bytes" } && range.From == part.Length && part.Remote!.MayBe(now);

    private static TransferInterruptedException Astray(PartialFile part, string reason)
    {
        part.Discard();
        return new TransferInterruptedException(reason);
    }

    // A response from something in between, such as a proxy or a log-in page, differs in its encoding or media type.
    private static void Require(DownloadJob job, HttpResponseMessage answer)
    {
        HttpContentHeaders headers = answer.Content.Headers;
        if (headers.ContentEncoding.FirstOrDefault(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)) is not null)
            throw DownloadErrors.Implausible(job, "an answer in another coding", "see whether a proxy is in the way");
        if (headers.ContentType?.MediaType?.Equals("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw DownloadErrors.Implausible(
                job, "a web page", "see whether --base-url is right, or whether a network's log-in page is in the way");
        }
    }

    private static void RequireOneLength(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentLength is { } announced && RemoteFile.StoredLength(answer) is { } stored && announced != stored)
            throw new TransferInterruptedException($"the server announces {announced} bytes of a file of {stored}");
    }

    private void RequireRoom(DownloadJob job, PartialFile part)
    {
        if (part.Remote!.Length is not { } length)
            return;
        if (length > settings.LargestFile)
            throw DownloadErrors.Implausible(job, $"{ByteSizes.Text(length)}", "see whether --base-url is right");
        long missing = length - part.Length;
        long free = settings.FreeBytes(Path.GetDirectoryName(Path.GetFullPath(job.Target))!);
        if (missing > free)
            throw DownloadErrors.DiskFull(job, missing, free);
    }

    private async Task CopyAsync(PartialFile part, HttpResponseMessage answer, TransferMeter meter, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = new(Timeout.InfiniteTimeSpan, settings.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stall.Token);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            meter.Report(part.Length, part.Remote!.Length);
            while (true)
            {
                stall.CancelAfter(settings.StallTimeout);
                int read = await ReadAsync(body, buffer, either.Token, cancellationToken).ConfigureAwait(false);
                stall.CancelAfter(Timeout.InfiniteTimeSpan);
                if (read == 0)
                    return;
                if (part.Length + read > (part.Remote.Length ?? settings.LargestFile))
                    throw Astray(part, "the server sent more bytes than it had announced");
                part.Append(buffer.AsSpan(0, read));
                meter.Report(part.Length, part.Remote.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, either).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransferInterruptedException($"no byte for {settings.StallTimeout.TotalSeconds:0.##} s", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransferInterruptedException(HttpReasons.Of(e), e);
        }
    }

    // The HTTP client detects a truncated response, unless the server gave neither a length nor an end.
    private static void RequireAll(DownloadJob job, PartialFile part, HttpResponseMessage answer)
    {
        RemoteFile remote = part.Remote!;
        if (part.Length < remote.Length)
            throw new TransferInterruptedException("an answer that broke off");
        bool hasEnd = answer.Headers.TransferEncodingChunked == true || answer.Version.Major >= 2;
        if (remote.Length is null && !hasEnd && (remote.Crc32C ?? remote.Md5) is null)
            throw DownloadErrors.Implausible(job, "an answer of which nothing tells where it ends", "see whether a proxy is in the way");
    }
}

/// <summary>An attempt to fetch a file ended too early or went wrong; a retry may succeed.</summary>
/// <param name="reason">What happened, as human-readable text after the file's name.</param>
/// <param name="inner">The exception that revealed it.</param>
internal sealed class TransferInterruptedException(string reason, Exception? inner = null) : Exception(reason, inner);
