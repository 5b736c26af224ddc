using System.Net;
using System.Text;
using RpclPix2Seq.Cli.Downloads;

namespace RpclPix2Seq.Cli.Tests.Downloads;

public sealed class PiecesTests
{
    private readonly TestTime _time = new();

    [Fact]
    public void There_are_345_categories_and_no_two_are_alike()
    {
        Assert.Equal(345, QuickDrawCategories.All.Count);
        Assert.Equal(345, QuickDrawCategories.All.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(QuickDrawCategories.All, name => Assert.Matches("^[A-Za-z]+([ -][A-Za-z]+)*$", name));
        Assert.All(QuickDrawCategories.All, name => Assert.Equal(name, QuickDrawCategories.Find(name)));
    }

    [Theory]
    [InlineData("Cat", "cat")]
    [InlineData(" alarm_clock ", "alarm clock")]
    [InlineData("teddy bear", "teddy-bear")]
    [InlineData("T_SHIRT", "t-shirt")]
    [InlineData("the-great-wall-of-china", "The Great Wall of China")]
    [InlineData("cats", null)]
    [InlineData("", null)]
    public void A_category_is_found_however_it_is_written(string typed, string? expected) =>
        Assert.Equal(expected, QuickDrawCategories.Find(typed));

    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("a", 0xC1D04330u)]
    [InlineData("123456789", 0xE3069283u)]
    public void CRC_32C_has_its_known_values(string text, uint expected)
    {
        Crc32C crc = default;
        crc.Append(Encoding.ASCII.GetBytes(text));
        Assert.Equal(expected, crc.Value);
    }

    [Fact]
    public void CRC_32C_has_the_values_of_RFC_3720()
    {
        // Appendix B.4: 32 bytes of zeros, of ones, and counting up; the RFC lists the bytes of the value with the lowest first.
        Assert.Equal(0x8A9136AAu, Of(new byte[32]));
        Assert.Equal(0x62A8AB43u, Of([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));

        static uint Of(byte[] bytes)
        {
            // In two pieces, neither of which is a whole number of words.
            Crc32C crc = default;
            crc.Append(bytes.AsSpan(0, 13));
            crc.Append(bytes.AsSpan(13));
            return crc.Value;
        }
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(13_400_000, "13.4 MB")]
    [InlineData(999_600, "1.00 MB")]
    [InlineData(9_996, "10.0 kB")]
    [InlineData(99_960, "100 kB")]
    [InlineData(2.5e15, "2500 TB")]
    public void Sizes_have_three_digits_and_a_unit(double bytes, string expected) => Assert.Equal(expected, ByteSizes.Text(bytes));

    [Theory]
    [InlineData(404, "404 Not Found")]
    [InlineData(500, "500 Internal Server Error")]
    [InlineData(599, "status 599")]
    public void A_status_is_named_in_our_words(int status, string expected) =>
        Assert.Equal(expected, HttpReasons.Of((HttpStatusCode)status));

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "no address for that server (why)", true)]
    [InlineData(HttpRequestError.ConnectionError, "no connection (why)", true)]
    [InlineData(HttpRequestError.SecureConnectionError, "no secure connection (why)", true)]
    [InlineData(HttpRequestError.ProxyTunnelError, "a refusal by the proxy (why)", true)]
    [InlineData(HttpRequestError.ResponseEnded, "an answer that broke off", false)]
    [InlineData(HttpRequestError.Unknown, "why", false)]
    public void What_went_wrong_with_a_connection_is_said_in_a_few_words(HttpRequestError error, string expected, bool noContact)
    {
        HttpRequestException e = new(error, "outer", new IOException("why.\n"));
        Assert.Equal(expected, HttpReasons.Of(e));
        Assert.Equal(noContact, HttpReasons.IsNoContact(e));
    }

    [Theory]
    [InlineData("crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==", "n03x6A==", "Ojk9c3dhfxgoKVVHYwFbHQ==")]
    [InlineData("crc32c=n03x6A==", "n03x6A==", null)]
    [InlineData("md5=Ojk9c3dhfxgoKVVHYwFbHQ==, crc32c=n03x6A==", "n03x6A==", "Ojk9c3dhfxgoKVVHYwFbHQ==")]
    [InlineData("crc32c=???,md5=short,sha=x", null, null)]
    [InlineData("crc32c=Ojk9c3dhfxgoKVVHYwFbHQ==", null, null)]
    public void The_checksums_of_a_server_are_read(string header, string? crc, string? md5)
    {
        using HttpResponseMessage answer = new();
        answer.Headers.TryAddWithoutValidation("x-goog-hash", header);
        RemoteFile remote = RemoteFile.Of(new Uri("http://a/"), answer);
        Assert.Equal((crc, md5), (remote.Crc32C, remote.Md5));
    }

    [Fact]
    public void A_meter_tells_bytes_rate_and_what_remains_of_what_arrives_now()
    {
        TransferMeter meter = new("cat.npz", _time, _ => { });
        meter.Report(2_000_000, 10_000_000);
        Assert.Equal("2.00 MB of 10.0 MB", meter.Progress());
        for (int i = 1; i <= 4; i++)
        {
            _time.Advance(1);
            meter.Report(2_000_000 + (i * 500_000), 10_000_000);
        }

        Assert.Equal("4.00 MB of 10.0 MB, 500 kB/s, 0:12 left", meter.Progress());
        Assert.Equal("4.00 MB in 4.0 s (500 kB/s)", meter.Summary());

        meter.Report(0, null);
        Assert.Equal("0 B", meter.Progress());
    }

    [Fact]
    public void Without_a_terminal_there_is_a_plain_line_a_file_every_few_seconds()
    {
        TestHost test = new();
        PlainTransferDisplay display = new(test.Host);
        TransferMeter meter = display.Begin("cat.npz");
        for (int i = 0; i <= 12; i++)
        {
            meter.Report(i * 1_000_000, 12_000_000);
            test.Time.Advance(1);
        }

        display.End(meter);
        meter.Report(12_000_000, 12_000_000);
        Assert.Equal("cat.npz: 5.00 MB of 12.0 MB, 1.00 MB/s, 0:07 left\ncat.npz: 10.0 MB of 12.0 MB, 1.00 MB/s, 0:02 left\n", test.Error);
    }

    [Fact]
    public void Waits_between_attempts_grow_to_a_limit_and_are_spread()
    {
        DownloadSettings settings = new();
        for (int barren = 0; barren < 60; barren++)
        {
            double longest = Math.Min(2 * Math.Pow(2, barren), 60);
            Assert.InRange(settings.ResumeDelay(barren).TotalSeconds, longest / 2, longest);
        }
    }
}
