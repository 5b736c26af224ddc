using RpclPix2Seq.Lab.Raster;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Lab.Tests.Raster;

public sealed class RasterParityTests
{
    [Fact]
    public void Every_pixel_is_equal_to_the_original()
    {
        using NpzReader file = new(SharedFolder.Require("parity/raster48.npz"));
        RasterComparison comparison = RasterVerification.Compare(
            file.Read("points").AsSpan<float>(), file.Read("offsets").AsSpan<long>(), file.Read("images").AsSpan<byte>(),
            RasterOptions.Reference);

        Assert.Equal(188, comparison.Sketches);
        Assert.Equal(188L * 48 * 48, comparison.Pixels);
        Assert.Equal(0, comparison.MaxLevels);
        Assert.Equal(0, comparison.MeanDifference);
        Assert.Equal(100, comparison.IdenticalPercent);
        Assert.Equal(-1, comparison.WorstSketch);
        Assert.True(comparison.MicrosecondsPerSketch > 0);
    }

    [Fact]
    public void A_difference_is_found_and_its_sketch_named()
    {
        float[] points = [0, 0, 0, 10, 0, 1, 0, 0, 0, 10, 4, 1];
        byte[] truth = new byte[2 * 8 * 8];
        RasterOptions options = RasterOptions.Reference with { Size = 8 };
        Rasterizer rasterizer = new(options);
        rasterizer.Draw([new(0, 0, false), new(10, 0, true)], truth.AsSpan(0, 64));
        rasterizer.Draw([new(0, 0, false), new(10, 4, true)], truth.AsSpan(64));
        truth[64] -= 5;

        RasterComparison comparison = RasterVerification.Compare(points, [0, 2, 4], truth, options);
        Assert.Equal(1, comparison.WorstSketch);
        Assert.Equal(5, comparison.MaxLevels);
        Assert.Equal(5.0 / 128, comparison.MeanDifference);
        Assert.Equal(100.0 * 127 / 128, comparison.IdenticalPercent);
    }

    [Fact]
    public void Arrays_that_do_not_fit_together_are_refused()
    {
        RasterOptions options = RasterOptions.Reference with { Size = 8 };
        float[] row = [1, 2, 0];
        Refused([1, 2], [0, 1], 64, "points");
        Refused(row, [0], 64, "offsets");
        Refused(row, [0, 2], 64, "offsets");
        Refused(row, [0, 2, 1], 128, "offset 2");
        Refused(row, [0, 1], 63, "images");
        Refused([float.NaN, 0, 0], [0, 1], 64, "number 0");

        void Refused(float[] points, long[] offsets, int bytes, string where)
        {
            InputException e = Assert.Throws<InputException>(() => RasterVerification.Compare(points, offsets, new byte[bytes], options));
            Assert.Contains(where, e.Message, StringComparison.Ordinal);
        }
    }
}
