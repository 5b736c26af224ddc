using CsCheck;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Strokes;

public sealed class StrokeAugmentationTests
{
    // Integer offsets, so that sums are exact; the pen is lifted about once in six rows.
    private static readonly Gen<StrokePoint[]> Strokes =
        Gen.Select(Gen.Int[-50, 50], Gen.Int[-50, 50], Gen.Int[0, 5]).Select((x, y, pen) => new StrokePoint(x, y, pen == 0)).Array[1, 40];

    private static readonly Gen<long> Seeds = Gen.Long[0, 1_000_000];

    [Fact]
    public void It_follows_the_rules_of_the_specification() => Gen.Select(Strokes, Seeds).ForAll((points, seed) =>
    {
        StrokeAugmentation augmentation = new() { ScaleFactor = 0.1, DropProbability = 0.4 };
        Assert.Equal(Naive(points, new CounterRandom(seed), 0.1, 0.4), Apply(augmentation, points, seed));
    });

    [Fact]
    public void Dropping_alone_keeps_the_path_between_ends_and_lifts() =>
        Gen.Select(Strokes, Seeds, Gen.OneOf(Gen.Const(1.0), Gen.Double[0, 1])).ForAll((points, seed, probability) =>
        {
            StrokePoint[] result = Apply(new StrokeAugmentation { ScaleFactor = 0, DropProbability = probability }, points, seed);
            Assert.Equal((points.Sum(p => p.Dx), points.Sum(p => p.Dy)), (result.Sum(p => p.Dx), result.Sum(p => p.Dy)));
            Assert.Equal((points[0].Dx, points[0].Dy), (result[0].Dx, result[0].Dy));
            Assert.Equal(points[^1].PenUp, result[^1].PenUp);
            Assert.Equal(Lifts(points), Lifts(result)); // places included
            if (probability == 0)
                Assert.Equal(points, result);
        });

    [Fact]
    public void Turning_keeps_lengths_and_scaling_stays_in_range() => Gen.Select(Strokes, Seeds).ForAll((points, seed) =>
    {
        StrokePoint[] turned = Apply(new StrokeAugmentation { ScaleFactor = 0, DropProbability = 0, RotationDegrees = 180 }, points, seed);
        for (int i = 0; i < points.Length; i++)
        {
            // Offsets of up to 50, each rounded to single precision twice.
            Assert.Equal(
                Math.Sqrt((points[i].Dx * points[i].Dx) + (points[i].Dy * points[i].Dy)),
                Math.Sqrt((turned[i].Dx * turned[i].Dx) + (turned[i].Dy * turned[i].Dy)), 4 * 100.0 / (1 << 24));
        }

        foreach ((StrokePoint before, StrokePoint after) in points.Zip(
            Apply(new StrokeAugmentation { ScaleFactor = 0.1, DropProbability = 0 }, points, seed)))
        {
            Assert.InRange(Math.Abs(after.Dx), 0.8999f * Math.Abs(before.Dx), 1.1001f * Math.Abs(before.Dx));
            Assert.InRange(Math.Abs(after.Dy), 0.8999f * Math.Abs(before.Dy), 1.1001f * Math.Abs(before.Dy));
        }
    });

    [Fact]
    public void The_third_point_after_a_lift_is_the_first_that_may_go()
    {
        StrokePoint[] line = [.. Enumerable.Range(1, 6).Select(i => new StrokePoint(i, 0, false))];
        StrokePoint[] result = Apply(new StrokeAugmentation { ScaleFactor = 0, DropProbability = 1 }, line, 1);
        Assert.Equal([new(1, 0, false), new(2, 0, false), new(3 + 4 + 5 + 6, 0, false)], result);
    }

    private static StrokePoint[] Apply(StrokeAugmentation augmentation, StrokePoint[] points, long seed)
    {
        CounterRandom random = new(seed);
        StrokePoint[] destination = new StrokePoint[points.Length];
        return destination[..augmentation.Apply(points, ref random, destination)];
    }

    private static (float X, float Y)[] Lifts(StrokePoint[] points)
    {
        (float X, float Y) at = default;
        List<(float X, float Y)> lifts = [];
        foreach (StrokePoint point in points)
        {
            at = (at.X + point.Dx, at.Y + point.Dy);
            if (point.PenUp)
                lifts.Add(at);
        }

        return [.. lifts];
    }

    /// <summary>Specification §1 taken literally; the same generator, queried where the implementation queries it.</summary>
    private static List<StrokePoint> Naive(StrokePoint[] points, CounterRandom random, double scale, double probability)
    {
        double sx = 1 + (((2 * random.NextDouble()) - 1) * scale), sy = 1 + (((2 * random.NextDouble()) - 1) * scale);
        random.NextDouble(); // the angle
        List<StrokePoint> emitted = [];
        bool lastLifted = true;
        int count = 0;
        foreach (StrokePoint point in points)
        {
            StrokePoint current = new((float)(point.Dx * sx), (float)(point.Dy * sy), point.PenUp);
            if (current.PenUp || lastLifted)
                count = 0;
            else
                count++;
            if (!current.PenUp && !lastLifted && count > 2 && random.NextDouble() < probability)
            {
                emitted[^1] = emitted[^1] with { Dx = emitted[^1].Dx + current.Dx, Dy = emitted[^1].Dy + current.Dy };
                continue;
            }

            emitted.Add(current);
            lastLifted = current.PenUp;
        }

        return emitted;
    }
}
