using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Files;

public sealed class FileClaimTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void What_one_has_another_does_not_get_until_it_is_free()
    {
        string path = Path.Combine(_temporary.Path, "claims", "a");
        using (FileClaim? first = FileClaim.TryTake(path))
        {
            Assert.NotNull(first);
            Assert.Null(FileClaim.TryTake(path));
            using FileClaim? other = FileClaim.TryTake(path + "2");
            Assert.NotNull(other);
        }

        using FileClaim? again = FileClaim.TryTake(path);
        Assert.NotNull(again);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_one_clear_error()
    {
        string file = _temporary.File("file");
        File.WriteAllText(file, "");
        InputException e = Assert.Throws<InputException>(() => FileClaim.TryTake(Path.Combine(file, "a")));
        Assert.Contains("a file that can be made", e.Message, StringComparison.Ordinal);
    }
}
