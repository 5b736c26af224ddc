using System.Numerics;

namespace RpclPix2Seq.Sketches.Tests.Formats.Svg;

public sealed class SvgPathTests
{
    [Theory]
    [InlineData("M1 2L3 4", "1,2 3,4")]
    [InlineData("m1 2l3 4", "1,2 4,6")]
    [InlineData("M1 2 3 4 5 6", "1,2 3,4 5,6")]
    [InlineData("m1 2 3 4 5 6", "1,2 4,6 9,12")]
    [InlineData("M1 2H5V7h-1v-2", "1,2 5,2 5,7 4,7 4,5")]
    [InlineData("M1 2H5 6 7", "1,2 5,2 6,2 7,2")]
    [InlineData("M0 0h2v2z", "0,0 2,0 2,2 0,0")]
    [InlineData("M0 0h2v2H0V0Z", "0,0 2,0 2,2 0,2 0,0")]
    [InlineData("M5 5h2zl1 1", "5,5 7,5 5,5 | 5,5 6,6")]
    [InlineData("M5 5h2zm1 1h1", "5,5 7,5 5,5 | 6,6 7,6")]
    [InlineData("M0 0h1M5 5h1m1 1h1", "0,0 1,0 | 5,5 6,5 | 7,6 8,6")]
    [InlineData("M1 1h1M9 9M2 2h1", "1,1 2,1 | 2,2 3,2")]
    [InlineData("M1 1h1M3 3h0M4 4z", "1,1 2,1 | 3,3 | 4,4")]
    public void Moves_and_lines(string data, string expected) => Assert.Equal(expected, Documents.Text(Documents.SvgPath(data)));

    [Theory]
    [InlineData("M1.5.5-3e1-.25E+1", "1.5,0.5 -30,-2.5")]
    [InlineData("M+1-1L 10.,.5", "1,-1 10,0.5")]
    [InlineData("\n M\t1,2 , 3 4\r\n", "1,2 3,4")]
    [InlineData("M0 0L00012.50 1e-2", "0,0 12.5,0.01")]
    [InlineData("M0 0L1234567.25 0.30000000000000000000001", "0,0 1234567.25,0.3")]
    [InlineData("M0 0L1e2 1E02", "0,0 100,100")]
    public void Numbers_need_no_separators(string data, string expected) => Assert.Equal(expected, Documents.Text(Documents.SvgPath(data)));

    [Theory]
    [InlineData("M0 0L1 1X5 5", "0,0 1,1")]
    [InlineData("M0 0L1 1 2", "0,0 1,1")]
    [InlineData("M0 0L1 1L2 x3", "0,0 1,1")]
    [InlineData("M0 0L1 1C2 2 3 3 4", "0,0 1,1")]
    [InlineData("M0 0L1 1nan 3", "0,0 1,1")]
    [InlineData("M0 0L1 1A5 5 0 2 0 9 9", "0,0 1,1")]
    [InlineData("M0 0L1 1Z 3 3", "0,0 1,1 0,0")]
    [InlineData("M0 0L1 1L,2 2", "0,0 1,1")]
    [InlineData("M0 0L1 1L2,,3", "0,0 1,1")]
    public void What_comes_before_an_error_is_drawn(string data, string expected) =>
        Assert.Equal(expected, Documents.Text(Documents.SvgPath(data)));

    [Fact]
    public void Relative_and_absolute_curves_are_the_same() => Assert.Equal(
        Documents.Text(Documents.SvgPath("M10 10C10 20 30 20 30 10S50 0 50 10Q60 30 70 10T90 10A9 5 20 0 1 60 40")),
        Documents.Text(Documents.SvgPath("m10 10c0 10 20 10 20 0s20 -10 20 0q10 20 20 0t20 0a9 5 20 0 1 -30 30")));

