using System.Globalization;
using System.Numerics;
using CsCheck;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.Svg;

public sealed class CurveTests
{
    private static readonly Gen<double[]> GenCubic = Gen.Double[-100, 100].Array[8];

    [Fact]
    public void Polylines_stay_within_the_tolerance_of_their_curve() => GenCubic.ForAll(p =>
    {
        Vector2[] polyline = Flatten(p);
        double[] xs = [.. Enumerable.Range(0, 1001).Select(i => At(p, 0, i / 1000.0))],
            ys = [.. Enumerable.Range(0, 1001).Select(i => At(p, 1, i / 1000.0))];

        // A thousandth of the extent. Points of up to 100 are rounded to single precision, and a thousand positions miss up to 2400/8·1e-6
        // of the extent at either end.
        double allowed = (Math.Max(xs.Max() - xs.Min(), ys.Max() - ys.Min()) * 0.001) + (2 * 100.0 / (1 << 24)) + (0.001 * 2 * 3e-4);
        for (int i = 0; i < xs.Length; i++)
            Assert.True(Distance(polyline, xs[i], ys[i]) <= allowed, $"at {i / 1000.0}");
        Assert.Equal((new Vector2((float)p[0], (float)p[1]), new Vector2((float)p[6], (float)p[7])), (polyline[0], polyline[^1]));
        Assert.InRange(polyline.Length, 2, 200);
    }, count: 500);

    [Fact]
    public void The_tolerance_is_that_of_the_whole_drawing()
    {
        Outline alone = new("", 1000), beside = new("", 1000);
        beside.MoveTo(-10_000, 0);
        beside.LineTo(-10_000, 9);
        foreach (Outline outline in (Outline[])[alone, beside])
        {
            outline.MoveTo(0, 0);
            outline.CubicTo(0, 10, 10, 10, 10, 0);
        }

        Assert.InRange(alone.ToStrokes()[0].Length, 9, 65);
        Assert.Equal(2, beside.ToStrokes()[1].Length);
    }

    [Fact]
    public void Lone_moves_count_for_nothing()
    {
        Outline outline = new("", 1000);
        outline.MoveTo(1e9, 1e9);
        outline.MoveTo(0, 0);
        outline.CubicTo(0, 10, 10, 10, 10, 0);
        outline.MoveTo(-1e9, 0);
        Assert.InRange(Assert.Single(outline.ToStrokes()).Length, 9, 65);
    }

    [Fact]
    public void The_extent_of_a_curve_is_that_of_its_points() => Gen.Double[-100, 100].Array[4].ForAll(p =>
    {
        Extent extent = new();
        extent.IncludeCubic(p[0], p[1], p[2], p[3]);
        double[] values = [.. Enumerable.Range(0, 2001).Select(i => At(p[0], p[1], p[2], p[3], i / 2000.0))];
        // what 2000 positions miss at either end: |x″|/8 times their squared distance
        Assert.Equal(values.Max() - values.Min(), extent.Length, 2 * 2400 / 8.0 / (2000.0 * 2000));
    });

    [Fact]
    public void Numbers_are_read_as_the_runtime_reads_them() => Gen.Select(
        Gen.OneOf(Gen.Double, Gen.Double[-1e6, 1e6], Gen.Int.Select(i => i / 100.0)),
        Gen.OneOf(Gen.Const("R"), Gen.Const("0.###"), Gen.Const("E3"), Gen.Const("F20")))
        .Where((value, _) => double.IsFinite(value)).ForAll((value, format) =>
        {
            string text = value.ToString(format, CultureInfo.InvariantCulture);
            NumberScanner scanner = new(text);
            Assert.True(scanner.TryNumber(out double read) && scanner.AtEnd, text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), read);
        });

    private static Vector2[] Flatten(double[] p)
    {
        Outline outline = new("", 100_000);
        outline.MoveTo(p[0], p[1]);
        outline.CubicTo(p[2], p[3], p[4], p[5], p[6], p[7]);
        return Assert.Single(outline.ToStrokes());
    }

    private static double At(double[] p, int axis, double t) => At(p[axis], p[axis + 2], p[axis + 4], p[axis + 6], t);

    private static double At(double p0, double p1, double p2, double p3, double t) =>
        ((1 - t) * (1 - t) * (1 - t) * p0) + (3 * (1 - t) * (1 - t) * t * p1) + (3 * (1 - t) * t * t * p2) + (t * t * t * p3);

    private static double Distance(Vector2[] polyline, double x, double y)
    {
        double least = double.PositiveInfinity;
        for (int i = 1; i < polyline.Length; i++)
        {
            double ax = polyline[i - 1].X, ay = polyline[i - 1].Y, dx = polyline[i].X - ax, dy = polyline[i].Y - ay;
            double length = (dx * dx) + (dy * dy);
            double along = length > 0 ? Math.Clamp((((x - ax) * dx) + ((y - ay) * dy)) / length, 0, 1) : 0;
            least = Math.Min(least, Math.Sqrt(Math.Pow(x - ax - (along * dx), 2) + Math.Pow(y - ay - (along * dy), 2)));
        }

        return least;
    }
}
