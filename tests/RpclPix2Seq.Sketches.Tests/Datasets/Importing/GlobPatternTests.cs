using RpclPix2Seq.Sketches.Datasets.Importing;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

public sealed class GlobPatternTests
{
    [Theory]
    [InlineData("*.svg", "a.svg", true)]
    [InlineData("*.svg", "b/a.svg", false)]
    [InlineData("*.svg", "a.svg.gz", false)]
    [InlineData("**/*.svg", "a.svg", true)]
    [InlineData("**/*.svg", "b/c/a.svg", true)]
    [InlineData("**/*.svg", "b/.hidden/a.svg", false)]
    [InlineData("**/*.svg", ".a.svg", false)]
    [InlineData("**", "b/c", true)]
    [InlineData("**", ".c", false)]
    [InlineData("?at.npz", "cat.npz", true)]
    [InlineData("?at.npz", "at.npz", false)]
    [InlineData("c*t*.npz", "cat.full.npz", true)]
    [InlineData("c*/**/x?/*", "cat/deep/down/x1/a", true)]
    [InlineData("c*/**/x?/*", "cat/x1/a", true)]
    [InlineData("c*/**/x?/*", "cat/x1", false)]
    [InlineData("**/a/**/b", "a/x/a/y/b", true)]
    [InlineData("**/a/**/b", "x/b", false)]
    [InlineData(".*", ".a", true)]
    public void A_path_matches_or_does_not(string pattern, string path, bool expected) =>
        Assert.Equal(expected, GlobPattern.Parse("folder/" + pattern).IsMatch(path.Split('/')));

    [Theory]
    [InlineData("a/b*/c.svg", "a")]
    [InlineData("*.svg", ".")]
    [InlineData("/x/*.svg", "/x")]
    [InlineData("/*.svg", "/")]
    [InlineData("./y/**", "./y")]
    public void The_folder_is_what_stands_before_the_first_wildcard(string pattern, string folder) =>
        Assert.Equal(folder, GlobPattern.Parse(pattern).Folder);

    [Fact]
    public void Folders_that_can_hold_no_match_are_not_entered()
    {
        GlobPattern pattern = GlobPattern.Parse("f/cat*/x/*.svg");
        Assert.True(pattern.CouldContain(["cat1"]));
        Assert.True(pattern.CouldContain(["cat1", "x"]));
        Assert.False(pattern.CouldContain(["dog"]));
        Assert.False(pattern.CouldContain(["cat1", "y"]));
        Assert.False(pattern.CouldContain(["cat1", "x", "deeper"]));
        Assert.True(GlobPattern.Parse("f/**/x").CouldContain(["a", "b", "c"]));
        Assert.False(GlobPattern.Parse("f/**/x").CouldContain([".git"]));
        Assert.False(GlobPattern.Parse("f/**/x").CouldContain(["a", ".git"]));
        Assert.True(GlobPattern.Parse("f/**/.old/x").CouldContain(["a", ".old"]));
    }

    [Fact]
    public void Many_wildcards_take_no_time_to_speak_of()
    {
        string stars = string.Concat(Enumerable.Repeat("*a", 40));
        Assert.False(GlobPattern.Parse("f/" + stars + "b").IsMatch([new string('a', 200)]));
        string folders = string.Concat(Enumerable.Repeat("**/a/", 20));
        Assert.False(GlobPattern.Parse("f/" + folders + "b").IsMatch([.. Enumerable.Repeat("a", 60)]));
    }
}
