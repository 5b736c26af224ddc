using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Files;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_folder_is_there_when_it_is_whole()
    {
        string path = Path.Combine(_temporary.Path, "above", "out");
        OutputFolder.Write(path, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "a"), "1");
            Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        });
        Assert.Equal([Path.Combine(path, "a")], Directory.EnumerateFiles(_temporary.Path, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_two_that_fill_a_folder_at_a_time_one_succeeds_and_the_other_is_refused(bool isThere)
    {
        string path = _temporary.File("out");
        if (isThere)
            Directory.CreateDirectory(path);
        InputException e = Assert.Throws<InputException>(() => OutputFolder.Write(path, first =>
        {
            File.WriteAllText(Path.Combine(first, "first"), "");
            OutputFolder.Write(path, second => File.WriteAllText(Path.Combine(second, "second"), ""));
        }));
        Assert.Equal($"{path}: expected a new folder, found a folder that is not empty; name another folder", e.Message);
        Assert.Equal([Path.Combine(path, "second")], Directory.EnumerateFileSystemEntries(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(_temporary.Path));
    }

    // It may be a mount, or somebody's working directory. Leftovers of a killed process in it are harmless.
    [Fact]
    public void An_empty_folder_that_exists_stays_the_folder_that_it_is()
    {
        string path = _temporary.File("out"), left = Path.Combine(path, ".rpcl.0123.tmp");
        Directory.CreateDirectory(left);
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupWrite;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
        OutputFolder.Write(path, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "a"), "1");
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "b")).FullName, "c"), "2");
        });
        Assert.Equal(
            [left, Path.Combine(path, "a"), Path.Combine(path, "b")],
            Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(path, "b", "c")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void What_fails_half_way_leaves_nothing_and_names_the_folder_that_was_asked_for()
    {
        string path = _temporary.File("out");
        InputException known = Assert.Throws<InputException>(() => OutputFolder.Write(path, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "first"), "");
            throw new InputException(Path.Combine(folder, "second"), "", "room", $"none for {folder}/second", "make some");
        }));
        Assert.Equal($"{Path.Combine(path, "second")}: expected room, found none for {path}/second; make some", known.Message);
        InputException unknown = Assert.Throws<InputException>(
            () => OutputFolder.Write(path, _ => throw new IOException("No space left on device")));
        Assert.StartsWith(
            $"{path}: expected a folder that can be written, found No space left on device", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => OutputFolder.Write(path, _ => throw new OperationCanceledException()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_temporary.Path));
    }

    [Fact]
    public void A_folder_that_one_works_in_is_refused_to_others_from_the_start()
    {
        string path = _temporary.File("out");
        using (OutputFolder.Claim(path))
        {
            InputException e = Assert.Throws<InputException>(() => OutputFolder.Claim(path));
            Assert.Contains("found one in which another is at work", e.Message, StringComparison.Ordinal);
        }

        // Nothing is left of it; nor of another one that was killed.
        Assert.Empty(Directory.EnumerateFileSystemEntries(path));
        File.WriteAllText(Path.Combine(path, "rpcl.lock"), "");
        using (OutputFolder.Claim(path))
            File.WriteAllText(Path.Combine(path, "result"), "");
        Assert.Contains(
            "a folder that is not empty", Assert.Throws<InputException>(() => OutputFolder.Claim(path)).Message, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(path, "result")], Directory.EnumerateFileSystemEntries(path));
    }
}
