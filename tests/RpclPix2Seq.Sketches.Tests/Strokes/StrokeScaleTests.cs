using CsCheck;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Strokes;

public sealed class StrokeScaleTests
{
    [Fact]
    public void The_scale_is_the_population_standard_deviation_of_both_offsets_pooled() =>
        Assert.Equal(MathF.Sqrt(1.25f), StrokeScale.Compute([new Sketch([new(1, 2, false)]), new Sketch([new(3, 4, true)])]));

    [Fact]
    public void A_large_mean_does_not_swamp_a_small_spread()
    {
        StrokePoint[] points =
        [
            .. Enumerable.Range(0, 10_000).Select(i => new StrokePoint(1_000_000 + (i % 2), 1_000_000 + (i % 2), false)),
        ];
        Assert.Equal(0.5f, StrokeScale.Compute([new Sketch(points)]));
    }

    [Fact]
    public void Scaled_data_have_a_spread_of_one_and_go_back() =>
        TestSketches.GenEighths.ForAll(sketch =>
        {
            float scale = StrokeScale.Compute([sketch]);
            Sketch unit = Scaled(sketch, 1, scale);

            // Every offset is rounded once, and the spread changes by no more than the largest of these changes; the spread itself is
            // rounded twice.
            float largest = unit.Points.ToArray().Max(point => MathF.Max(MathF.Abs(point.Dx), MathF.Abs(point.Dy)));
            Assert.Equal(1f, StrokeScale.Compute([unit]), (largest + 2) / (1 << 24));
            Sketch back = Scaled(unit, scale, 1);
            for (int i = 0; i < sketch.Length; i++)
            {
                // divided and multiplied
                Assert.Equal(sketch.Points[i].Dx, back.Points[i].Dx, 2.5f / (1 << 24) * MathF.Abs(sketch.Points[i].Dx));
                Assert.Equal(sketch.Points[i].PenUp, back.Points[i].PenUp);
            }
        });

    [Fact]
    public void Data_without_spread_are_refused()
    {
        Assert.Throws<InputException>(() => StrokeScale.Compute([]));
        Assert.Throws<InputException>(() => StrokeScale.Compute([new Sketch([new(2, 2, false), new(2, 2, true)])]));
        InputException refused = Assert.Throws<InputException>(
            () => StrokeScale.Compute([new Sketch([new(float.NaN, 2, false)])], "bee.npz"));
        Assert.StartsWith("bee.npz: expected offsets that differ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Offsets_are_clamped_to_a_thousand()
    {
        Sketch wide = new([new(1001, -2000, true), new(-1000, 1000, false)]);
        Assert.Equal(
            [new(1000, -1000, true), new(-1000, 1000, false)], StrokeCleaning.Clamp(wide, StrokeCleaning.ReferenceLimit).Points.ToArray());
        Sketch narrow = new([new(-1000, 1000, false)]);
        Assert.Same(narrow, StrokeCleaning.Clamp(narrow, StrokeCleaning.ReferenceLimit));
        Assert.Same(wide, StrokeCleaning.Clamp(wide, float.PositiveInfinity));
    }

    private static Sketch Scaled(Sketch sketch, float by, float over) =>
        StrokeScale.Map(sketch, point => point with { Dx = point.Dx * by / over, Dy = point.Dy * by / over });
}
