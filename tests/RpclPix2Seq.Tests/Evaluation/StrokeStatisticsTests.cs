using RpclPix2Seq.Evaluation;

namespace RpclPix2Seq.Tests.Evaluation;

public sealed class StrokeStatisticsTests
{
    private static readonly BootstrapOptions Few = new() { Resamples = 20 };

    [Fact]
    public void Points_strokes_ink_and_size_are_those_of_the_lines()
    {
        // From (10, 10), 30 to the right and 40 down; then, far away, a line of 5.
        Sketch two = new([new(10, 10, false), new(30, 0, false), new(0, 40, true), new(50, 0, false), new(3, 4, true)]);
        StrokeStatistics of = StrokeStatistics.Of([two], FirstRow.Move, Few);
        Assert.Equal(new Estimate(5, 5, 5, 1), of.Points);
        Assert.Equal(2, of.Strokes.Value);
        Assert.Equal(75, of.InkLength.Value);
        Assert.Equal(83, of.Size.Value);
        Assert.Equal(0, of.Blank);

        // The first row is ink: a line from the origin leads to it.
        Assert.Equal(75 + Math.Sqrt(200), StrokeStatistics.Of([two], FirstRow.Ink, Few).InkLength.Value, 1e-4);
    }

    [Fact]
    public void A_sketch_without_a_line_is_counted()
    {
        Sketch touch = new([new(5, 5, true)]), line = new([new(0, 0, false), new(4, 0, true)]);
        StrokeStatistics of = StrokeStatistics.Of([touch, line], FirstRow.Move, Few);
        Assert.Equal(1, of.Blank);
        Assert.Equal(2, of.InkLength.Value);
        Assert.Equal(2, of.Size.Value);
        Assert.Equal(2, of.Points.Count);
    }
}
