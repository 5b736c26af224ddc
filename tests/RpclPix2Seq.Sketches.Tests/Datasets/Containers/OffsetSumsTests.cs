using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

public sealed class OffsetSumsTests
{
    [Fact]
    public void The_scale_from_sums_is_the_scale_of_the_sketches() =>
        Gen.OneOf(TestSketches.GenInteger, TestSketches.GenEighths, TestSketches.GenReal).Array[1, 20].ForAll(sketches =>
        {
            OffsetSums sums = default;
            foreach (Sketch sketch in sketches)
                sums += OffsetSums.Of(sketch.Points);
            float expected;
            try
            {
                expected = StrokeScale.Compute(sketches);
            }
            catch (InputException)
            {
                return;
            }

            // Two ways of rounding the same double to a float differ in the last bit at most.
            Assert.InRange(sums.ToScale("train"), MathF.BitDecrement(expected), MathF.BitIncrement(expected));
        });

    [Fact]
    public void Data_without_spread_have_no_scale()
    {
        Assert.Throws<InputException>(() => default(OffsetSums).ToScale("train"));
        Assert.Throws<InputException>(() => OffsetSums.Of([new StrokePoint(3, 3, false), new StrokePoint(3, 3, true)]).ToScale("train"));
    }
}
