using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Hosting;

/// <summary>
/// Lets in whoever may come: no page of another site (Origin, Sec-Fetch-Site), no name of another site that leads here (Host, DNS
/// rebinding), and, where the server is reached from other machines, nobody without the token.
/// </summary>
/// <param name="address">The address that the server listens on.</param>
/// <param name="token">The token, or null where none is asked for.</param>
internal sealed class Guard(IPAddress address, string? token)
{
    private const string Cookie = "rpcl-studio", Query = "token";

    /// <summary>Whether a token is asked for.</summary>
    public bool AsksForToken => token is not null;

    /// <summary>A new token of 192 random bits.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>Refuses a request, or hands it on.</summary>
    /// <exception cref="RequestException">It is refused.</exception>
    public Task RunAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        if (!IsOwn(request.Host))
            throw new RequestException(403, $"Host: expected the address of this server, found '{Short(request.Host.Value)}'");
        string? origin = request.Headers.Origin;
        if (origin is not null && !origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase))
            throw new RequestException(403, $"Origin: expected this server's own page, found '{Short(origin)}'");
        if (request.Headers["Sec-Fetch-Site"] == "cross-site" && request.IsApi())
            throw new RequestException(403, "Sec-Fetch-Site: expected this server's own page, found a page of another site");
        if (token is null || IsRight(Bearer(request)) || IsRight(request.Cookies[CookieOf(request)]))
            return next(context);
        if (!HttpMethods.IsGet(request.Method) || request.Path != "/" || !IsRight(request.Query[Query]))
            throw new RequestException(403, "token: expected the one in the address that rpcl studio printed");

        // The page's own requests send the cookie; the token leaves the address bar.
        context.Response.Cookies.Append(
            CookieOf(request), token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
        context.Response.Redirect("/");
        return Task.CompletedTask;
    }

    // Cookies are shared by all ports of a host, and another studio there has a token of its own.
    private static string CookieOf(HttpRequest request) => $"{Cookie}-{request.Host.Port ?? 80}";

    // A name is this machine's own only where it is localhost: other names can be made to lead here. Addresses cannot.
    private bool IsOwn(HostString host) => host.HasValue
        && (host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Host, out IPAddress? named) && (IPAddress.IsLoopback(named) || !IPAddress.IsLoopback(address))));

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : null;

    private bool IsRight(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token!));

    private static string Short(string? text) =>
        text is null ? "" : new string([.. text.Take(100).Select(c => char.IsControl(c) ? '?' : c)]);
}
