using CsCheck;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Tracing;

public sealed class AreaAverageTests
{
    private static readonly Gen<Plane> Planes = Gen.Select(Gen.Int[1, 30], Gen.Int[1, 30]).SelectMany((width, height) =>
        Gen.Float[0, 255].Array[width * height].Select(values =>
        {
            Plane plane = new(width, height);
            values.CopyTo(plane.Values, 0);
            return plane;
        }));

    // The naive mean of every new pixel's box.
    [Fact]
    public void A_new_pixel_is_the_mean_of_the_area_it_covers() =>
        Gen.Select(Planes, Gen.Double[0.05, 1], Gen.Double[0.05, 1]).ForAll((plane, across, down) =>
        {
            int width = Math.Max(1, (int)(plane.Width * across)), height = Math.Max(1, (int)(plane.Height * down));
            Plane shrunk = AreaAverage.Shrink((y, row) => plane.Row(y).CopyTo(row), plane.Width, plane.Height, width, height);
            double stepX = (double)plane.Width / width, stepY = (double)plane.Height / height;
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                    Assert.Equal(AreaAverage.Mean(plane, x * stepX, y * stepY, (x + 1) * stepX, (y + 1) * stepY), shrunk.Row(y)[x], 0.01);
            }
        });

    [Fact]
    public void A_picture_of_the_right_size_stays_as_it_is() => Planes.ForAll(plane =>
        Assert.Equal(
            plane.Values,
            AreaAverage.Shrink((y, row) => plane.Row(y).CopyTo(row), plane.Width, plane.Height, plane.Width, plane.Height).Values));

    [Fact]
    public void Outside_of_the_picture_there_is_nothing()
    {
        Plane plane = new(2, 2);
        Array.Fill(plane.Values, 8);
        Assert.Equal(2, AreaAverage.Mean(plane, -2, -2, 2, 2));
        Assert.Equal(0, AreaAverage.Mean(plane, -3, 0, -1, 2));
        Assert.Equal(8, AreaAverage.Mean(plane, 0.25, 0.5, 0.75, 1.75));
    }
}
