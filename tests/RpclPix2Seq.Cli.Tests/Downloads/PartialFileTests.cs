using RpclPix2Seq.Cli.Downloads;

namespace RpclPix2Seq.Cli.Tests.Downloads;

public sealed class PartialFileTests : IDisposable
{
    private const int Begun = 100_000;

    private readonly Fetching _fetching = new();
    private readonly TestFile _file = new(300_000);

    private TestServer Server => _fetching.Server;

    public void Dispose() => _fetching.Dispose();

    [Fact]
    public void What_an_interrupted_run_leaves_is_resumed()
    {
        Interrupt();
        Assert.Equal(["cat.npz.part", "cat.npz.part.json"], _fetching.Names());
        Assert.Equal(_file.Content[..Begun], File.ReadAllBytes(_fetching.Part));

        Server.Has(Fetching.Path, _file);
        Assert.Equal(DownloadStatus.Resumed, _fetching.RunFor(_file).Status);
        Assert.Equal((Begun, _file.ETag), (_fetching.Requests[1].From!.Value, _fetching.Requests[1].IfRange));
        Assert.Equal(2, _fetching.Requests.Length);
    }

    [Fact]
    public void Without_a_tag_the_date_is_the_condition()
    {
        const string date = "Sun, 06 Nov 1994 08:49:37 GMT";
        Server.Then((_, stream) => TestServer.SendAsync(
                stream, $"HTTP/1.1 200 Fine\r\nContent-Length: 300000\r\nLast-Modified: {date}\r\nConnection: close\r\n\r\n",
                _file.Content.AsMemory(0, Begun)))
            .Then((_, stream) => TestServer.SendAsync(
                stream,
                "HTTP/1.1 206 Part\r\nContent-Range: bytes 100000-299999/300000\r\nContent-Length: 200000\r\nConnection: close\r\n\r\n",
                _file.Content.AsMemory(Begun)));
        _fetching.RunFor(_file);
        Assert.Equal(date, _fetching.Requests[1].IfRange);
    }

    [Theory]
    [InlineData("")]
    [InlineData("W/\"v1\"")]
    public void Without_anything_that_identifies_the_file_it_is_fetched_from_the_beginning(string tag)
    {
        TestFile nameless = new(300_000) { ETag = tag };
        Server.Has(Fetching.Path, nameless).ThenBreakOff(nameless, Begun);
        _fetching.RunFor(nameless);
        Assert.Null(_fetching.Requests[1].From);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"url\": ")]
    [InlineData("{\"url\": \"http://elsewhere/cat.npz\", \"e_tag\": \"\\\"v1\\\"\", \"length\": 300000}")]
    [InlineData("{\"length\": 300000}")]
    public void A_description_that_says_nothing_of_this_file_is_not_believed(string description)
    {
        Interrupt();
        File.WriteAllText(_fetching.Sidecar, description);
        Server.Has(Fetching.Path, _file);
        Assert.Equal(DownloadStatus.Downloaded, _fetching.RunFor(_file).Status);
        Assert.Null(_fetching.Requests[1].From);
    }

    [Fact]
    public void A_part_without_a_description_is_begun_again()
    {
        Interrupt();
        File.Delete(_fetching.Sidecar);
        Server.Has(Fetching.Path, _file);
        _fetching.RunFor(_file);
        Assert.Null(_fetching.Requests[1].From);
    }

    [Fact]
    public void A_part_that_is_longer_than_the_file_is_begun_again()
    {
        Interrupt();
        File.WriteAllBytes(_fetching.Part, new byte[300_001]);
        Server.Has(Fetching.Path, _file);
        _fetching.RunFor(_file);
        Assert.Null(_fetching.Requests[1].From);
    }

    [Fact]
    public void A_part_that_was_tampered_with_is_found_out_by_the_checksum()
    {
        Interrupt();
        File.WriteAllBytes(_fetching.Part, new byte[Begun]);
        Server.Has(Fetching.Path, _file);
        Assert.Equal(DownloadStatus.Downloaded, _fetching.RunFor(_file).Status);
        Assert.Equal([null, Begun, null], _fetching.Requests.Select(request => request.From));
    }

    [Fact]
    public void A_part_that_is_whole_needs_only_its_name()
    {
        Interrupt();
        File.WriteAllBytes(_fetching.Part, _file.Content);
        Assert.Equal(["length", "CRC-32C"], _fetching.RunFor(_file).Checks);
        Assert.Single(_fetching.Requests);
    }

    [Fact]
    public void A_part_of_unknown_length_is_whole_if_the_server_has_no_more()
    {
        const string head = "HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\nETag: \"v1\"\r\nConnection: close\r\n\r\n";
        Server.Then((_, stream) => TestServer.SendAsync(stream, head + "5\r\nhello\r\n", default))
            .ThenSay("HTTP/1.1 416 No\nContent-Range: bytes */5\nContent-Length: 0\nConnection: close");
        Assert.Equal(5, _fetching.Run().Bytes);
        Assert.Equal("hello", File.ReadAllText(_fetching.Target));
    }

    [Fact]
    public void Two_programs_do_not_write_one_file()
    {
        using (new PartialFile(_fetching.Target, new Uri(Server.Url)))
            Assert.StartsWith($"{_fetching.Part}: expected a file that can be written, found ", _fetching.Fail(), StringComparison.Ordinal);
        Assert.Empty(_fetching.Requests);
    }

    [Fact]
    public void A_disk_that_fills_up_is_told()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "this system has no device that is always full");
        File.CreateSymbolicLink(_fetching.Part, "/dev/full");
        Server.Has(Fetching.Path, _file);
        Assert.StartsWith(
            $"{_fetching.Part}: expected a file that can be written, found No space left on device", _fetching.Fail(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_the_file_is_told()
    {
        Directory.CreateDirectory(_fetching.Target);
        Server.Has(Fetching.Path, _file);
        Assert.Contains("expected a file that can be written", _fetching.Fail(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_that_was_there_stays_until_the_new_one_is_whole()
    {
        File.WriteAllText(_fetching.Target, "old");
        Interrupt();
        Assert.Equal("old", File.ReadAllText(_fetching.Target));
        Server.Has(Fetching.Path, _file);
        _fetching.RunFor(_file);
    }

    // Interrupts a run when the given number of bytes has arrived.
    private void Interrupt()
    {
        using CancellationTokenSource source = new();
        Server.ThenStall(_file, Begun);
        Task watch = Task.Run(async () =>
        {
            await _fetching.Arrived(Begun);
            await source.CancelAsync();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => _fetching.Run(source.Token));
        watch.Wait();
    }
}
