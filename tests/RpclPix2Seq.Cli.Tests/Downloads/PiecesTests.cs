using System.Buffers.Binary;
using System.Net;
using System.Text;
using RpclPix2Seq.Cli.Downloads;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Cli.Tests.Downloads;

public sealed class PiecesTests
{
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
    public void CRC_32C_has_its_known_values(string text, uint expected) => Assert.Equal(expected, Checksum(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void CRC_32C_has_the_values_of_RFC_3720()
    {
        // Appendix B.4: 32 bytes of zeros, of ones, and counting up; the RFC lists the bytes of the value with the lowest first.
        Assert.Equal(0x8A9136AAu, Checksum(new byte[32]));
        Assert.Equal(0x62A8AB43u, Checksum([.. Enumerable.Repeat((byte)0xFF, 32)]));
        Assert.Equal(0x46DD794Eu, Checksum([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Fact]
    public void The_files_are_shown_as_one_with_bytes_rate_and_what_remains()
    {
        TestHost test = new();
        using (DownloadProgress progress = new(test.Host))
        {
            progress.Arrived("cat.npz", 0, null);
            for (int i = 0; i <= 12; i++)
            {
                progress.Arrived("cat.npz", i * 1_000_000, 12_000_000);
                progress.Arrived("dog.npz", 1_000_000, 4_000_000);
                test.Time.Advance(1);
            }

            progress.End("cat.npz", "12.0 MB, whole");
            progress.Arrived("dog.npz", 4_000_000, 4_000_000);
        }

        Assert.Equal(
            """
            fetching: 6.00 MB of 16.0 MB, 1.20 MB/s, 0:08 left, cat.npz, dog.npz
            fetching: 11.0 MB of 16.0 MB, 1.10 MB/s, 0:05 left, cat.npz, dog.npz
            cat.npz: 12.0 MB, whole
            fetching: 16.0 MB in 13.0 s (1.23 MB/s), dog.npz

            """, test.Error);
    }

    private static uint Checksum(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(Convert.FromBase64String(Crc32C.Of(stream)));
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
        Assert.Equal(expected, DownloadErrors.Reason((HttpStatusCode)status));

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "no address for that server (why)", true)]
    [InlineData(HttpRequestError.ConnectionError, "no connection (why)", true)]
    [InlineData(HttpRequestError.SecureConnectionError, "no secure connection (why)", true)]
    [InlineData(HttpRequestError.ProxyTunnelError, "a refusal by the proxy (why)", true)]
    [InlineData(HttpRequestError.ResponseEnded, "a truncated response", false)]
    [InlineData(HttpRequestError.Unknown, "why", false)]
    public void What_went_wrong_with_a_connection_is_said_in_a_few_words(HttpRequestError error, string expected, bool noContact)
    {
        HttpRequestException e = new(error, "outer", new IOException("why.\n"));
        Assert.Equal(expected, DownloadErrors.Reason(e));
        Assert.Equal(noContact, DownloadErrors.IsNoContact(e));
    }

    [Theory]
    [InlineData("crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==", "n03x6A==")]
    [InlineData("crc32c=n03x6A==", "n03x6A==")]
    [InlineData("md5=Ojk9c3dhfxgoKVVHYwFbHQ==, crc32c=n03x6A==", "n03x6A==")]
    [InlineData("crc32c=???,md5=short,sha=x", null)]
    [InlineData("crc32c=Ojk9c3dhfxgoKVVHYwFbHQ==", null)]
    public void The_checksum_of_a_server_is_read(string header, string? crc)
    {
        using HttpResponseMessage answer = new();
        answer.Headers.TryAddWithoutValidation("x-goog-hash", header);
        Assert.Equal(crc, RemoteFile.Of(new Uri("http://a/"), answer).Crc32C);
    }
}
