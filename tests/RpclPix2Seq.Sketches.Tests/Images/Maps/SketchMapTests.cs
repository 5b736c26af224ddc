using System.Globalization;
using System.Xml.Linq;
using RpclPix2Seq.Sketches.Images.Maps;
using RpclPix2Seq.Sketches.Images.Sheets;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Tests.Images.Maps;

public class SketchMapTests
{
    private static readonly SheetCell Cell = SheetCell.Of(new Sketch([new(0, 0, false), new(10, 5, false), new(0, 8, true)]));

    [Fact]
    public void A_unit_is_as_long_upwards_as_to_the_right()
    {
        MapLayout layout = MapLayout.Of(Map((0, 0), (4, 0), (4, 3)));
        Assert.Equal(layout.Dots[0].Y, layout.Dots[1].Y, 1e-9);
        Assert.Equal(layout.Dots[1].X, layout.Dots[2].X, 1e-9);
        double right = layout.Dots[1].X - layout.Dots[0].X, up = layout.Dots[1].Y - layout.Dots[2].Y;
        Assert.True(right > 500, "the map fills its plane");
        Assert.Equal(right / 4, up / 3, 1e-9);
    }

    [Fact]
    public void Cards_do_not_overlap_and_every_card_that_fits_is_shown()
    {
        CounterRandom random = new(1);
        (double X, double Y)[] places = [.. Enumerable.Range(0, 3000).Select(_ => (random.NextNormal(), random.NextNormal()))];
        MapLayout layout = MapLayout.Of(Map(places));
        (double X, double Y)[] cards = [.. layout.Thumbs.Select(i => layout.Dots[i])];
        Assert.InRange(cards.Length, 40, 300);
        for (int i = 0; i < cards.Length; i++)
        {
            for (int j = 0; j < i; j++)
                Assert.True(Apart(cards[i], cards[j]) > MapLayout.ThumbSize, $"cards {i} and {j} overlap");
        }

        double room = cards.Min(a => cards.Where(b => b != a).Min(b => Apart(a, b)));
        Assert.All(layout.Dots, dot => Assert.True(cards.Min(card => Apart(dot, card)) <= room, "here would be room for one more"));
        Assert.Equal(layout.Thumbs, MapLayout.Of(Map(places)).Thumbs);

        static double Apart((double X, double Y) a, (double X, double Y) b) => Math.Max(Math.Abs(a.X - b.X), Math.Abs(a.Y - b.Y));
    }

    [Fact]
    public void Points_without_a_drawing_get_no_card()
    {
        SketchMap map = Map((0, 0), (1, 1));
        map = map with { Points = [map.Points[0] with { Cell = SheetCell.Empty }, map.Points[1]] };
        Assert.Equal([1], MapLayout.Of(map).Thumbs);
    }

    [Fact]
    public void One_place_or_many_times_the_same_is_in_the_middle()
    {
        foreach (SketchMap map in (SketchMap[])[Map((7, -3)), Map((7, -3), (7, -3), (7, -3))])
        {
            MapLayout layout = MapLayout.Of(map);
            Assert.All(layout.Dots, dot => Assert.Equal(layout.Dots[0], dot));
            Assert.Single(layout.Thumbs);
            Assert.InRange(layout.Dots[0].X, 400, 600);
            Assert.NotEmpty(MapPng.Render(map));
        }
    }

    [Fact]
    public void An_ellipse_is_two_standard_deviations_of_its_gaussian()
    {
        MapEllipse ellipse = new("1", 5, -2, 4, 1.5, 1, 0);
        (double X, double Y)[] outline = ellipse.Outline(40);
        Assert.Equal(41, outline.Length);
        Assert.Equal(outline[0], outline[^1]);
        double determinant = (4 * 1) - (1.5 * 1.5);
        Assert.All(outline, p =>
        {
            (double x, double y) = (p.X - 5, p.Y + 2);
            Assert.Equal(4, ((1 * x * x) - (2 * 1.5 * x * y) + (4 * y * y)) / determinant, 1e-9);
        });
        Assert.All(new MapEllipse("flat", 0, 0, 0, 0, 9, null).Outline(8), p => Assert.Equal(0, p.X));
    }

    [Fact]
    public void Ellipses_are_cut_off_at_the_edge_of_the_plane()
    {
        SketchMap map = Map((0, 0), (1, 1)) with { Ellipses = [new MapEllipse("1", 0.5, 0.5, 1, 0, 1, 1)] };
        MapLayout layout = MapLayout.Of(map);
        (double X, double Y)[] shown = [.. layout.Ellipses[0].Outlines.SelectMany(part => part)];
        Assert.All(shown, p => Assert.True(p.X >= 0 && p.X <= layout.Width && p.Y >= 0 && p.Y <= layout.Height));
        Assert.True(shown.Length < 129);
    }

