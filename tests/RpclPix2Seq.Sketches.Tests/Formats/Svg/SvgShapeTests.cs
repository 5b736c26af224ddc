using System.Numerics;
using RpclPix2Seq.Sketches.Formats.Svg;

namespace RpclPix2Seq.Sketches.Tests.Formats.Svg;

public sealed class SvgShapeTests
{
    [Theory]
    [InlineData("<line x1='1' y1='2' x2='3' y2='4' stroke='red'/>", "1,2 3,4")]
    [InlineData("<rect x='1' y='2' width='3' height='4'/>", "1,2 4,2 4,6 1,6 1,2")]
    [InlineData("<polyline points='1,2 3,4 5-6'/>", "1,2 3,4 5,-6")]
    [InlineData("<polygon points='1,2 3,4 5,6'/>", "1,2 3,4 5,6 1,2")]
    [InlineData("<polyline points='1,2 3,4 5'/>", "1,2 3,4")]
    [InlineData("<polyline points='1,2 3,4 x 5,6'/>", "1,2 3,4")]
    [InlineData("<polygon points='7 7'/>", "7,7")]
    public void Shapes_of_lines_keep_their_corners(string shape, string expected) =>
        Assert.Equal(expected, Documents.Text(Documents.Svg(shape)));

    [Theory]
    [InlineData("<circle cx='50' cy='40' r='20'/>", 50, 40, 20, 20)]
    [InlineData("<ellipse cx='50' cy='40' rx='20' ry='10'/>", 50, 40, 20, 10)]
    [InlineData("<ellipse cx='50' cy='40' rx='20'/>", 50, 40, 20, 20)]
    [InlineData("<rect x='30' y='30' width='40' height='20' rx='99' ry='10'/>", 50, 40, 20, 10)]
    public void Round_shapes_begin_and_close_where_their_paths_do(string shape, float x, float y, float rx, float ry)
    {
        Vector2[] stroke = Assert.Single(Documents.Svg(shape));
        Assert.Equal(stroke[0], stroke[^1]);
        Assert.InRange(stroke.Length, 17, 100);
        Assert.All(stroke, p => Assert.Equal(1, ((p - new Vector2(x, y)) / new Vector2(rx, ry)).Length(), 0.003));

        // All the way around it, not only halfway.
        foreach (Vector2 extreme in new Vector2[] { new(x + rx, y), new(x - rx, y), new(x, y + ry), new(x, y - ry) })
            Assert.True(stroke.Min(p => Vector2.Distance(p, extreme)) < 0.05, $"{extreme}");
        if (!shape.StartsWith("<rect", StringComparison.Ordinal))
            Assert.Equal(new Vector2(x + rx, y), stroke[0]);
    }

    [Fact]
    public void Rounded_corners_take_the_missing_radius_from_the_other()
    {
        Vector2[] stroke = Assert.Single(Documents.Svg("<rect x='10' y='20' width='60' height='40' ry='5'/>"));
        Assert.Equal((new Vector2(15, 20), new Vector2(65, 20), new Vector2(15, 20)), (stroke[0], stroke[1], stroke[^1]));
        Assert.Equal((10, 70, 20, 60), (stroke.Min(p => p.X), stroke.Max(p => p.X), stroke.Min(p => p.Y), stroke.Max(p => p.Y)));
        Assert.DoesNotContain(new Vector2(10, 20), stroke);
    }

    [Theory]
    [InlineData("<rect width='0' height='5'/>")]
    [InlineData("<rect width='5' height='-5'/>")]
    [InlineData("<rect height='5'/>")]
    [InlineData("<circle cx='5' cy='5'/>")]
    [InlineData("<ellipse rx='5' ry='0'/>")]
    [InlineData("<polyline points=''/>")]
    [InlineData("<path/>")]
    [InlineData("<path d='L5 5'/>")]
    [InlineData("<text>words</text><image href='cat.png' width='9' height='9'/>")]
    public void Shapes_without_a_size_are_not_drawn(string shape)
    {
        Assert.Equal("0,0 1,1", Documents.Text(Documents.Svg(shape + "<path d='M0 0L1 1'/>")));
        Assert.Contains("found none", Documents.Error(new SvgFormat(), $"<svg>{shape}</svg>"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("96px", 96)]
    [InlineData("1in", 96)]
    [InlineData("25.4mm", 96)]
    [InlineData("2.54cm", 96)]
    [InlineData("72pt", 96)]
    [InlineData("6pc", 96)]
    [InlineData("6PC", 96)]
    [InlineData(" 101.6Q ", 96)]
    [InlineData("2em", 32)]
    [InlineData("1e1", 10)]
    [InlineData("50%", 50)]
    [InlineData("7furlongs", 0)]
    [InlineData("none", 0)]
    public void Lengths_have_units(string length, float expected)
    {
        Vector2 end = Assert.Single(Documents.Svg($"<line y1='7' x2='{length}' y2='1' stroke='red'/>"))[1];
        Assert.Equal(expected, end.X, 1e-4f);
    }

    [Fact]
    public void Percentages_refer_to_the_viewport_in_its_own_units()
    {
        const string content =
            "<svg viewBox='0 0 30 40'><rect x='10%' y='10%' width='50%' height='50%' stroke='red'/><circle r='10%'/></svg>";
        IReadOnlyList<Vector2[]> strokes = Assert.Single(Documents.Read(new SvgFormat(), content)).Strokes;
        Assert.Equal("3,4 18,4 18,24 3,24 3,4", Documents.Text([strokes[0]]));
        Assert.Equal(Math.Sqrt((900 + 1600) / 2.0) / 10, strokes[1][0].X, 0.0001);
    }
}
