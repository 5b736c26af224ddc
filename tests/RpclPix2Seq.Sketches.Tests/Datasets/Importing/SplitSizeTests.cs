using RpclPix2Seq.Sketches.Datasets.Importing;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

public sealed class SplitSizeTests
{
    [Theory]
    [InlineData("2500", 100, 2500)]
    [InlineData("0", 100, 0)]
    [InlineData("0.1", 100, 10)]
    [InlineData("10%", 105, 10)]
    [InlineData("2.5%", 1000, 25)]
    [InlineData("0%", 100, 0)]
    public void Counts_and_shares_are_read(string text, int sketches, int expected)
    {
        Assert.True(SplitSize.TryParse(text, out SplitSize size));
        Assert.Equal(expected, size.Number(sketches));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("100%")]
    [InlineData("ten")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("0.1.")]
    public void Anything_else_is_refused(string text) => Assert.False(SplitSize.TryParse(text, out _));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(19, 1)]
    [InlineData(1000, 100)]
    [InlineData(25_000, 2500)]
    [InlineData(1_000_000, 2500)]
    public void The_usual_number_is_that_of_Googles_files_and_at_most_a_tenth(int sketches, int expected) =>
        Assert.Equal(expected, SplitSize.Usual.Number(sketches));

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SplitSize.Of(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SplitSize.OfShare(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SplitSize.OfShare(double.NaN));
    }
}
