using System.Net;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Error messages for a file that cannot be fetched: one line with category, address, what happened and what to do.</summary>
internal static class DownloadErrors
{
    /// <summary>The server responded, but not with the file.</summary>
    /// <param name="file">The requested file.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="asked">The wait that the server asks for, or null.</param>
    public static InputException Refused(QuickDrawFile file, HttpStatusCode status, TimeSpan? asked) => new(
        file.Place, "", "the file", Reason(status) + (asked is { } wait ? $", try again in {Durations.Clock(wait)}" : ""), status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => "the server has no such file; see whether --base-url and --format are right",
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
                "the server refuses access, or a proxy is in the way; see whether --base-url is right",
            HttpStatusCode.ProxyAuthenticationRequired => "put the proxy's user name and password into HTTPS_PROXY",
            HttpStatusCode.TooManyRequests => "try later",
            _ => "see whether --base-url is right",
        });

    /// <summary>Too many attempts in a row made no progress.</summary>
    /// <param name="file">The file.</param>
    /// <param name="attempts">How many.</param>
    /// <param name="last">What happened to the last.</param>
    /// <param name="kept">Bytes that have arrived and that the next run can go on from.</param>
    public static InputException GivenUp(QuickDrawFile file, int attempts, TransferInterruptedException last, long kept) => new(
        file.Place, "", "the whole file", attempts > 1 ? $"{last.Message}, after {attempts} attempts" : last.Message,
        (IsNoContact(last.InnerException)
            ? "see whether this machine is on the network and --base-url and the proxy (HTTPS_PROXY, NO_PROXY) are right"
            : "try later")
        + (kept == 0 ? "" : $"; the {ByteSizes.Text(kept)} that have arrived are kept, and the same command resumes there"), last);

    /// <summary>The response cannot be the requested file, and would be the same the next time.</summary>
    public static InputException Implausible(QuickDrawFile file, string found, string remedy) =>
        new(file.Place, "", "the file as it is", found, remedy);

    /// <summary>The bytes that arrive cannot be written.</summary>
    public static InputException NotWritable(QuickDrawFile file, Exception e) => new(
        file.Target + PartialFile.Suffix, "", "a file that can be written", e.Message,
        "see that the disk has room and that no other download writes it; what has arrived is kept", e);

    /// <summary>Says in a few words why a request failed.</summary>
    public static string Reason(Exception e) => e switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }
            or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "a truncated response",
        HttpRequestException http => http.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"no address for that server ({Innermost(e)})",
            HttpRequestError.ConnectionError => $"no connection ({Innermost(e)})",
            HttpRequestError.SecureConnectionError => $"no secure connection ({Innermost(e)})",
            HttpRequestError.ProxyTunnelError => $"a refusal by the proxy ({Innermost(e)})",
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError =>
                $"an answer that is not valid HTTP ({Innermost(e)})",
            _ => Innermost(e),
        },
        _ => Innermost(e),
    };

    /// <summary>A status: "404 Not Found". The server's own reason phrase is left out: it may say anything.</summary>
    public static string Reason(HttpStatusCode status)
    {
        using HttpResponseMessage plain = new(status);
        return plain.ReasonPhrase is { Length: > 0 } words ? $"{(int)status} {words}" : $"status {(int)status}";
    }

    /// <summary>Whether the exception says that there was no connection to the server at all.</summary>
    public static bool IsNoContact(Exception? e) => e is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
    };

    private static string Innermost(Exception e) => e.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
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
