using RpclPix2Seq.Cli.Downloads;

namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>Responses that are not the file, and servers that do not respond.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly Fetching _fetching = new();
    private readonly TestFile _file = new(300_000);

    private TestServer Server => _fetching.Server;

    public void Dispose() => _fetching.Dispose();

    [Theory]
    [InlineData("404 Nothing", "404 Not Found", "the server has no such file")]
    [InlineData("403 No", "403 Forbidden", "the server refuses access")]
    [InlineData("407 Who", "407 Proxy Authentication Required", "HTTPS_PROXY")]
    [InlineData("418 Tea", "status 418", "--base-url")]
    [InlineData("206 Part", "206 Partial Content", "--base-url")]
    public void A_refusal_is_final_and_names_category_and_address(string status, string shown, string remedy)
    {
        Server.ThenSay($"HTTP/1.1 {status}\nContent-Length: 0\nConnection: close");
        string message = _fetching.Fail();
        Assert.StartsWith($"cat: {Server.Url}sketchrnn/cat.npz: expected the file, found {shown}; ", message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
        Assert.Single(_fetching.Requests);
        Assert.Empty(_fetching.Names());
    }

    [Theory]
    [InlineData("500 Oh")]
    [InlineData("503 Busy")]
    [InlineData("408 Late")]
    public void A_broken_server_is_asked_again_after_waits_that_grow(string status)
    {
        Server.Has(Fetching.Path, _file).ThenSay($"HTTP/1.1 {status}\nContent-Length: 0\nConnection: close", times: 3);
        _fetching.RunFor(_file);
        Assert.Equal(4, _fetching.Requests.Length);
        Assert.Equal(3, _fetching.Time.Waits.Count);
        Assert.All(_fetching.Time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, FileDownloader.LongestDelay));
    }

    [Fact]
    public void A_server_that_stays_broken_is_given_up()
    {
        Server.ThenSay("HTTP/1.1 503 Busy\nContent-Length: 0\nConnection: close", times: 20);
        Assert.Contains("found 503 Service Unavailable, after 4 attempts; try later", _fetching.Fail(), StringComparison.Ordinal);
        Assert.Equal(1 + _fetching.Settings.Retries, _fetching.Requests.Length);
    }

    [Fact]
    public void A_server_that_asks_for_a_pause_gets_it()
    {
        Server.Has(Fetching.Path, _file).ThenSay("HTTP/1.1 429 Slow\nRetry-After: 77\nContent-Length: 0\nConnection: close");
        _fetching.RunFor(_file);
        Assert.Equal([TimeSpan.FromSeconds(77)], _fetching.Time.Waits);
        Assert.Equal("429 Too Many Requests; retrying from the beginning in 1:17", Assert.Single(_fetching.Remarks));
    }

    [Fact]
    public void A_server_that_asks_for_a_very_long_pause_is_not_waited_for()
    {
        Server.ThenSay("HTTP/1.1 429 Slow\nRetry-After: 7200\nContent-Length: 0\nConnection: close");
        Assert.Contains("found 429 Too Many Requests, try again in 2:00:00; try later", _fetching.Fail(), StringComparison.Ordinal);
        Assert.Empty(_fetching.Time.Waits);
    }

    [Fact]
    public void A_refused_connection_is_told_soon()
    {
        using (TestServer gone = new())
            _fetching.Address = gone.Url;
        string message = _fetching.Fail();
        Assert.Contains("expected the whole file, found no connection (", message, StringComparison.Ordinal);
        Assert.Contains("see whether this machine is on the network", message, StringComparison.Ordinal);
        Assert.Equal(2, _fetching.Remarks.Count);
    }

    [Fact]
    public void A_server_without_encryption_is_no_secure_server()
    {
        _fetching.Address = Server.Url.Replace("http:", "https:", StringComparison.Ordinal);
        Assert.Contains("expected the whole file, found no secure connection (", _fetching.Fail(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_not_http_is_reported()
    {
        Server.ThenSay("SSH-2.0-hello", times: 20);
        Assert.Contains("found an answer that is not valid HTTP (", _fetching.Fail(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_in_chunks_needs_no_length()
    {
        Server.Then(Chunks("5\r\nhello\r\n")).Then(Chunks("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"));
        DownloadResult result = _fetching.Run();
        Assert.Equal("hello world", File.ReadAllText(_fetching.Target));
        Assert.Equal(11, result.Bytes);
        Assert.Empty(result.Checks);

        static Func<TestRequest, System.Net.Sockets.NetworkStream, Task> Chunks(string body) => (_, stream) =>
            TestServer.SendAsync(stream, "HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + body, default);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 Fine", "a response without a length or an end marker")]
    [InlineData("HTTP/1.1 200 Fine\nContent-Length: 4\nContent-Type: text/html; charset=utf-8", "a web page")]
    [InlineData("HTTP/1.1 200 Fine\nContent-Length: 4\nContent-Encoding: gzip", "a response in an unexpected content encoding")]
    [InlineData("HTTP/1.1 200 Fine\nContent-Length: 200000000000000", "200 TB")]
    public void An_implausible_answer_is_refused(string head, string found)
    {
        Server.Then(
            (_, stream) =>
                TestServer.SendAsync(stream, $"{head.ReplaceLineEndings("\r\n")}\r\nConnection: close\r\n\r\n", "<ht>"u8.ToArray()));
        Assert.Contains($"expected the file as it is, found {found}; ", _fetching.Fail(), StringComparison.Ordinal);
        Assert.Single(_fetching.Requests);
    }
}
