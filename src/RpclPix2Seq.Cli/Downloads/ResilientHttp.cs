using System.Net.Http.Headers;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>
/// An HTTP client that retries when a server is busy, broken or silent: with exponential, randomized waits, or as long as Retry-After says.
/// It ensures that a response begins; whoever reads the response handles later failures. Proxies are those of the environment (HTTP_PROXY,
/// HTTPS_PROXY, ALL_PROXY, NO_PROXY). There is no circuit breaker: with a few requests at a time to one server, it would only give up on
/// files that the next try would get.
/// </summary>
internal sealed class ResilientHttp : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);
    private static readonly HttpRequestOptionsKey<Action<string>> Remarks = new("rpcl.remarks");

    private readonly DownloadSettings _settings;
    private readonly HttpClient _client;
    private volatile bool _wasReached;

    /// <summary>Creates a client.</summary>
    public ResilientHttp(DownloadSettings settings)
    {
        _settings = settings;
        SocketsHttpHandler sockets = new()
        {
            MaxConnectionsPerServer = settings.Parallel,
            ConnectTimeout = ConnectTimeout,
            MaxAutomaticRedirections = 5,
            UseCookies = false,
        };
        _client = new HttpClient(new ResilienceHandler(CreatePipeline()) { InnerHandler = sockets }) { Timeout = Timeout.InfiniteTimeSpan };
        string version = typeof(ResilientHttp).Assembly.GetName().Version!.ToString(3);
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("rpcl", version));
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("(RPCL-pix2seq for .NET; rpcl data download)"));

        // The checksums are of the file as it is stored.
        _client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>Whether a server has responded, with any status.</summary>
    public bool WasReached => _wasReached;

    /// <summary>Sends a request until a response begins that no retry would improve, or retries are used up.</summary>
    /// <param name="request">The request, without content.</param>
    /// <param name="remark">Called for each retry, with a short message.</param>
    /// <param name="cancellationToken">Stops early.</param>
    /// <returns>The response, with any status; its content is not read yet.</returns>
    /// <exception cref="HttpRequestException">There is no connection or no valid response.</exception>
    /// <exception cref="Polly.Timeout.TimeoutRejectedException">No response began in time.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Action<string> remark, CancellationToken cancellationToken)
    {
        request.Options.Set(Remarks, remark);
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>The wait that the server asks for, or null.</summary>
    public TimeSpan? AskedDelay(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _settings.Time.GetUtcNow(),
        _ => null,
    };

    private ResiliencePipeline<HttpResponseMessage> CreatePipeline()
    {
        ResiliencePipelineBuilder<HttpResponseMessage> builder = new() { TimeProvider = _settings.Time };
        if (_settings.Retries > 0)
        {
            builder.AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = _settings.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _settings.FirstDelay,
                MaxDelay = _settings.LongestDelay,
                ShouldRetryAfterHeader = true,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments)),
                OnRetry = TellOfRetry,
            });
        }

        return builder.AddTimeout(new HttpTimeoutStrategyOptions { Timeout = _settings.AnswerTimeout }).Build();
    }

    private bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        if (arguments.Outcome.Result is { } answer)
        {
            _wasReached = true;
            return HttpClientResiliencePredicates.IsTransient(arguments.Outcome) && !(AskedDelay(answer) > _settings.LongestRetryAfter);
        }

        // HEAD only checks whether the server is there; whatever depends on the response uses GET.
        return HttpReasons.IsNoContact(arguments.Outcome.Exception) && !_wasReached
            ? arguments.AttemptNumber < _settings.FirstContactRetries && arguments.Context.GetRequestMessage()?.Method != HttpMethod.Head
            : HttpClientResiliencePredicates.IsTransient(arguments.Outcome);
    }

    private static ValueTask TellOfRetry(OnRetryArguments<HttpResponseMessage> arguments)
    {
        string reason = arguments.Outcome.Result is { } answer
            ? HttpReasons.Of(answer.StatusCode)
            : HttpReasons.Of(arguments.Outcome.Exception!);
        if (arguments.Context.GetRequestMessage()?.Options.TryGetValue(Remarks, out Action<string>? remark) == true)
            remark($"{reason}; once more in {Durations.Elapsed(arguments.RetryDelay)}");
        return ValueTask.CompletedTask;
    }
}
