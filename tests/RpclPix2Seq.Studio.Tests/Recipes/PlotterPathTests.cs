using System.Numerics;
using CsCheck;
using RpclPix2Seq.Studio.Recipes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Studio.Tests.Recipes;

public sealed class PlotterPathTests
{
    private static readonly Gen<Vector2> Point = Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50], (x, y) => new Vector2(x, y));

    [Fact]
    public void The_same_lines_are_drawn_with_shorter_ways_between_them() => Property.ForAll(
        Point.Array[1, 4].Array[1, 12],
        strokes =>
        {
            Vector2[][] order = PlotterPath.Order(strokes, default);
            Assert.Equal(strokes.Select(Text).Order(StringComparer.Ordinal), order.Select(Text).Order(StringComparer.Ordinal));
            Assert.True(PlotterPath.Lifted(order, default) <= PlotterPath.Lifted(strokes, default) + 1e-3);
        });

    [Fact]
    public void Of_few_strokes_the_way_is_close_to_the_shortest()
    {
        double sum = 0, best = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            Vector2[][] strokes = [.. Enumerable.Range(0, 5).Select(_ => new Vector2[] { Next(random), Next(random) })];
            sum += PlotterPath.Lifted(PlotterPath.Order(strokes, default), default);
            best += Shortest(strokes, default);
        }

        Assert.InRange(sum, best, 1.1 * best);
    }

    private static Vector2 Next(Random random) => new(random.Next(100), random.Next(100));

    private static double Shortest(Vector2[][] strokes, Vector2 pen) => strokes.Length == 0
        ? 0
        : strokes.SelectMany((stroke, i) => new[] { (stroke[0], stroke[^1]), (stroke[^1], stroke[0]) }.Select(
            ends => Vector2.Distance(pen, ends.Item1) + Shortest([.. strokes.Where((_, k) => k != i)], ends.Item2))).Min();

    // Either way around.
    private static string Text(Vector2[] stroke)
    {
        string forward = string.Join(";", stroke), backward = string.Join(";", stroke.Reverse());
        return string.CompareOrdinal(forward, backward) < 0 ? forward : backward;
    }
}
