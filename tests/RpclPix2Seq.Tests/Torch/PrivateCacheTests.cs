using System.Runtime.Versioning;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch.Native;

namespace RpclPix2Seq.Tests.Torch;

[SupportedOSPlatform("linux")]
public sealed class PrivateCacheTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_stored_once_under_the_hash_of_its_content()
    {
        string cache = _folder.File("cache");
        string path = PrivateCache.Store(cache, "lib.so", Content);
        Assert.Equal(Content, File.ReadAllBytes(path));
        Assert.Equal(path, PrivateCache.Store(cache, "lib.so", Content));
        Assert.NotEqual(path, PrivateCache.Store(cache, "lib.so", [1, 2, 3]));
        Assert.Equal(2, Directory.GetFiles(cache).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(cache));
    }

    [Fact]
    public void A_file_with_other_content_is_replaced()
    {
        string path = PrivateCache.Store(_folder.File("cache"), "lib.so", Content);
        File.WriteAllBytes(path, new byte[Content.Length]);
        Assert.Equal(path, PrivateCache.Store(_folder.File("cache"), "lib.so", Content));
        Assert.Equal(Content, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_folder_that_others_may_write_to_is_refused(UnixFileMode extra)
    {
        string cache = Directory.CreateDirectory(_folder.File("cache")).FullName;
        File.SetUnixFileMode(cache, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | extra);
        Assert.Contains(
            "others may write", Assert.Throws<InputException>(() => PrivateCache.Store(cache, "lib.so", Content)).Message,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(cache));
    }

    [Fact]
    public void A_folder_below_one_that_others_may_change_is_refused()
    {
        string open = Directory.CreateDirectory(_folder.File("open")).FullName;
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.OtherWrite);
        Assert.Throws<InputException>(() => PrivateCache.Store(Path.Combine(open, "cache"), "lib.so", Content));
        Directory.CreateSymbolicLink(_folder.File("link"), open);
        Assert.Throws<InputException>(() => PrivateCache.Store(Path.Combine(_folder.File("link"), "cache"), "lib.so", Content));
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | UnixFileMode.StickyBit);
        Assert.True(File.Exists(PrivateCache.Store(Path.Combine(open, "cache"), "lib.so", Content)));
    }

    [Fact]
    public void A_link_and_a_file_in_the_place_of_the_folder_are_refused()
    {
        Directory.CreateDirectory(_folder.File("real"));
        Directory.CreateSymbolicLink(_folder.File("link"), _folder.File("real"));
        Assert.Throws<InputException>(() => PrivateCache.Store(_folder.File("link"), "lib.so", Content));
        File.WriteAllText(_folder.File("file"), "");
        Assert.Throws<InputException>(() => PrivateCache.Store(_folder.File("file"), "lib.so", Content));
    }

    [Fact]
    public void A_folder_of_another_user_is_refused()
    {
        string cache = Directory.CreateDirectory(
            _folder.File("cache"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        Assert.Contains("belongs to user", PrivateCache.WhyUnsafe(cache, LibC.EffectiveUser() + 1), StringComparison.Ordinal);
        Assert.Null(PrivateCache.WhyUnsafe(cache, LibC.EffectiveUser()));
    }

    [Fact]
    public void Many_may_store_at_once()
    {
        string cache = _folder.File("cache");
        string[] paths = new string[16];
        Parallel.For(0, paths.Length, i => paths[i] = PrivateCache.Store(cache, "lib.so", Content));
        Assert.Single(paths.Distinct());
        Assert.Equal(paths[0], Assert.Single(Directory.GetFiles(cache)));
        Assert.Equal(Content, File.ReadAllBytes(paths[0]));
    }
}
