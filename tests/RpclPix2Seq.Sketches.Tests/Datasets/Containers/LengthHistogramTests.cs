using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

public sealed class LengthHistogramTests
{
    [Fact]
    public void Every_length_is_in_the_range_of_its_bin_and_ranges_join() =>
        Gen.OneOf(Gen.Int[1, 1100], Gen.Int[1, int.MaxValue]).ForAll(rows =>
        {
            int bin = LengthHistogram.BinOf(rows);
            (int first, int last) = LengthHistogram.RangeOf(bin);
            Assert.InRange(rows, first, last);
            Assert.Equal(bin, LengthHistogram.BinOf(last));
            Assert.Equal(bin, LengthHistogram.BinOf(first));
            Assert.True(first == 1 || LengthHistogram.RangeOf(bin - 1).Last == first - 1);
        });

    [Theory]
    [InlineData(1, 0)]
    [InlineData(512, 511)]
    [InlineData(513, 512)]
    [InlineData(1024, 512)]
    [InlineData(1025, 513)]
    [InlineData(2048, 513)]
    [InlineData(2049, 514)]
    public void Bins_are_where_the_documentation_says(int rows, int bin) => Assert.Equal(bin, LengthHistogram.BinOf(rows));
}
