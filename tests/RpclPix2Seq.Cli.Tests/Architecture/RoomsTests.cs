using System.Text.RegularExpressions;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Architecture;

/// <summary>docs/architecture.md says which room uses which, and that nothing reaches back.</summary>
public sealed partial class RoomsTests
{
    private static readonly Arrow[] Found = Rooms.Arrows(Rooms.Read(SharedFolder.ProjectRoot));

    [Fact]
    public void No_room_is_reached_from_what_it_uses() => Assert.Empty(Rooms.Circle(Found));

    [Fact]
    public void Rooms_use_what_the_architecture_lists_and_nothing_else()
    {
        string text = File.ReadAllText(Path.Combine(SharedFolder.ProjectRoot, "docs", "architecture.md"));
        SortedSet<string> listed = new(StringComparer.Ordinal),
            real = new(Found.Select(arrow => $"{arrow.From} -> {arrow.To}"), StringComparer.Ordinal);
        foreach (Match row in Row().Matches(text))
            listed.UnionWith(
                row.Groups[2].Value.Split([", ", "–"], StringSplitOptions.RemoveEmptyEntries)
                    .Select(used => $"{row.Groups[1].Value} -> {used.Trim()}"));
        Assert.NotEmpty(listed);
        Assert.Equal(
            [], real.Except(listed).Select(arrow => $"{arrow}: {Found.First(found => arrow == $"{found.From} -> {found.To}").File}"));
        Assert.Equal([], listed.Except(real));
    }

    [Theory]
    [InlineData("namespace RpclPix2Seq.Files;", "using RpclPix2Seq.Strokes;\nnamespace RpclPix2Seq.Strokes;")]
    [InlineData("using RpclPix2Seq.Strokes;", "// RpclPix\nFiles.Reader x;")]
    public void Rooms_that_do_not_close_a_circle_pass(string files, string strokes) =>
        Assert.Empty(Rooms.Circle(Rooms.Arrows(Two(files, strokes))));

    [Theory]
    [InlineData("using RpclPix2Seq.Strokes;", "using static RpclPix2Seq.Files.Reader;")]
    [InlineData("using RpclPix2Seq.Strokes.Deep;", "class Line { Files.Input x; }")]
    [InlineData("class Input { RpclPix2Seq.Strokes.Deep.Line x; }", "using RpclPix2Seq.Files;")]
    public void A_circle_is_found(string files, string strokes)
    {
        string[] circle = Rooms.Circle(Rooms.Arrows(Two(files, strokes)));
        Assert.Equal(3, circle.Length);
        Assert.Equal(circle[0], circle[^1]);
    }

    [Fact]
    public void A_type_of_the_project_itself_is_a_use_without_a_using() => Assert.Equal(
        [new Arrow("Files", "RpclPix2Seq", "b")],
        Rooms.Arrows(
            [new RoomFile("RpclPix2Seq", "a", "public sealed class SketchModel\n"), new RoomFile(
                "Files", "b", "int x = SketchModel.Load(1);")]));

    [Fact]
    public void A_public_type_belongs_to_the_room_of_its_file() => Assert.Equal(
        [new Arrow("Images", "Strokes", "b")],
        Rooms.Arrows(
            [new RoomFile("Strokes", "a", "namespace RpclPix2Seq;\npublic sealed class Sketch\n"), new RoomFile(
                "Images", "b", "namespace RpclPix2Seq.Images;\nint Draw(Sketch x);")]));

    private static RoomFile[] Two(string files, string strokes) =>
        [new RoomFile("Files", "a", $"{files}\npublic sealed class Input\n"), new RoomFile("Strokes", "b", strokes)];

    [GeneratedRegex(@"^\| `(\w[\w.]*)` \|.*\| ([^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
