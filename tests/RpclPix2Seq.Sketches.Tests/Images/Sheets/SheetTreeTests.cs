using System.Xml.Linq;
using CsCheck;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Sheets;

public class SheetTreeTests
{
    /// <summary>Two nodes next to three rows: the first has two of them, the second the last one and a bit of the first.</summary>
    private static Sheet Tree => new()
    {
        Title = "Tree",
        Rows = [.. Enumerable.Range(0, 3).Select(i => new SheetRow([SheetCell.Of(TestSheets.Cross)]) { Heading = $"row {i}" })],
        Tree = new SheetTree(
            [new SheetNode("upper", "64 %", 0.64), new SheetNode("lower", "36 %", 0.36)],
            [new SheetBranch(0, 0, 0.5), new SheetBranch(0, 1, 0.5), new SheetBranch(1, 2, 1), new SheetBranch(1, 0, 0)]),
    };

    [Fact]
    public void Nodes_stand_beside_their_rows_with_the_area_of_their_weight()
    {
        SheetLayout layout = SheetLayout.Of(Tree);
        double[] middles = [.. layout.Groups.Select(group => group.Y + 48)];
        Assert.Equal((middles[0] + middles[1]) / 2, layout.Discs[0].Y, 1e-9);
        Assert.Equal(middles[2], layout.Discs[1].Y, 1e-9);
        Assert.Equal(0.8 / 0.6, layout.Discs[0].Radius / layout.Discs[1].Radius, 1e-9);
        Assert.All(layout.Discs, disc => Assert.True(disc.X - disc.Radius > 26 && disc.X + disc.Radius < layout.Groups[0].X));
        Assert.Contains(layout.Texts, text => text.Text == "lower" && Math.Abs(text.Baseline - middles[2]) < 5);
    }

    [Fact]
    public void Branches_lead_from_nodes_to_rows_and_are_as_thick_as_their_weight()
    {
        SheetLayout layout = SheetLayout.Of(Tree);
        Assert.Equal([0.0, 0.5, 0.5, 1], layout.Branches.Select(branch => (branch.Width - 0.75) / 8.25));
        PlacedBranch thickest = layout.Branches[^1];
        Assert.Equal((layout.Discs[1].X, layout.Discs[1].Y), thickest.From);
        Assert.Equal(layout.Groups[2].Y + 48, thickest.To.Y, 1e-9);
        Assert.True(thickest.To.X < layout.Texts.Single(text => text.Text == "row 2").X);

        (double X, double Y)[] points = layout.Branches[0].Points(2);
        Assert.Equal((layout.Branches[0].From.X * 2, layout.Branches[0].From.Y * 2), points[0]);
        Assert.Equal(layout.Branches[0].To.X * 2, points[^1].X, 1e-9);
        Assert.Equal(layout.Branches[0].To.Y * 2, points[^1].Y, 1e-9);
    }

    [Fact]
    public void No_short_text_is_cut() => Gen.String[Gen.Char['0', 'z'], 1, 10].Array[4].ForAll(words =>
    {
        Sheet sheet = Tree with
        {
            Rows = [.. Tree.Rows.Select(row => row with { Heading = words[0], Detail = words[1] })],
            Tree = Tree.Tree! with { Nodes = [new SheetNode(words[2], words[3], 0.5), new SheetNode(words[3], "", 0.5)] },
        };
        Assert.All(SheetLayout.Of(sheet).Texts, text => Assert.Equal(text.Whole, text.Text));
    });

    [Fact]
    public void Many_nodes_never_lie_on_one_another_or_outside()
    {
        Sheet sheet = Tree with
        {
            Tree = new SheetTree(
                [.. Enumerable.Range(0, 20).Select(i => new SheetNode($"{i}", "", 1))],
                [.. Enumerable.Range(0, 20).Select(i => new SheetBranch(i, i % 2, 1))]),
        };
        SheetLayout layout = SheetLayout.Of(sheet);
        PlacedDisc[] discs = [.. layout.Discs.OrderBy(disc => disc.Y)];
        Assert.All(discs.Zip(discs.Skip(1)), pair => Assert.True(pair.Second.Y - pair.First.Y >= pair.First.Radius + pair.Second.Radius));
        Assert.True(discs[^1].Y + discs[^1].Radius <= layout.Height - 25.99);
    }

    [Fact]
    public void Rows_without_cells_and_nodes_without_rows_do_no_harm()
    {
        Sheet sheet = Tree with
        {
            Rows = [new SheetRow([]), .. Tree.Rows.Skip(1)],
            Tree = Tree.Tree! with { Branches = [new SheetBranch(0, 0, 1), new SheetBranch(0, 1, 0)] },
        };
        Assert.Single(SheetLayout.Of(sheet).Branches);
        Assert.Equal(2, SheetLayout.Of(sheet).Discs.Count);
        Assert.Equal(2, SheetLayout.Of(new Sheet { Rows = [], Tree = Tree.Tree with { Branches = [] } }).Discs.Count);
    }

    [Fact]
    public void Png_and_svg_show_discs_and_branches_at_the_same_places()
    {
        SheetLayout layout = SheetLayout.Of(Tree);
        XElement root = XDocument.Parse(SheetSvg.Render(Tree)).Root!;
        XElement[] circles = [.. root.Elements().Where(element => element.Name.LocalName == "circle")];
        Assert.Equal(layout.Discs.Select(disc => Math.Round(disc.Y, 2)), circles.Select(circle => (double)circle.Attribute("cy")!));
        Assert.Equal(
            4, root.Elements().Count(element => element.Name.LocalName == "path" && element.Attribute("stroke-width") is not null));
        PngPixels png = new(SheetPng.Render(Tree));
        Assert.All(layout.Discs, disc => Assert.Equal((0x5b, 0x6c, 0x7b), png.At((int)(2 * disc.X), (int)(2 * disc.Y))));
        PlacedBranch branch = layout.Branches[^1];
        Assert.Equal((0xc3, 0xcd, 0xd6), png.At((int)(2 * branch.Bend), (int)(branch.From.Y + branch.To.Y)));
    }

    [Fact]
    public void Bad_values_are_named()
    {
        AssertRefused("tree, node 0: expected a weight of 0 to 1", new SheetTree([new SheetNode("", "", double.NaN)], []));
        AssertRefused("tree, branch 0: expected a node below 0", new SheetTree([], [new SheetBranch(0, 0, 1)]));
        AssertRefused("tree, branch 0: expected a row below 3", new SheetTree([new SheetNode("", "", 1)], [new SheetBranch(0, 3, 1)]));
        AssertRefused(
            "tree, branch 0: expected a weight of 0 to 1", new SheetTree([new SheetNode("", "", 1)], [new SheetBranch(0, 0, 1.5)]));

        static void AssertRefused(string message, SheetTree tree) =>
            Assert.Contains(message, Assert.Throws<InputException>(() => SheetSvg.Render(Tree with { Tree = tree })).Message);
    }
}
