using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Tests.Strokes;

public sealed class StrokeCleaningTests
{
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
}
