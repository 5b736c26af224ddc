using System.Net;
using Polly.Timeout;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Asks a server about files without fetching them. A server that cannot be reached is not asked again.</summary>
internal sealed class ServerProbe(ResilientHttp http)
{
    private volatile string? _absence;

    /// <summary>Why the server could not be reached, or null if it could, or was not asked.</summary>
    public string? Absence => _absence;

    /// <summary>Asks about one file.</summary>
    /// <returns>What the server says, or why it says nothing.</returns>
    public async Task<(RemoteFile? Remote, string Problem)> AskAsync(
        DownloadJob job, Action<string> remark, CancellationToken cancellationToken)
    {
        if (_absence is { } absence)
            return (null, absence);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Head, job.Source);
            using HttpResponseMessage answer = await http.SendAsync(request, remark, cancellationToken).ConfigureAwait(false);
            return answer.StatusCode == HttpStatusCode.OK
                ? (RemoteFile.Of(job.Source, answer), "")
                : (null, HttpReasons.Of(answer.StatusCode));
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutRejectedException)
        {
            return (null, _absence = HttpReasons.Of(e));
        }
    }
}
