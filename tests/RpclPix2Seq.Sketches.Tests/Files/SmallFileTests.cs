using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Files;

public sealed class SmallFileTests : IDisposable
{
    private const string Endless = "/dev/zero";

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 5000)]
    [InlineData(100_000, 100_000)]
    public void A_file_up_to_the_limit_comes_whole(int length, int most)
    {
        byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        string path = _temporary.File("small");
        File.WriteAllBytes(path, content);
        Assert.Equal(content, SmallFile.Read(path, most, "a file"));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4097, 4096)]
    [InlineData(100_000, 99_999)]
    public void A_longer_one_is_one_clear_error(int length, int most)
    {
        string path = _temporary.File("long");
        File.WriteAllBytes(path, new byte[length]);
        InputException e = Assert.Throws<InputException>(() => SmallFile.Read(path, most, "a plan", "shorten it"));
        Assert.Equal($"{path}: expected a plan of at most {most} bytes, found a longer one; shorten it", e.Message);
    }

    [Fact]
    public void A_device_without_an_end_is_a_longer_one()
    {
        Assert.SkipUnless(File.Exists(Endless), $"there is no {Endless} here");
        Assert.Contains(
            "a longer one", Assert.Throws<InputException>(() => SmallFile.Read(Endless, 1 << 20, "a plan")).Message,
            StringComparison.Ordinal);
    }
}
