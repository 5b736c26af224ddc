using CsCheck;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets;

public sealed class OffsetSumsTests
{
    [Fact]
    public void The_scale_is_the_population_standard_deviation_of_both_offsets_pooled() =>
        Assert.Equal(MathF.Sqrt(1.25f), Scale(new Sketch([new(1, 2, false)]), new Sketch([new(3, 4, true)])));

    [Fact]
    public void It_is_that_of_two_passes_over_the_sketches() =>
        Gen.OneOf(TestSketches.GenInteger, TestSketches.GenEighths, TestSketches.GenReal).Array[1, 20].ForAll(sketches =>
        {
            double[] offsets =
            [
                .. sketches.SelectMany(sketch => sketch.Points.ToArray()).SelectMany(point => new double[] { point.Dx, point.Dy }),
            ];
            double mean = offsets.Average();
            float expected = (float)Math.Sqrt(offsets.Average(offset => (offset - mean) * (offset - mean)));

            // Two ways of rounding the same double to a float differ in the last bit at most.
            if (expected > 0)
                Assert.InRange(Scale(sketches), MathF.BitDecrement(expected), MathF.BitIncrement(expected));
        });

    [Fact]
    public void A_mean_does_not_swamp_a_small_spread() => Assert.Equal(
        0.5f,
        Scale(new Sketch([.. Enumerable.Range(0, 10_000).Select(i => new StrokePoint(1000 + (i % 2), 1000 + (i % 2), false))])));

    [Fact]
    public void Scaled_data_have_a_spread_of_one_and_go_back() =>
        TestSketches.GenEighths.ForAll(sketch =>
        {
            float scale = Scale(sketch);
            Sketch unit = Scaled(sketch, 1, scale);

            // Every offset is rounded once, and the spread changes by no more than the largest of these changes; the spread itself is
            // rounded twice.
            float largest = unit.Points.ToArray().Max(point => MathF.Max(MathF.Abs(point.Dx), MathF.Abs(point.Dy)));
            Assert.Equal(1f, Scale(unit), (largest + 2) / (1 << 24));
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
        Assert.Throws<InputException>(() => Scale());
        Assert.Throws<InputException>(() => Scale(new Sketch([new(2, 2, false), new(2, 2, true)])));
        InputException refused = Assert.Throws<InputException>(() => Scale(new Sketch([new(float.NaN, 2, false)])));
        Assert.StartsWith("train: expected offsets that differ", refused.Message, StringComparison.Ordinal);
    }

    private static float Scale(params Sketch[] sketches) =>
        OffsetSums.Of(new MemorySplit([.. sketches.Select((sketch, i) => new LabeledSketch(sketch, 0, i))])).ToScale("train");

    private static Sketch Scaled(Sketch sketch, float by, float over) =>
        sketch.Map(point => point with { Dx = point.Dx * by / over, Dy = point.Dy * by / over });
}
