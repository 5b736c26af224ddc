using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_target_holds_the_new_content_and_nothing_else_is_left()
    {
        string path = _folder.File("a.txt");
        AtomicFile.WriteAllText(path, "old");
        AtomicFile.WriteAllText(path, "né");
        Assert.Equal([0x6e, 0xc3, 0xa9], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_failing_writer_leaves_the_target_as_it_was()
    {
        string path = _folder.File("a.txt");
        AtomicFile.WriteAllText(path, "old");
        Assert.Throws<FormatException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new FormatException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_bad_input()
    {
        InputException refused = Assert.Throws<InputException>(() => AtomicFile.WriteAllText(_folder.File("none/a.txt"), ""));
        Assert.Contains("expected a file that can be written", refused.Message, StringComparison.Ordinal);
    }
}
