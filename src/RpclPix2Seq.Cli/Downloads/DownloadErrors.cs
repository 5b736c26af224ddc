using System.Net;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Error messages for a file that cannot be fetched: one line with category, address, what happened and what to do.</summary>
internal static class DownloadErrors
{
    /// <summary>The server responded, but not with the file.</summary>
    /// <param name="job">The requested file.</param>
    /// <param name="status">The status of the response.</param>
    /// <param name="askedDelay">The wait that the server asks for, or null.</param>
    /// <param name="kept">Bytes already received.</param>
    public static InputException Refused(DownloadJob job, HttpStatusCode status, TimeSpan? askedDelay, long kept)
    {
        string again = askedDelay > TimeSpan.Zero ? $", try again in {Durations.Clock(askedDelay.Value)}" : "";
        string remedy = status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone => "the server has no such file; see whether --base-url and --format are right",
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
                "the server gives it to nobody, or a proxy is in the way; see whether --base-url is right",
            HttpStatusCode.ProxyAuthenticationRequired => "put the proxy's user name and password into HTTPS_PROXY",
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => $"try later{Kept(kept)}",
            _ => "see whether --base-url is right",
        };
        return new InputException(job.Place, "", "the file", HttpReasons.Of(status) + again, remedy);
    }

    /// <summary>There was no response.</summary>
    public static InputException Unreachable(DownloadJob job, Exception e, long kept)
    {
        string remedy = HttpReasons.IsNoContact(e)
            ? $"see whether this machine is on the network and --base-url and the proxy (HTTPS_PROXY, NO_PROXY) are right{Kept(kept)}"
            : $"try later{Kept(kept)}";
        return new InputException(job.Place, "", "an answer", HttpReasons.Of(e), remedy, e);
    }

    /// <summary>Too many attempts in a row made no progress.</summary>
    public static InputException GivenUp(DownloadJob job, int attempts, Exception last, long kept) => new(
        job.Place,
        "",
        "the whole file",
        $"{last.Message}, after {attempts} attempts that brought nothing new",
        $"try later{Kept(kept)}",
        last);

    /// <summary>The response cannot be the requested file, and would be the same the next time.</summary>
    public static InputException Implausible(DownloadJob job, string found, string remedy) =>
        new(job.Place, "", "the file as it is", found, remedy);

    /// <summary>The disk does not have enough space.</summary>
    public static InputException DiskFull(DownloadJob job, long missing, long free) => new(
        job.Target, "", $"{ByteSizes.Text(missing)} of free space", ByteSizes.Text(free), "make room or choose another place with --out");

    private static string Kept(long bytes) =>
        bytes == 0 ? "" : $"; the {ByteSizes.Text(bytes)} that have arrived are kept, and the same command resumes there";
}
