using System.Net;
using System.Text.RegularExpressions;
using Polly.Timeout;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Says in a few words why a request failed.</summary>
internal static partial class HttpReasons
{
    /// <summary>The reason behind an exception of the HTTP client or of its timeouts.</summary>
    public static string Of(Exception e) => e switch
    {
        TimeoutRejectedException timeout => $"no answer within {timeout.Timeout.TotalSeconds:0.##} s",
        HttpRequestException http => http.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"no address for that server ({Innermost(http)})",
            HttpRequestError.ConnectionError => $"no connection ({Innermost(http)})",
            HttpRequestError.SecureConnectionError => $"no secure connection ({Innermost(http)})",
            HttpRequestError.ProxyTunnelError => $"a refusal by the proxy ({Innermost(http)})",
            HttpRequestError.ResponseEnded => "an answer that broke off",
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError =>
                $"an answer that is no proper HTTP ({Innermost(http)})",
            _ => Innermost(http),
        },
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "an answer that broke off",
        _ => Innermost(e),
    };

    /// <summary>A status: "404 Not Found". The server's own reason phrase is left out: it may say anything.</summary>
    public static string Of(HttpStatusCode status) =>
        Enum.IsDefined(status) ? $"{(int)status} {Words().Replace($"{status}", " $1")}" : $"status {(int)status}";

    /// <summary>Whether the exception says that there was no connection to the server at all.</summary>
    public static bool IsNoContact(Exception? e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private static string Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
    }

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex Words();
}
