using System.Numerics;
using CsCheck;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.TestKit;
using Plane = RpclPix2Seq.Sketches.Images.Tracing.Plane;

namespace RpclPix2Seq.Sketches.Tests.Images.Tracing;

public sealed class LineTracerTests
{
    private const int Side = 200;

    private static readonly Gen<float> Place = Gen.Float[25, 175];

    [Fact]
    public void A_line_of_any_width_comes_back_as_its_middle() => Gen.Select(Place, Place, Place, Place, Gen.Float[2, 14])
        .Where((ax, ay, bx, by, _) => Vector2.Distance(new(ax, ay), new(bx, by)) > 50)
        .ForAll((ax, ay, bx, by, width) => AssertTraced(new(ax, ay), new(bx, by), width), count: 40);

    [Fact]
    public void So_does_one_whose_end_looked_like_the_tip_of_a_corner() =>
        AssertTraced(new(139.598f, 41.452f), new(152.187f, 145), 61f / 14);

    private static void AssertTraced(Vector2 a, Vector2 b, float width)
    {
        Vector2[] stroke = Assert.Single(Trace(width, (a, b)));
        (Vector2 first, Vector2 last) = Vector2.Distance(stroke[0], a) < Vector2.Distance(stroke[0], b) ? (a, b) : (b, a);
        Assert.InRange(Vector2.Distance(stroke[0], first), 0, 0.3 * width + 1);
        Assert.InRange(Vector2.Distance(stroke[^1], last), 0, 0.3 * width + 1);
        Assert.All(stroke, point => Assert.InRange(Distance(point, a, b), 0, 0.12 * width + 0.75));
    }

    [Fact]
    public void Lines_continue_straight_where_they_cross()
    {
        List<Vector2[]> strokes = Trace(6, (new(30, 40), new(170, 150)), (new(160, 30), new(40, 170)));
        Assert.Equal(2, strokes.Count);
        Assert.All(strokes, stroke => Assert.True(Vector2.Distance(stroke[0], stroke[^1]) > 150));
    }

    [Fact]
    public void A_ring_is_one_closed_stroke()
    {
        Plane plane = new(Side, Side);
        Paint(plane, point => Math.Abs(Vector2.Distance(point, new(100, 100)) - 60) - 3);
        Vector2[] stroke = Assert.Single(LineTracer.Trace(InkCleaning.Clean(plane, InkFinder.Low)!, 45));
        Assert.Equal((stroke[0], stroke[1]), (stroke[^2], stroke[^1]));
        Assert.All(stroke, point => Assert.InRange(Vector2.Distance(point, new(100, 100)), 59, 61));
    }

    [Fact]
    public void The_width_of_lines_and_the_box_around_them_are_measured()
    {
        Plane plane = new(Side, Side);
        Paint(plane, point => Math.Max(Math.Abs(point.X - 100.25f) - 70.5f, Math.Abs(point.Y - 60) - 2.5f));
        Ink ink = InkCleaning.Clean(plane, InkFinder.Low)!;
        Assert.Equal(29.75, ink.Box.Left, 0.05);
        Assert.Equal(170.75, ink.Box.Right, 0.05);
        Assert.Equal(57.5, ink.Box.Top, 0.05);
        Assert.Equal(62.5, ink.Box.Bottom, 0.05);
        Assert.InRange(ink.LineWidth, 4, 6.5); // a side counts as its average over all slopes: 5 · 4/π where all are level
    }

    private static List<Vector2[]> Trace(float width, params (Vector2 A, Vector2 B)[] lines)
    {
        Plane plane = new(Side, Side);
        Paint(plane, point => lines.Min(line => Distance(point, line.A, line.B)) - (width / 2));
        return LineTracer.Trace(InkCleaning.Clean(plane, InkFinder.Low)!, 45);
    }

    /// <summary>Ink where a distance is negative, its edge one pixel soft.</summary>
    private static void Paint(Plane plane, Func<Vector2, float> distance)
    {
        for (int i = 0; i < plane.Values.Length; i++)
            plane.Values[i] = Math.Clamp(0.5f - distance(new((i % Side) + 0.5f, (i / Side) + 0.5f)), 0, 1);
    }

    private static float Distance(Vector2 point, Vector2 a, Vector2 b)
    {
        float along = Math.Clamp(Vector2.Dot(point - a, b - a) / (b - a).LengthSquared(), 0, 1);
        return Vector2.Distance(point, a + (along * (b - a)));
    }
}
