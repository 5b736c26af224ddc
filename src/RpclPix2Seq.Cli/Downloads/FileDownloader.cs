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
internal sealed class FileDownloader(DownloadSettings settings) : IDisposable
{
    /// <summary>The longest wait before a retry, unless the server asks for a longer one.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    private const int BufferBytes = 1 << 17;

    // No published file comes near this size; a server that announces or sends more is not trusted.
    private const long LargestFile = 64L << 30;

    // A missing network should be reported soon.
    private const int RetriesWithoutContact = 2;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(10);

    private readonly HttpClient _client = CreateClient(settings.Parallel);

    /// <summary>Fetches a file.</summary>
    /// <param name="file">What to fetch, from where, and to where.</param>
    /// <param name="arrived">Called with the bytes that are there, and those of the whole file if known.</param>
    /// <param name="remark">Called for retries.</param>
    /// <param name="cancellationToken">Stops early; the bytes received so far are kept.</param>
    /// <exception cref="InputException">It cannot be fetched or written; the bytes received so far are kept.</exception>
    public async Task<DownloadResult> FetchAsync(
        QuickDrawFile file, Action<long, long?> arrived, Action<string> remark, CancellationToken cancellationToken)
    {
        try
        {
            using PartialFile part = new(file.Target, file.Source);
            ResiliencePipeline retries = Retries(part, remark);
            while (true)
            {
                long before = part.Length;
                try
                {
                    await retries.ExecuteAsync(token => AttemptAsync(file, part, arrived, token), cancellationToken).ConfigureAwait(false);
                    part.Complete();
                    DownloadStatus status = part.IsResumed ? DownloadStatus.Resumed : DownloadStatus.Downloaded;
                    return DownloadResult.Of(file, status, part.Length, part.Remote!.Checks);
                }
                catch (TransferInterruptedException e) when (part.Length <= before)
                {
                    throw DownloadErrors.GivenUp(file, settings.Retries + 1, e, part.Remote?.Condition is null ? 0 : part.Length);
                }
                catch (TransferInterruptedException)
                {
                    // New bytes have arrived: failures are counted from zero again.
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Of the disk: those of the network are interruptions.
            throw DownloadErrors.NotWritable(file, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static HttpClient CreateClient(int connections)
    {
        HttpClient client = new(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            MaxAutomaticRedirections = 5,
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        string version = typeof(FileDownloader).Assembly.GetName().Version!.ToString(3);
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"rpcl/{version} (RPCL-pix2seq for .NET; rpcl data download)");

        // The checksum is of the file as it is stored.
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
        return client;
    }

    private ResiliencePipeline Retries(PartialFile part, Action<string> remark)
    {
        if (settings.Retries == 0)
            return ResiliencePipeline.Empty;
        return new ResiliencePipelineBuilder { TimeProvider = settings.Time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = settings.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = TimeSpan.FromSeconds(2),
            MaxDelay = LongestDelay,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is TransferInterruptedException e
                && !(DownloadErrors.IsNoContact(e.InnerException) && arguments.AttemptNumber >= RetriesWithoutContact)),
            DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as TransferInterruptedException)?.Asked),
            OnRetry = arguments =>
            {
                string from = part.Length == 0 ? "from the beginning" : $"from {ByteSizes.Text(part.Length)} on";
                remark($"{arguments.Outcome.Exception!.Message}; retrying {from} in {Durations.Elapsed(arguments.RetryDelay)}");
                return ValueTask.CompletedTask;
            },
        }).Build();
    }

    private async ValueTask AttemptAsync(
        QuickDrawFile file, PartialFile part, Action<long, long?> arrived, CancellationToken cancellationToken)
    {
        // All bytes may have arrived already: an earlier run ended just before it named the file, or the server gave no length.
        if (!part.IsWhole)
            await ReceiveAsync(file, part, arrived, cancellationToken).ConfigureAwait(false);
        part.Verify(cancellationToken);
    }

    private async Task ReceiveAsync(
        QuickDrawFile file, PartialFile part, Action<long, long?> arrived, CancellationToken cancellationToken)
    {
        // Without a condition, the rest might come from a different file.
        RangeConditionHeaderValue? condition = part.Length > 0 ? part.Remote!.Condition : null;
        using HttpRequestMessage request = new(HttpMethod.Get, file.Source);
        if (condition is null)
            part.Discard();
        else
            (request.Headers.Range, request.Headers.IfRange) = (new RangeHeaderValue(part.Length, null), condition);
        using HttpResponseMessage answer = await InTimeAsync(
            token => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), settings.AnswerTimeout,
            "no answer within", cancellationToken).ConfigureAwait(false);
        RemoteFile remote = RemoteFile.Of(file.Source, answer);
        ContentRangeHeaderValue? range = answer.Content.Headers.ContentRange;
        switch (answer.StatusCode)
        {
            case HttpStatusCode.OK:
                RequirePlausible(file, answer, remote);
                part.Begin(remote);
                break;
            case HttpStatusCode.PartialContent when condition is not null:
                RequirePlausible(file, answer, remote);
                if (range is not { HasRange: true, Unit: "bytes" } || range.From != part.Length || !part.Remote!.MayBe(remote))
                    throw Astray(part, "the server's file has changed, or it sent another part than was asked for");
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when condition is not null:
                // A server that never stated the length of its file now says that nothing is missing.
                if (part.Remote!.Length is not null || range?.Length != part.Length)
                    throw Astray(part, "the server's file is shorter than what has arrived");
                part.SetWhole();
                return;
            default:
                throw Refused(file, answer);
        }

        await CopyAsync(part, answer, arrived, cancellationToken).ConfigureAwait(false);
        if (part.Length < part.Remote!.Length)
            throw new TransferInterruptedException("a truncated response");

        // The HTTP client detects a truncated response, unless the server gave neither a length nor an end.
        bool hasEnd = answer.Headers.TransferEncodingChunked == true || answer.Version.Major >= 2;
        if (part.Remote.Length is null && !hasEnd && part.Remote.Crc32C is null)
            throw DownloadErrors.Implausible(file, "a response without a length or an end marker", "see whether a proxy is in the way");
    }

