using System.Numerics;
using CsCheck;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Strokes;

public sealed class RamerDouglasPeuckerTests
{
    private static readonly Gen<Vector2[]> Strokes =
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60]).Select((x, y) => new Vector2(x, y)).Array[0, 40];

    [Fact]
    public void PointsOnAStraightLineGo()
    {
        Vector2[] kept = RamerDouglasPeucker.Simplify([new(0, 0), new(1, 1), new(5, 5), new(9, 9)], 0);

        Assert.Equal([new(0, 0), new(9, 9)], kept);
    }

    [Fact]
    public void ACornerStaysAndWhatIsWithinTheToleranceGoes()
    {
        Vector2[] kept = RamerDouglasPeucker.Simplify([new(0, 0), new(5, 1.9f), new(10, 0), new(8, 6), new(10, 12)], 2);

        Assert.Equal([new(0, 0), new(10, 0), new(10, 12)], kept);
    }

    [Fact]
    public void AClosedShapeKeepsItsFarSide()
    {
        Vector2[] box = [new(0, 0), new(0, 10), new(10, 10), new(10, 0), new(0, 0)];

        Assert.Equal(box, RamerDouglasPeucker.Simplify(box, 2));
    }

    [Fact]
    public void ATurnBeyondTheEndIsKept()
    {
        // All on one infinite line, but the pen went as far as 20 and came back.
        Vector2[] kept = RamerDouglasPeucker.Simplify([new(0, 0), new(20, 0), new(10, 0)], 2);

        Assert.Equal(3, kept.Length);
    }

    [Fact]
    public void BisectionsOnePointAtATimeAreFollowedToTheEnd()
    {
        // In a zigzag that dies out, the second point is always the one farthest from the chord.
        Vector2[] points = new Vector2[5_000];
        for (int i = 0; i < points.Length; i++)
            points[i] = new(i, i % 2 == 0 ? 0 : points.Length - i);

        Assert.Equal(points.Length, RamerDouglasPeucker.Simplify(points, 0.4).Length);
    }

    [Fact]
    public void EndsAreKeptInOrderAndNothingIsInvented() => Strokes.ForAll(stroke =>
    {
        bool[] kept = RamerDouglasPeucker.Keep(stroke, 2);
        Vector2[] simple = RamerDouglasPeucker.Simplify(stroke, 2);
        Assert.Equal(stroke.Where((_, i) => kept[i]), simple);
        if (stroke.Length > 0)
            Assert.True(kept[0] && kept[^1]);
    });

    [Fact]
    public void EveryDroppedPointIsWithinTheToleranceOfItsReplacement() => Strokes.ForAll(stroke =>
    {
        const double Epsilon = 3;
        bool[] kept = RamerDouglasPeucker.Keep(stroke, Epsilon);
        for (int i = 0; i < stroke.Length; i++)
        {
            if (kept[i])
                continue;
            int before = Array.LastIndexOf(kept, true, i), after = Array.IndexOf(kept, true, i);
            Assert.True(DistanceToSegment(stroke[i], stroke[before], stroke[after]) <= Epsilon + 1e-4);
        }
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void AToleranceThatIsNoneIsRefused(double epsilon) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RamerDouglasPeucker.Simplify([new(0, 0)], epsilon));

    // Walks the segment in small steps: nothing in common with the formula under test, and never more than half a step too far.
    private static double DistanceToSegment(Vector2 p, Vector2 a, Vector2 b)
    {
        const int Steps = 500;
        double nearest = Enumerable.Range(0, Steps + 1).Min(i => Vector2.Distance(p, Vector2.Lerp(a, b, i / (float)Steps)));
        return nearest - Vector2.Distance(a, b) / (2 * Steps);
    }
}
