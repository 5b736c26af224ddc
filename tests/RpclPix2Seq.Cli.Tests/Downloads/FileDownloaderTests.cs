using CsCheck;
using RpclPix2Seq.Cli.Downloads;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Downloads;

public sealed class FileDownloaderTests : IDisposable
{
    private readonly Fetching _fetching = new();
    private readonly TestFile _file = new(300_000);

    private TestServer Server => _fetching.Server;

    public void Dispose() => _fetching.Dispose();

    [Theory]
    [InlineData(300_000)]
    [InlineData(1)]
    [InlineData(0)]
    public void A_good_server_gives_the_file_in_one_request_and_all_checks_agree(int length)
    {
        TestFile file = new(length);
        Server.Has(Fetching.Path, file);
        DownloadResult result = _fetching.RunFor(file);
        Assert.Equal((DownloadStatus.Downloaded, "cat", QuickDrawFormat.Npz), (result.Status, result.Category, result.Format));
        Assert.Equal(["length", "CRC-32C"], result.Checks);
        TestRequest request = Assert.Single(_fetching.Requests);
        Assert.Matches(@"^rpcl/\d+\.\d+\.\d+ \(RPCL-pix2seq for \.NET; rpcl data download\)$", request.Headers["user-agent"]);
        Assert.Equal("identity", request.Headers["accept-encoding"]);
        Assert.Null(request.From);
        Assert.Empty(_fetching.Remarks);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_broken_answer_is_resumed_on_condition_that_the_file_is_the_same(bool reset)
    {
        // A reset discards data in transit: the client must have read it first.
        Server.Has(Fetching.Path, _file).ThenBreakOff(_file, 100_000, reset ? () => _fetching.Arrived(100_000) : null)
            .ThenBreakOff(_file, 50_000, reset ? () => _fetching.Arrived(150_000) : null);
        Assert.Equal(["length", "CRC-32C"], _fetching.RunFor(_file).Checks);
        Assert.Equal(3, _fetching.Requests.Length);
        Assert.Equal([_file.ETag, _file.ETag], _fetching.Requests.Skip(1).Select(request => request.IfRange));
        Assert.Equal([100_000, 150_000], _fetching.Requests.Skip(1).Select(request => request.From!.Value));
        Assert.All(_fetching.Remarks, remark => Assert.Contains("retrying from", remark, StringComparison.Ordinal));
    }

    [Fact]
    public void A_stalled_answer_is_resumed()
    {
        Server.Has(Fetching.Path, _file).Then(async (request, stream) =>
        {
            await TestServer.AnswerAsync(request, stream, _file, most: 100_000);
            await _fetching.Arrived(100_000);
            await _fetching.Time.Ring();
            await Task.Delay(Timeout.Infinite, Server.End);
        });
        _fetching.RunFor(_file);
        Assert.Equal(100_000, _fetching.Requests[1].From);
        Assert.StartsWith("no byte for 3600 s; retrying from 100 kB on", Assert.Single(_fetching.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_does_not_answer_is_asked_again()
    {
        Server.Has(Fetching.Path, _file).Then(async (_, _) =>
        {
            await _fetching.Time.Ring();
            await Task.Delay(Timeout.Infinite, Server.End);
        });
        _fetching.RunFor(_file);
        Assert.StartsWith(
            "no answer within 3600 s; retrying from the beginning in", Assert.Single(_fetching.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_knows_no_ranges_begins_again()
    {
        Server.Has(Fetching.Path, _file).ThenBreakOff(_file, 100_000)
            .Then((request, stream) => TestServer.AnswerAsync(Whole(request), stream, _file));
        _fetching.RunFor(_file);
        Assert.Equal(100_000, _fetching.Requests[1].From);
    }

    [Fact]
    public void A_server_that_knows_no_ranges_and_always_breaks_off_is_given_up()
    {
        for (int i = 0; i < 20; i++)
            Server.Then((request, stream) => TestServer.AnswerAsync(Whole(request), stream, _file, most: 100_000));
        string message = _fetching.Fail();
        Assert.Contains(
            "expected the whole file, found a truncated response, after 4 attempts; ", message, StringComparison.Ordinal);
        Assert.Contains("the 100 kB that have arrived are kept", message, StringComparison.Ordinal);
        Assert.Equal(8, _fetching.Requests.Length);
        Assert.Equal(["cat.npz.part", "cat.npz.part.json"], _fetching.Names());
    }

    [Fact]
    public void A_file_that_changes_between_two_attempts_is_fetched_as_it_is_now()
    {
        TestFile changed = new(200_000, seed: 2);
        Server.Has(Fetching.Path, changed).ThenBreakOff(_file, 100_000);
        _fetching.RunFor(changed);
        Assert.Equal((100_000, _file.ETag), (_fetching.Requests[1].From!.Value, _fetching.Requests[1].IfRange));
        Assert.Equal(2, _fetching.Requests.Length);
    }

    [Theory]
    [InlineData("Content-Range: bytes 100000-199999/200000\r\nETag: \"v2\"")]
    [InlineData("Content-Range: bytes 100000-299999/300001\r\nETag: \"v1\"")]
    [InlineData("Content-Range: bytes 99999-299999/300000\r\nETag: \"v1\"")]
    [InlineData("Content-Range: lines 100000-299999/300000\r\nETag: \"v1\"")]
    [InlineData("x-nothing: of the range")]
    public void A_part_that_does_not_continue_what_has_arrived_is_not_taken(string headers)
    {
        Server.Has(Fetching.Path, _file).ThenBreakOff(_file, 100_000)
            .Then((_, stream) => TestServer.SendAsync(
                stream, $"HTTP/1.1 206 Part\r\nContent-Length: 5\r\nConnection: close\r\n{headers}\r\n\r\n", "wrong"u8.ToArray()));
        _fetching.RunFor(_file);
        Assert.Null(_fetching.Requests[2].From);
    }

    [Fact]
    public void A_server_that_sends_more_than_it_announced_is_asked_from_the_beginning()
    {
        Server.Has(Fetching.Path, _file).ThenBreakOff(_file, 299_000).Then((_, stream) => TestServer.SendAsync(
            stream, "HTTP/1.1 206 Part\r\nContent-Range: bytes 299000-299999/300000\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n",
            new byte[2000]));
        _fetching.RunFor(_file);
        Assert.Contains(
            _fetching.Remarks, remark => remark.StartsWith("the server sent more bytes than it had announced", StringComparison.Ordinal));
    }

    [Fact]
    public void A_range_that_the_server_has_not_is_begun_again()
    {
        TestFile shorter = new(50_000) { ETag = _file.ETag };
        Server.Has(Fetching.Path, shorter).ThenBreakOff(_file, 100_000);
        _fetching.RunFor(shorter);
        Assert.Equal([null, 100_000, null], _fetching.Requests.Select(request => request.From));
    }

    [Fact]
    public void A_server_that_announces_more_than_it_has_is_given_up()
    {
        const string head = "HTTP/1.1 200 Fine\r\nContent-Length: 1000\r\nConnection: close\r\nETag: \"x\"\r\n\r\n";
        for (int i = 0; i < 20; i++)
        {
            Server.Then((request, stream) => request.From is null
                ? TestServer.SendAsync(stream, head, new byte[600])
                : TestServer.SendAsync(
                    stream, "HTTP/1.1 416 No\r\nContent-Range: bytes */600\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", default));
        }

        Assert.Contains("expected the whole file", _fetching.Fail(), StringComparison.Ordinal);
        Assert.True(_fetching.Requests.Length <= 12);
    }

    [Fact]
    public void A_wrong_checksum_is_fetched_once_more_and_then_given_up()
    {
        TestFile wrong = new(300_000) { Crc = "AAAAAA==" };
        Server.Has(Fetching.Path, _file).Then((request, stream) => TestServer.AnswerAsync(request, stream, wrong));
        _fetching.RunFor(_file);
        Assert.StartsWith("what arrived has the CRC-32C ", Assert.Single(_fetching.Remarks), StringComparison.Ordinal);
        File.Delete(_fetching.Target);

        Server.Has(Fetching.Path, wrong);
        Assert.Contains("what arrived has the CRC-32C ", _fetching.Fail(), StringComparison.Ordinal);
        Assert.Empty(_fetching.Names());
    }

    [Fact]
    public void Whatever_breaks_off_or_fails_on_the_way_the_file_arrives_whole()
    {
        const int kinds = 6;
        Gen.Select(Gen.Int[0, kinds - 1], Gen.Int[0, 60_000]).Array[0, 6].ForAll(
            faults =>
            {
                using Fetching fetching = new();
                fetching.Settings = fetching.Settings with { Retries = 10 };
                TestFile file = new(60_000), other = new(50_000, seed: 2);
                fetching.Server.Has(Fetching.Path, file);
                foreach ((int kind, int at) in faults)
                {
                    _ = kind switch
                    {
                        0 => fetching.Server.ThenBreakOff(file, at),
                        1 => fetching.Server.ThenBreakOff(other, at),
                        2 => fetching.Server.ThenSay("HTTP/1.1 500 Oh\nContent-Length: 0\nConnection: close"),
                        3 => fetching.Server.Then((request, stream) => TestServer.AnswerAsync(Whole(request), stream, file, at)),
                        4 => fetching.Server.Then((_, _) => Task.CompletedTask),
                        _ => fetching.Server.Then((_, stream) => TestServer.SendAsync(stream, OddPart(at), "odd"u8.ToArray())),
                    };
                }

                try
                {
                    fetching.RunFor(file);
                }
                catch (InputException e) when (e.Message.Contains("206 Partial Content", StringComparison.Ordinal))
                {
                    // A part that nobody asked for is refused, which is just as good.
                    Assert.DoesNotContain("cat.npz", fetching.Names());
                }
                catch (Xunit.Sdk.TrueException) when (File.ReadAllBytes(fetching.Target).AsSpan().SequenceEqual(other.Content))
                {
                    // The server's first response was its other file, and it was complete.
                }
            },
            count: 40);
    }

    private static string OddPart(int from) =>
        $"HTTP/1.1 206 Part\r\nContent-Range: bytes {from}-59999/60000\r\nContent-Length: 3\r\nETag: \"v1\"\r\nConnection: close\r\n\r\n";

    private static TestRequest Whole(TestRequest request) => request with { Headers = new Dictionary<string, string>() };
}
