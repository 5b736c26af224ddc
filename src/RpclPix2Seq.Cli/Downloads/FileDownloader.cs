using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>
/// Fetches files: resumes where an earlier attempt or run ended if the server's file is still the same, and gives a file its name only when
/// its length and checksum match what the server says. Retries when a server is busy, broken or silent: with exponential, randomized
/// waits, or as long as Retry-After says. Proxies are those of the environment (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY).
/// </summary>
internal sealed class FileDownloader : IDisposable
{
    private const int BufferBytes = 1 << 17;

    // A missing network should be reported soon.
    private const int RetriesWithoutContact = 2;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);
    private readonly DownloadSettings _settings;
    private readonly HttpClient _client;

    public FileDownloader(DownloadSettings settings)
    {
        _settings = settings;
        _client = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = settings.Parallel,
            ConnectTimeout = ConnectTimeout,
            MaxAutomaticRedirections = 5,
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        string version = typeof(FileDownloader).Assembly.GetName().Version!.ToString(3);
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("rpcl", version));
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("(RPCL-pix2seq for .NET; rpcl data download)"));

        // The checksum is of the file as it is stored.
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>Fetches a file.</summary>
    /// <param name="job">What to fetch, from where, and to where.</param>
    /// <param name="arrived">Called with the bytes that are there, and those of the whole file if known.</param>
    /// <param name="remark">Called for retries.</param>
    /// <param name="cancellationToken">Stops early; the bytes received so far are kept.</param>
    /// <exception cref="InputException">It cannot be fetched; the bytes received so far are kept.</exception>
    public async Task<DownloadResult> FetchAsync(
        DownloadJob job, Action<long, long?> arrived, Action<string> remark, CancellationToken cancellationToken)
    {
        using PartialFile part = PartialFile.Open(job.Target, job.Source);
        ResiliencePipeline retries = Retries(part, remark);
        while (true)
        {
            long before = part.Length;
            try
            {
                await retries.ExecuteAsync(token => AttemptAsync(job, part, arrived, token), cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (TransferInterruptedException e) when (part.Length <= before)
            {
                throw DownloadErrors.GivenUp(job, _settings.Retries + 1, e, part.Length);
            }
            catch (TransferInterruptedException)
            {
                // Something new has arrived: patience begins anew.
            }
        }

        part.Complete();
        string[] checks = [.. part.Remote?.Length is null ? [] : (string[])["length"],
            .. part.Remote?.Crc32C is null ? [] : (string[])["CRC-32C"]];
        return DownloadResult.Of(job, part.IsResumed ? DownloadStatus.Resumed : DownloadStatus.Downloaded, part.Length, checks);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private ResiliencePipeline Retries(PartialFile part, Action<string> remark)
    {
        if (_settings.Retries == 0)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = _settings.Time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = _settings.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = _settings.FirstDelay,
            MaxDelay = _settings.LongestDelay,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is TransferInterruptedException e
                && !(DownloadErrors.IsNoContact(e.InnerException) && arguments.AttemptNumber >= RetriesWithoutContact)),
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as TransferInterruptedException)?.Asked),
            OnRetry = arguments =>
            {
                string from = part.Length == 0 ? "from the beginning" : $"from {ByteSizes.Text(part.Length)} on";
                remark($"{arguments.Outcome.Exception!.Message}; once more, {from}, in {Durations.Elapsed(arguments.RetryDelay)}");
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    private async ValueTask AttemptAsync(
        DownloadJob job, PartialFile part, Action<long, long?> arrived, CancellationToken cancellationToken)
    {
        // All bytes may have arrived already: an earlier run ended just before it named the file, or the server gave no length.
        if (!part.IsWhole)
            await ReceiveAsync(job, part, arrived, cancellationToken).ConfigureAwait(false);
        part.Verify(cancellationToken);
    }

    private async Task ReceiveAsync(
        DownloadJob job, PartialFile part, Action<long, long?> arrived, CancellationToken cancellationToken)
    {
        // Without a condition, the rest might come from a different file.
        RangeConditionHeaderValue? condition = part.Length > 0 ? part.Remote!.Condition : null;
        if (condition is null)
            part.Discard();
        using HttpRequestMessage request = new(HttpMethod.Get, job.Source);
        if (condition is not null)
            (request.Headers.Range, request.Headers.IfRange) = (new RangeHeaderValue(part.Length, null), condition);
        using HttpResponseMessage answer = await InTimeAsync(
            token => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), _settings.AnswerTimeout,
            "no answer within", cancellationToken).ConfigureAwait(false);
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                RequirePlausible(job, answer);
                part.Begin(RemoteFile.Of(job.Source, answer));
                break;
            case HttpStatusCode.PartialContent when condition is not null:
                RequirePlausible(job, answer);
                ContentRangeHeaderValue? range = answer.Content.Headers.ContentRange;
                if (range is not { HasRange: true, Unit: "bytes" } || range.From != part.Length
                    || !part.Remote!.MayBe(RemoteFile.Of(job.Source, answer)))
                    throw Astray(part, "the server's file has changed, or it sent another part than was asked for");
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when condition is not null:
                // A server that never stated the length of its file now says that nothing is missing.
                if (part.Remote!.Length is not null || answer.Content.Headers.ContentRange?.Length != part.Length)
                    throw Astray(part, "the server's file is shorter than what has arrived");
                part.SetWhole();
                return;
            default:
                throw Refused(job, answer);
        }

        RequireSize(job, part);
        await CopyAsync(part, answer, arrived, cancellationToken).ConfigureAwait(false);
        RequireAll(job, part, answer);
    }

    private async Task CopyAsync(
        PartialFile part, HttpResponseMessage answer, Action<long, long?> arrived, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                arrived(part.Length, part.Remote!.Length);
                int read = await InTimeAsync(
                    token => body.ReadAsync(buffer, token).AsTask(), _settings.StallTimeout, "no byte for", cancellationToken)
                    .ConfigureAwait(false);
                if (read == 0)
                    return;
                if (part.Length + read > (part.Remote.Length ?? _settings.LargestFile))
                    throw Astray(part, "the server sent more bytes than it had announced");
                part.Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Waits for the server, but not forever.</summary>
    private async Task<T> InTimeAsync<T>(
        Func<CancellationToken, Task<T>> action, TimeSpan limit, string overdue, CancellationToken cancellationToken)
    {
        using CancellationTokenSource watch = new(limit, _settings.Time),
            either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, watch.Token);
        try
        {
            return await action(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransferInterruptedException($"{overdue} {limit.TotalSeconds:0.##} s", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TransferInterruptedException(DownloadErrors.Reason(e), e);
        }
    }

    private Exception Refused(DownloadJob job, HttpResponseMessage answer)
    {
        TimeSpan? asked = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _settings.Time.GetUtcNow(),
            _ => null,
        };
        bool isTransient = answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError;
        return isTransient && !(asked > _settings.LongestRetryAfter)
            ? new TransferInterruptedException(DownloadErrors.Reason(answer.StatusCode), asked: asked)
            : DownloadErrors.Refused(job, answer.StatusCode, asked);
    }

    private static TransferInterruptedException Astray(PartialFile part, string reason)
    {
        part.Discard();
        return new TransferInterruptedException(reason);
    }

    // A response from something in between, such as a proxy or a log-in page, differs in its encoding or media type.
    private static void RequirePlausible(DownloadJob job, HttpResponseMessage answer)
    {
        HttpContentHeaders headers = answer.Content.Headers;
        if (headers.ContentEncoding.FirstOrDefault(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)) is not null)
            throw DownloadErrors.Implausible(job, "an answer in another coding", "see whether a proxy is in the way");
        if (headers.ContentType?.MediaType?.Equals("text/html", StringComparison.OrdinalIgnoreCase) == true)
            throw DownloadErrors.Implausible(
                job, "a web page", "see whether --base-url is right, or whether a network's log-in page is in the way");
    }

    private void RequireSize(DownloadJob job, PartialFile part)
    {
        if (part.Remote!.Length > _settings.LargestFile)
            throw DownloadErrors.Implausible(job, ByteSizes.Text(part.Remote.Length.Value), "see whether --base-url is right");
    }

    // The HTTP client detects a truncated response, unless the server gave neither a length nor an end.
    private static void RequireAll(DownloadJob job, PartialFile part, HttpResponseMessage answer)
    {
        RemoteFile remote = part.Remote!;
        if (part.Length < remote.Length)
            throw new TransferInterruptedException("an answer that broke off");
        bool hasEnd = answer.Headers.TransferEncodingChunked == true || answer.Version.Major >= 2;
        if (remote.Length is null && !hasEnd && remote.Crc32C is null)
            throw DownloadErrors.Implausible(job, "an answer of which nothing tells where it ends", "see whether a proxy is in the way");
    }
}