    [Fact]
    public void The_svg_holds_dots_cards_legend_and_labels()
    {
        SketchMap map = Map((0, 0), (1, 0), (1, 1)) with
        {
            Title = "A & B",
            Groups = [new MapGroup("cats <1>", 0), new MapGroup("pigs", 1), new MapGroup("nobody", 2)],
            Ellipses = [new MapEllipse("k7", 0.5, 0.5, 0.01, 0, 0.01, null)],
        };
        map = map with { Points = [map.Points[0], map.Points[1], map.Points[2] with { Group = 1 }] };
        XElement svg = XElement.Parse(MapSvg.Render(map));
        XNamespace space = "http://www.w3.org/2000/svg";
        string[] dots =
        [
            .. svg.Elements(space + "path").Where(path => path.Attribute("class")!.Value == "dots")
                .Select(path => path.Attribute("d")!.Value),
        ];
        Assert.Equal([2, 1], dots.Select(d => d.Count(c => c == 'M')));
        Assert.Equal(3, svg.Elements(space + "g").Count());
        Assert.Equal(
            new[] { GroupColor.Css(0), GroupColor.Css(0), GroupColor.Css(1) }.Order(),
            svg.Elements(space + "g").Select(g => g.Element(space + "rect")!.Attribute("stroke")!.Value).Order());
        string[] texts = [.. svg.Elements(space + "text").Select(text => text.Value)];
        Assert.Equal(["A & B", "k7", "cats <1> · 2", "pigs · 1"], texts);
        Assert.DoesNotContain("nobody", MapSvg.Render(map), StringComparison.Ordinal);
    }

    [Fact]
    public void The_png_shows_dots_and_cards_where_they_lie()
    {
        SketchMap map = Map((0, 0), (10, 0), (10, 5));
        map = map with
        {
            Points = [map.Points[0] with { Cell = SheetCell.Empty }, .. map.Points.Skip(1)],
            Ellipses = [new MapEllipse("2", 5, 2, 0.1, 0, 0.1, 1)],
        };
        MapLayout layout = MapLayout.Of(map);
        Canvas canvas = MapPng.Draw(map);
        Rgb dot = canvas[(int)(layout.Dots[0].X * 2), (int)(layout.Dots[0].Y * 2)];
        Assert.Equal(SheetStyle.Paper.Under(GroupColor.Of(0), MapPng.DotOpacity), dot);
        int corner = (int)((layout.Dots[1].X - (MapLayout.ThumbSize / 2) + 3) * 2);
        Assert.Equal(SheetStyle.Card(SheetTone.White), canvas[corner, (int)(layout.Dots[1].Y * 2)]);
        Assert.Equal(MapPng.Render(map), MapPng.Render(map));
        Assert.True(canvas.Width > 2 * 1000);
    }

    [Fact]
    public void Groups_have_colors_that_differ()
    {
        string[] colors = [.. Enumerable.Range(0, 60).Select(GroupColor.Css)];
        Assert.Equal(60, colors.Distinct().Count());
        Assert.All(
            colors,
            color =>
                Assert.True(
                    int.TryParse(color[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _) && color.Length == 7, color));
    }

    // Steps of 0.02 in Oklab can just be seen side by side; dots that are far apart need several times as much.
    [Fact]
    public void Ten_groups_can_be_distinguished()
    {
        for (int i = 0; i < 10; i++)
        {
            for (int k = 0; k < i; k++)
                Assert.InRange(Distance(Oklab(GroupColor.Of(i)), Oklab(GroupColor.Of(k))), 0.12, 1);
        }

        static double Distance(double[] a, double[] b) =>
            Math.Sqrt(a.Zip(b).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));

        // https://bottosson.github.io/posts/oklab
        static double[] Oklab(Rgb color)
        {
            (double r, double g, double b) = (Linear(color.Red), Linear(color.Green), Linear(color.Blue));
            double l = Math.Cbrt((0.4122214708 * r) + (0.5363325363 * g) + (0.0514459929 * b)),
                m = Math.Cbrt((0.2119034982 * r) + (0.6806995451 * g) + (0.1073969566 * b)),
                s = Math.Cbrt((0.0883024619 * r) + (0.2817188376 * g) + (0.6299787005 * b));
            return
            [
                (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s), (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
                (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s),
            ];
        }

        static double Linear(byte value) => value / 255.0 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Contains("points: expected at least one, found none", Refused(Map()), StringComparison.Ordinal);
        Assert.Contains(
            "point 1: expected a finite place, found (NaN, 0)", Refused(Map((0, 0), (double.NaN, 0))), StringComparison.Ordinal);
        SketchMap map = Map((0, 0));
        Assert.Contains(
            "point 0: expected one of 1 groups, found group 1", Refused(map with { Points = [map.Points[0] with { Group = 1 }] }),
            StringComparison.Ordinal);
        Assert.Contains(
            "ellipse 3", Refused(map with { Ellipses = [new MapEllipse("3", 0, 0, double.PositiveInfinity, 0, 0, 1)] }),
            StringComparison.Ordinal);
        Assert.Contains("colors", Refused(map with { Groups = [new MapGroup("a", -1)] }), StringComparison.Ordinal);
    }

    private static string Refused(SketchMap map) => Assert.Throws<InputException>(() => MapSvg.Render(map)).Message;

    private static SketchMap Map(params (double X, double Y)[] places) => new()
    {
        Points = [.. places.Select(place => new MapPoint(place.X, place.Y, 0, Cell))],
        Groups = [new MapGroup("all", 0)],
    };
}
