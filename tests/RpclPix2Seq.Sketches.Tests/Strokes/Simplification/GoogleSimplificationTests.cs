using System.Numerics;
using CsCheck;
using RpclPix2Seq.Sketches.Formats.QuickDraw;
using RpclPix2Seq.Sketches.Strokes.Simplification;
using RpclPix2Seq.Sketches.Tests.Formats.QuickDraw;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Strokes.Simplification;

public sealed class GoogleSimplificationTests
{
    private static readonly GoogleSimplification All = new();

    private static readonly GoogleSimplificationOptions None = new()
    {
        Align = false,
        Scale = false,
        Resample = false,
        Reduce = false,
        Round = false,
    };

    // As a hand draws: many small steps from a start.
    private static readonly Gen<Vector2[]> RandomStroke =
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400], Gen.Select(Gen.Int[-9, 12], Gen.Int[-12, 9]).Array[0, 60]).Select((x, y, steps) =>
        {
            List<Vector2> points = [new(x, y)];
            foreach ((int dx, int dy) in steps)
                points.Add(points[^1] + new Vector2(dx, dy));
            return points.ToArray();
        });

    private static readonly Gen<Vector2[][]> RandomDrawing = RandomStroke.Array[1, 5];

    [Fact]
    public void The_raw_fixture_becomes_the_simplified_one()
    {
        var raw = QuickDrawFixtures.Read(new QuickDrawNdjsonFormat(), QuickDrawFixtures.PathOf("raw.ndjson")).Drawings;
        for (int i = 0; i < raw.Count; i++)
            QuickDrawFixtures.AssertSame(QuickDrawFixtures.Drawings[i], All.Apply(raw[i].Strokes));
    }

    [Fact]
    public void Steps_do_what_they_say()
    {
        Vector2[][] corner = [[new(10, 20), new(10, 24), new(13, 28)]];

        Assert.Equal([[new(0, 0), new(0, 4), new(3, 8)]], With(o => o with { Align = true }).Apply(corner));
        Assert.Equal([[new(20, 40), new(20, 48), new(26, 56)]], With(o => o with { Scale = true, Size = 16 }).Apply(corner));
        Assert.Equal([[new(0, 0), new(0, 8), new(6, 16)]], With(o => o with { Align = true, Scale = true, Size = 16 }).Apply(corner));
        Assert.Equal(
            [[new(10, 20), new(10, 23), new(11.2f, 25.6f), new(13, 28), new(13, 28)]],
            With(o => o with { Resample = true, Spacing = 3 }).Apply(corner));
        Assert.Equal([[new(10, 20), new(13, 28)]], With(o => o with { Reduce = true, Epsilon = 2 }).Apply(corner));
        Assert.Equal(corner, With(o => o with { Reduce = true, Epsilon = 1 }).Apply(corner));
    }

    [Fact]
    public void Without_any_step_nothing_changes() => QuickDrawFixtures.GenStrokes.ForAll(strokes =>
        Assert.Equal(strokes, new GoogleSimplification(None).Apply(strokes)));

    [Fact]
    public void Halves_are_rounded_to_the_even_number() =>
        Assert.Equal([[new(0, 2), new(2, 4)]], With(o => o with { Round = true }).Apply([[new(0.5f, 1.5f), new(2.5f, 3.5f)]]));

    [Fact]
    public void Strokes_without_points_are_left_out_and_single_points_become_dots_of_two()
    {
        Assert.Equal([[new(0, 0), new(0, 0)], [new(255, 0), new(255, 0)]], All.Apply([[], [new(3, 3)], [], [new(5, 3), new(5, 3)]]));
        Assert.Equal([[new(0, 0), new(0, 0)]], All.Apply([[new(7, 9)]]));
        Assert.Empty(All.Apply([]));
        Assert.Empty(All.Apply([[], []]));
    }

    [Fact]
    public void The_result_is_whole_pixels_that_fill_the_box_with_the_ends_of_every_stroke() => RandomDrawing.ForAll(drawing =>
    {
        Vector2[][] result = All.Apply(drawing);
        Vector2[][] placed = With(o => o with { Align = true, Scale = true, Round = true }).Apply(drawing);
        Assert.Equal(drawing.Length, result.Length);
        for (int i = 0; i < result.Length; i++)
        {
            Assert.True(result[i].Length >= 2);
            Assert.Equal((placed[i][0], placed[i][^1]), (result[i][0], result[i][^1]));
            Assert.All(result[i], p => Assert.True(p.X is >= 0 and <= 255 && p.Y is >= 0 and <= 255 && p == Vector2.Round(p)));
        }
    });

    [Fact]
    public void It_is_what_the_four_steps_give_when_written_down_plainly() => RandomDrawing.ForAll(
        drawing => Assert.Equal(PlainSimplification.Apply(drawing), All.Apply(drawing)), count: 500);

    [Fact]
    public void Moving_and_doubling_a_drawing_changes_nothing() =>
        Gen.Select(RandomDrawing, Gen.Int[-999, 999], Gen.Int[0, 4]).ForAll((drawing, by, doublings) =>
        {
            Vector2[][] other = [.. drawing.Select(s => s.Select(p => (p + new Vector2(by, -by)) * (1 << doublings)).ToArray())];
            Assert.Equal(All.Apply(drawing), All.Apply(other));
        });

    [Fact]
    public void No_dropped_point_is_farther_than_epsilon_from_the_line_that_replaces_it() =>
        Gen.Select(RandomStroke, Gen.Double[0, 6]).ForAll((stroke, epsilon) =>
            AssertWithin(stroke, With(o => o with { Reduce = true, Epsilon = epsilon }).Apply([stroke])[0], epsilon));

    [Fact]
    public void Elsewhere_that_is_the_distance_from_the_segment() => Gen.Select(RandomStroke, Gen.Double[0, 6]).ForAll((stroke, epsilon) =>
    {
        Vector2[] result = With(o => o with { Reduce = true, Epsilon = epsilon }).Apply([stroke], isQuickDraw: false)[0];
        foreach (Vector2 point in stroke)
        {
            double nearest = Enumerable.Range(0, Math.Max(result.Length - 1, 1))
                .Min(i => Distance(point, result[i], result[Math.Min(i + 1, result.Length - 1)]));
            Assert.InRange(nearest, 0, epsilon + 1e-4);
        }
    });

    private static double Distance(Vector2 p, Vector2 a, Vector2 b)
    {
        Vector2 ab = b - a;
        float along = ab.LengthSquared() > 0 ? Math.Clamp(Vector2.Dot(p - a, ab) / ab.LengthSquared(), 0, 1) : 0;
        return (p - a - (along * ab)).Length();
    }

    [Fact]
    public void Many_threads_get_what_one_gets()
    {
        Vector2[][][] drawings = [.. Enumerable.Range(0, 200).Select(i => (Vector2[][])[Spiral(300 + i), Spiral(50)])];
        Vector2[][][] expected = [.. drawings.Select(drawing => All.Apply(drawing))];
        Vector2[][][] actual = new Vector2[drawings.Length][][];
        Parallel.For(0, drawings.Length, i => actual[i] = All.Apply(drawings[i]));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_stroke_made_to_be_bisected_point_by_point_ends_soon_and_within_the_tolerance()
    {
        // A zigzag that dies out: the point farthest from the chord is always the second. Half a million steps squared would take minutes.
        Vector2[] zigzag = new Vector2[500_000];
        for (int i = 0; i < zigzag.Length; i++)
            zigzag[i] = new Vector2(i, i % 2 == 0 ? 0 : zigzag.Length - i);
        Vector2[] result = With(o => o with { Reduce = true, Epsilon = 1000 }).Apply([zigzag])[0];

        Assert.InRange(result.Length, 3, zigzag.Length - 1);
        AssertWithin(zigzag, result, 1000);
    }

    [Fact]
    public void A_way_that_nobody_draws_gets_a_bounded_number_of_points()
    {
        Vector2[] zigzag = [.. Enumerable.Range(0, 100_000).Select(i => new Vector2(i % 2 * 255, i % 3 * 127))];
        Vector2[] result = With(o => o with { Resample = true }).Apply([zigzag])[0];

        Assert.InRange(result.Length, 900_000, 1_100_000);
    }

    [Fact]
    public void The_largest_floats_and_steepest_lines_stay_finite()
    {
        const float most = float.MaxValue;
        Vector2[][] wild =
        [
            [new(-most, most), new(most, -most), new(float.Epsilon, 0), new(0, most)], [new(0, -most), new(float.Epsilon, most), new(1, 1)],
        ];
        foreach (GoogleSimplification simplification in new[] { All, With(o => o with { Reduce = true }), With(
            o => o with { Align = true, Reduce = true }) })
        {
            Vector2[][] result = simplification.Apply(wild);
            Assert.Equal(2, result.Length);
            Assert.All(result, s => Assert.All(s, p => Assert.False(float.IsNaN(p.X) || float.IsNaN(p.Y))));
        }
    }

    [Theory]
    [InlineData("Size", 0)]
    [InlineData("Size", double.NaN)]
    [InlineData("Size", 65_536)]
    [InlineData("Spacing", 0)]
    [InlineData("Spacing", double.PositiveInfinity)]
    [InlineData("Epsilon", -1)]
    [InlineData("Epsilon", 1001)]
    public void Options_out_of_range_are_named(string option, double value)
    {
        GoogleSimplificationOptions options = option switch
        {
            "Size" => new() { Size = value },
            "Spacing" => new() { Spacing = value },
            _ => new() { Epsilon = value },
        };
        string message = Assert.Throws<InputException>(() => new GoogleSimplification(options)).Message;
        Assert.Contains($"{option}: expected a number of pixels", message, StringComparison.Ordinal);
        Assert.Contains($"found {value}; for example", message, StringComparison.Ordinal);
    }

    private static GoogleSimplification With(Func<GoogleSimplificationOptions, GoogleSimplificationOptions> change) => new(change(None));

    private static Vector2[] Spiral(int points) =>
        [.. Enumerable.Range(0, points).Select(i => new Vector2(i * MathF.Cos(i * 0.1f), i * MathF.Sin(i * 0.1f)))];

    private static void AssertWithin(Vector2[] all, Vector2[] kept, double epsilon)
    {
        int at = 0;
        for (int i = 0; i + 1 < kept.Length; i++)
        {
            (double x1, double y1, double dx, double dy) =
                (kept[i].X, kept[i].Y, (double)kept[i + 1].X - kept[i].X, (double)kept[i + 1].Y - kept[i].Y);
            double length = Math.Sqrt((dx * dx) + (dy * dy));
            Assert.Equal(kept[i], all[at]);
            for (at++; all[at] != kept[i + 1]; at++)
            {
                (double px, double py) = (all[at].X - x1, all[at].Y - y1);
                double distance = length > 0 ? Math.Abs((dx * py) - (dy * px)) / length : Math.Sqrt((px * px) + (py * py));
                Assert.True(distance <= epsilon + 1e-6, $"point {at} is {distance} away");
            }
        }
    }
}
