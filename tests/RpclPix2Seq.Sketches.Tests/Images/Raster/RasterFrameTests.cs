using CsCheck;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Raster;

public sealed class RasterFrameTests
{
    [Fact]
    public void The_longer_side_fills_the_picture_and_the_shorter_is_centered()
    {
        StrokePoint[] sketch = [new(0, 0, false), new(90, 30, true)];
        Assert.Equal(new RasterFrame(0.5, 1.5, 16.5), RasterFrame.Fit(sketch, RasterOptions.Reference));
    }

    [Fact]
    public void The_reference_box_holds_the_origin_and_the_default_box_what_is_drawn()
    {
        StrokePoint[] sketch = [new(50, 50, false), new(50, 50, true), new(-200, 0, true)];
        Assert.Equal(new RasterFrame(0.225, 24, 12.75), RasterFrame.Fit(sketch, RasterOptions.Reference));
        Assert.Equal(new RasterFrame(0.9, 1.5 - 45, 1.5 - 45), RasterFrame.Fit(sketch, RasterOptions.Default));
    }

    [Fact]
    public void The_origin_belongs_to_the_default_box_if_the_first_row_is_ink()
    {
        StrokePoint[] sketch = [new(50, 50, false), new(50, 50, true)];
        RasterFrame frame = RasterFrame.Fit(sketch, RasterOptions.Default with { FirstRow = FirstRow.Ink });
        Assert.Equal(new RasterFrame(0.45, 1.5, 1.5), frame);
    }

    [Fact]
    public void Where_nothing_is_drawn_the_default_is_the_reference() =>
        Pictures.Sketch.Select(rows => rows.Select(row => row with { PenUp = true }).ToArray()).ForAll(
            sketch => Assert.Equal(RasterFrame.Fit(sketch, RasterOptions.Reference), RasterFrame.Fit(sketch, RasterOptions.Default)));

    [Fact]
    public void A_point_is_not_magnified_without_end_and_lies_in_the_middle_of_the_top_as_in_the_original()
    {
        RasterFrame frame = RasterFrame.Fit([], RasterOptions.Reference);
        Assert.Equal(45 / 1e-5, frame.Scale);
        Assert.Equal(24, frame.StartX, 1e-9);
        Assert.Equal(1.5, frame.StartY, 1e-9);
    }

    [Fact]
    public void Everything_drawn_lies_within_the_margins() =>
        Gen.Select(Pictures.Sketch, Gen.Bool, Gen.Int[8, 300]).ForAll((sketch, origin, size) =>
        {
            RasterFrame frame = RasterFrame.Fit(sketch, new RasterOptions { Size = size, OriginInBox = origin });
            (double x, double y) = (frame.StartX, frame.StartY);
            bool lifted = true;
            foreach (StrokePoint point in sketch)
            {
                x += point.Dx * frame.Scale;
                y += point.Dy * frame.Scale;
                if (!lifted && (point.Dx != 0 || point.Dy != 0))
                {
                    Assert.InRange(x, 1.5 - 1e-6, size - 1.5 + 1e-6);
                    Assert.InRange(y, 1.5 - 1e-6, size - 1.5 + 1e-6);
                }

                lifted = point.PenUp;
            }
        });

    [Theory]
    [InlineData(7, 1.5, 1, "Size")]
    [InlineData(1025, 1.5, 1, "Size")]
    [InlineData(48, -0.1, 1, "Margin")]
    [InlineData(48, 24, 1, "Margin")]
    [InlineData(48, double.NaN, 1, "Margin")]
    [InlineData(48, 1.5, 0, "LineWidth")]
    [InlineData(48, 1.5, 49, "LineWidth")]
    [InlineData(48, 1.5, double.NaN, "LineWidth")]
    public void Options_out_of_range_are_named(int size, double margin, double lineWidth, string field)
    {
        RasterOptions options = new() { Size = size, Margin = margin, LineWidth = lineWidth };
        Assert.Contains(field, Assert.Throws<InputException>(() => options.Validate()).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => new Rasterizer(options));
    }
}
