using Microsoft.AspNetCore.Http;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Hosting;

/// <summary>Lets in as many requests at a time as the limits say; the others may come again later.</summary>
/// <param name="most">How many.</param>
internal sealed class RequestGate(int most)
{
    private int _inside;

    /// <summary>Requests that it holds now.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <summary>Hands a request on, or refuses it.</summary>
    /// <exception cref="RequestException">There are too many.</exception>
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Ungated>() is not null
            || !context.Request.IsApi())
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _inside) > most)
                throw new RequestException(429, $"more than {most} requests at the same time; try again in a second");
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}

/// <summary>What belongs to the interface for programs, rather than to the page.</summary>
internal static class ApiRequests
{
    /// <summary>Whether a request goes to it; as in routing, case does not count.</summary>
    public static bool IsApi(this HttpRequest request) => request.Path.StartsWithSegments("/api");
}

/// <summary>Marks what is not counted: what costs nothing, and streams that stay open for hours.</summary>
internal sealed class Ungated
{
    private Ungated()
    {
    }

    /// <summary>The only one.</summary>
    public static Ungated Instance { get; } = new();
}

/// <summary>What a client may use of the server.</summary>
internal sealed record StudioLimits
{
    /// <summary>Requests under way; more are refused with 429.</summary>
    public int Requests { get; init; } = 128;

    /// <summary>Open connections; more are closed.</summary>
    public int Connections { get; init; } = 1024;

    /// <summary>Bytes of a body of JSON.</summary>
    public long JsonBytes { get; init; } = 4 << 20;

    /// <summary>Bytes of uploaded files.</summary>
    public long UploadBytes { get; init; } = 64 << 20;

    /// <summary>How long a request may take; then it ends with 503.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long requests may go on once the server is asked to stop.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