    private async Task CopyAsync(
        PartialFile part, HttpResponseMessage answer, Action<long, long?> arrived, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        using Stream body = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            arrived(part.Length, part.Remote!.Length);
            int read = await InTimeAsync(
                token => body.ReadAsync(buffer, token).AsTask(), settings.StallTimeout, "no byte for", cancellationToken)
                .ConfigureAwait(false);
            if (read == 0)
                return;
            if (part.Length + read > (part.Remote.Length ?? LargestFile))
                throw Astray(part, "the server sent more bytes than it had announced");
            part.Append(buffer.AsSpan(0, read));
        }
    }

    /// <summary>Waits for the server, but not forever.</summary>
    private async Task<T> InTimeAsync<T>(
        Func<CancellationToken, Task<T>> action, TimeSpan limit, string overdue, CancellationToken cancellationToken)
    {
        using CancellationTokenSource watch = new(limit, settings.Time),
            either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, watch.Token);
        try
        {
            return await action(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!either.IsCancellationRequested)
        {
            // The connection itself took too long.
            throw new TransferInterruptedException(
                DownloadErrors.Reason(e), new HttpRequestException(HttpRequestError.ConnectionError, e.Message, e));
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

    private Exception Refused(QuickDrawFile file, HttpResponseMessage answer)
    {
        RetryConditionHeaderValue? after = answer.Headers.RetryAfter;
        TimeSpan? asked = after?.Delta ?? (after?.Date - settings.Time.GetUtcNow());
        bool isTransient = answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError;
        return isTransient && !(asked > LongestRetryAfter)
            ? new TransferInterruptedException(DownloadErrors.Reason(answer.StatusCode), asked: asked)
            : DownloadErrors.Refused(file, answer.StatusCode, asked);
    }

    private static TransferInterruptedException Astray(PartialFile part, string reason)
    {
        part.Discard();
        return new TransferInterruptedException(reason);
    }

    // A response from something in between, such as a proxy or a log-in page, differs in its encoding or media type.
    private static void RequirePlausible(QuickDrawFile file, HttpResponseMessage answer, RemoteFile remote)
    {
        HttpContentHeaders headers = answer.Content.Headers;
        if (headers.ContentEncoding.Any(coding => !coding.Equals("identity", StringComparison.OrdinalIgnoreCase)))
            throw DownloadErrors.Implausible(file, "a response in an unexpected content encoding", "see whether a proxy is in the way");
        if (headers.ContentType?.MediaType?.Equals("text/html", StringComparison.OrdinalIgnoreCase) == true)
            throw DownloadErrors.Implausible(
                file, "a web page", "see whether --base-url is right, or whether a network's log-in page is in the way");
        if (remote.Length > LargestFile)
            throw DownloadErrors.Implausible(file, ByteSizes.Text(remote.Length.Value), "see whether --base-url is right");
    }
}

/// <summary>How patient and how polite downloads are.</summary>
/// <param name="Time">The clock for all waits.</param>
/// <param name="Parallel">The maximum number of files at a time, and of connections to the server.</param>
/// <param name="Retries">The failures in a row, without new bytes arriving, after which the download gives up on a file.</param>
/// <param name="StallTimeout">The longest time without a new byte within a response.</param>
internal sealed record DownloadSettings(TimeProvider Time, int Parallel, int Retries, TimeSpan StallTimeout)
{
    /// <summary>How long a response may take to begin.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