    [Fact]
    public void Smooth_curves_mirror_the_last_control_point_of_their_own_kind()
    {
        Assert.Equal(Path("M0 0C0 10 10 10 10 0C10 -10 20 -10 20 0"), Path("M0 0C0 10 10 10 10 0S20 -10 20 0"));
        Assert.Equal(Path("M0 0Q5 10 10 0Q15 -10 20 0Q25 10 30 0"), Path("M0 0Q5 10 10 0T20 0T30 0"));
        Assert.Equal(Path("M0 0L5 5C5 5 10 -10 20 0"), Path("M0 0L5 5S10 -10 20 0"));
        Assert.Equal(Path("M0 0Q5 10 10 0C10 0 20 -10 20 0"), Path("M0 0Q5 10 10 0S20 -10 20 0"));
        Assert.Equal(Path("M0 0C0 10 10 10 10 0Q10 0 20 0"), Path("M0 0C0 10 10 10 10 0T20 0"));
    }

    [Theory]
    [InlineData("0 0")]
    [InlineData("0 1")]
    [InlineData("1 0")]
    [InlineData("1 1")]
    public void Flags_choose_one_of_four_arcs(string flags)
    {
        // A circle of radius 1 through (0, 0) and (1, 0): the short arcs reach 1 − √3/2 off the chord, the long ones 1 + √3/2.
        Vector2[] stroke = Assert.Single(Documents.SvgPath($"M0 0A1 1 0 {flags} 1 0"));
        bool isLarge = flags[0] == '1', sweeps = flags[2] == '1';
        double off = 1 + (isLarge ? Math.Sqrt(0.75) : -Math.Sqrt(0.75));

        // Sweeping from left to right runs clockwise on the screen: above the chord.
        double farthest = sweeps ? stroke.Min(p => p.Y) : stroke.Max(p => p.Y);
        Assert.Equal(sweeps ? -off : off, farthest, 0.003);
        Vector2 center = new(0.5f, (float)((isLarge == sweeps ? -1 : 1) * Math.Sqrt(0.75)));
        Assert.All(stroke, p => Assert.Equal(1, Vector2.Distance(p, center), 0.001));
        Assert.Equal((Vector2.Zero, Vector2.UnitX), (stroke[0], stroke[^1]));
    }

    [Fact]
    public void Arc_flags_need_no_separators() => Assert.Equal(Path("M0 0A 5 3 30 1 0 9 -4"), Path("M0 0a5 3 30 109-4"));

    [Fact]
    public void Tilted_arcs_lie_on_their_ellipse()
    {
        Vector2[] stroke = Assert.Single(Documents.SvgPath("M0 0A20 10 30 1 1 8 6"));
        (float sin, float cos) = MathF.SinCos(MathF.PI / 6);
        Vector2[] round = [.. stroke.Select(p => new Vector2(((cos * p.X) + (sin * p.Y)) / 20, ((cos * p.Y) - (sin * p.X)) / 10))];

        // In the ellipse's own plane three points fix a circle; its radius must be 1.
        Vector2 a = round[0], b = round[round.Length / 3], c = round[2 * round.Length / 3];
        float d = 2 * ((a.X * (b.Y - c.Y)) + (b.X * (c.Y - a.Y)) + (c.X * (a.Y - b.Y)));
        float aa = a.LengthSquared(), bb = b.LengthSquared(), cc = c.LengthSquared();
        Vector2 center = new(
            ((aa * (b.Y - c.Y)) + (bb * (c.Y - a.Y)) + (cc * (a.Y - b.Y))) / d,
            ((aa * (c.X - b.X)) + (bb * (a.X - c.X)) + (cc * (b.X - a.X))) / d);
        Assert.All(round, p => Assert.Equal(1, Vector2.Distance(p, center), 0.003));
    }

    [Theory]
    [InlineData("M0 0A0 5 0 0 1 9 9", "0,0 9,9")]
    [InlineData("M0 0A1e30 1e30 0 0 1 9 9", "0,0 9,9")]
    [InlineData("M0 0A1e999 5 0 1 1 9 9", "0,0 9,9")]
    [InlineData("M0 0A5 5 0 1 1 0 0L3 3", "0,0 3,3")]
    public void Arcs_without_a_bend_are_lines(string data, string expected) =>
        Assert.Equal(expected, Documents.Text(Documents.SvgPath(data)));

    [Fact]
    public void Radii_that_do_not_reach_are_enlarged()
    {
        Vector2[] stroke = Assert.Single(Documents.SvgPath("M0 0A1 1 0 0 1 10 0"));
        Assert.Equal(-5, stroke.Min(p => p.Y), 0.01);
    }

    private static string Path(string data) => Documents.Text(Documents.SvgPath(data));
}
