using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

public sealed class SourceFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_are_walked_in_the_order_of_names_and_hidden_names_passed_over()
    {
        Make("b/2.svg", "b/1.svg", "a.svg", "c/d/e.svg", ".git/x.svg", "b/.DS_Store", "B.svg");
        Assert.Equal(["B.svg", "a.svg", "b/1.svg", "b/2.svg", "c/d/e.svg"], Find(_folder.Path));
        Assert.All(SourceFinder.Find([_folder.Path]), file => Assert.False(file.IsNamed));
    }

    [Fact]
    public void Files_are_named_and_found_once()
    {
        Make("a.svg", "b.svg");
        string file = _folder.File("b.svg");
        SourceFile[] found = [.. SourceFinder.Find([file, _folder.Path, file])];
        Assert.Equal([(file, true), (_folder.File("a.svg"), false)], found.Select(f => (f.Path, f.IsNamed)));
        Assert.Equal("b.svg".Length, found[0].Length);
    }

    [Fact]
    public void Patterns_reach_into_folders()
    {
        Make("cat/1.svg", "cat/deep/2.svg", "dog/3.svg", "dog/3.txt", "4.svg");
        Assert.Equal(["4.svg", "cat/1.svg", "cat/deep/2.svg", "dog/3.svg"], Find(_folder.File("**/*.svg")));
        Assert.Equal(["cat/1.svg", "dog/3.svg"], Find(_folder.File("*/*.svg")));
    }

    [Fact]
    public void Links_that_go_round_in_circles_end_nowhere()
    {
        Make("a/1.svg");
        Directory.CreateSymbolicLink(_folder.File("a/up"), _folder.Path);
        File.CreateSymbolicLink(_folder.File("a/gone.svg"), _folder.File("nowhere"));
        File.CreateSymbolicLink(_folder.File("a/self.svg"), _folder.File("a/self.svg"));
        Assert.Equal(["a/1.svg"], Find(_folder.Path));
        Assert.Equal(["a/1.svg"], Find(_folder.File("**/*.svg")));
    }

    [Fact]
    public void A_file_whose_name_looks_like_a_pattern_is_that_file()
    {
        Make("a*.svg", "ab.svg");
        Assert.Equal(["a*.svg"], Find(_folder.File("a*.svg")));
    }

    [Theory]
    [InlineData("absent.svg", "found nothing there")]
    [InlineData("no*.svg", "found none")]
    [InlineData("absent/**/*.svg", "found none")]
    public void What_leads_to_nothing_is_an_error(string name, string said)
    {
        InputException e = Assert.Throws<InputException>(() => SourceFinder.Find([_folder.File(name)]).Count());
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public void Invalid_names_are_errors(string name) => Assert.Throws<InputException>(() => SourceFinder.Find([name]));

    [Fact]
    public void A_dataset_is_not_imported_again()
    {
        Make("dataset.json");
        InputException e = Assert.Throws<InputException>(() => SourceFinder.Find([_folder.Path]));
        Assert.Contains("already been imported", e.Message, StringComparison.Ordinal);
    }

    private string[] Find(string argument) =>
        [.. SourceFinder.Find([argument]).Select(file => Path.GetRelativePath(_folder.Path, file.Path))];

    private void Make(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllText(_folder.File(name), Path.GetFileName(name));
        }
    }
}
