using System.Net;
using System.Text.RegularExpressions;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Error messages for a file that cannot be fetched: one line with category, address, what happened and what to do.</summary>
internal static partial class DownloadErrors
{
    /// <summary>The server responded, but not with the file.</summary>
    /// <param name="job">The requested file.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="asked">The wait that the server asks for, or null.</param>
    public static InputException Refused(DownloadJob job, HttpStatusCode status, TimeSpan? asked) => new(
        job.Place, "", "the file", Reason(status) + (asked is { } wait ? $", try again in {Durations.Clock(wait)}" : ""), status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => "the server has no such file; see whether --base-url and --format are right",
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
                "the server gives it to nobody, or a proxy is in the way; see whether --base-url is right",
            HttpStatusCode.ProxyAuthenticationRequired => "put the proxy's user name and password into HTTPS_PROXY",
            HttpStatusCode.TooManyRequests => "try later",
            _ => "see whether --base-url is right",
        });

    /// <summary>Too many attempts in a row made no progress.</summary>
    public static InputException GivenUp(DownloadJob job, int attempts, TransferInterruptedException last, long kept) => new(
        job.Place, "", "the whole file", attempts > 1 ? $"{last.Message}, after {attempts} attempts" : last.Message,
        (IsNoContact(last.InnerException)
            ? "see whether this machine is on the network and --base-url and the proxy (HTTPS_PROXY, NO_PROXY) are right"
            : "try later")
        + (kept == 0 ? "" : $"; the {ByteSizes.Text(kept)} that have arrived are kept, and the same command resumes there"), last);

    /// <summary>The response cannot be the requested file, and would be the same the next time.</summary>
    public static InputException Implausible(DownloadJob job, string found, string remedy) =>
        new(job.Place, "", "the file as it is", found, remedy);

    /// <summary>Says in a few words why a request failed.</summary>
    public static string Reason(Exception e) => e switch
    {
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
    public static string Reason(HttpStatusCode status) =>
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

/// <summary>An attempt to fetch a file ended too early or went wrong; a retry may succeed.</summary>
/// <param name="reason">What happened, as human-readable text after the file's name.</param>
/// <param name="inner">The exception that revealed it.</param>
/// <param name="asked">How long the server asks to wait, or null.</param>
internal sealed class TransferInterruptedException(string reason, Exception? inner = null, TimeSpan? asked = null)
    : Exception(reason, inner)
{
    /// <summary>How long the server asks to wait, or null.</summary>
    public TimeSpan? Asked { get; } = asked;
}
