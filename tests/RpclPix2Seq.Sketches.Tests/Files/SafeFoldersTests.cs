using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Files;

public sealed class SafeFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_renewed_and_published_under_its_name()
    {
        string partial = _folder.File("a.partial"), final = _folder.File("a");
        Directory.CreateDirectory(partial);
        File.WriteAllText(Path.Combine(partial, "old"), "");
        SafeFolders.Renew(partial);
        Assert.Empty(Directory.EnumerateFileSystemEntries(partial));
        File.WriteAllText(Path.Combine(partial, "new"), "abc");
        SafeFolders.Publish(partial, final);
        Assert.Equal([final], Directory.GetDirectories(_folder.Path));
        Assert.Equal("abc", File.ReadAllText(Path.Combine(final, "new")));
    }

    [Fact]
    public void A_link_is_led_elsewhere_but_never_takes_the_place_of_something_else()
    {
        string link = _folder.File("last");
        foreach (string name in (string[])["one", "two"])
        {
            Directory.CreateDirectory(_folder.File(name));
            SafeFolders.Link(link, name);
            Assert.Equal(name, new DirectoryInfo(link).LinkTarget);
        }

        Assert.False(Path.Exists(link + ".new"));
        SafeFolders.Link(_folder.File("one"), "two");
        Assert.Null(new DirectoryInfo(_folder.File("one")).LinkTarget);
    }

    [Fact]
    public void Room_that_no_disk_has_is_refused()
    {
        SafeFolders.RequireRoom(_folder.Path, 1);
        Assert.Contains(
            "are free", Assert.Throws<IOException>(() => SafeFolders.RequireRoom(_folder.Path, long.MaxValue)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_of_a_folder_by_a_crash_has_not_the_file_that_makes_it_whole()
    {
        string folder = _folder.File("a");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "manifest"), "");
        File.WriteAllText(Path.Combine(folder, "data"), "");
        int operations = 0;
        using (DiskFaults.Use(new SecondFails(() => operations++, _folder.Path)))
            Assert.Throws<IOException>(() => SafeFolders.DeleteIfThere(folder, "manifest"));
        Assert.Equal(["data"], Directory.EnumerateFiles(folder).Select(Path.GetFileName));
        SafeFolders.DeleteIfThere(folder, "manifest");
        Assert.False(Directory.Exists(folder));
    }

    private sealed class SecondFails(Func<int> count, string root) : IDiskFaults
    {
        public bool PowerIsOff => false;

        public void Before(DiskOperation operation, string path)
        {
            if (path.StartsWith(root, StringComparison.Ordinal) && count() == 1)
                throw new IOException("Input/output error");
        }

        public int Written(string path, int length) => length;
    }
}
